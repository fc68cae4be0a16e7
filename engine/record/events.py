"""What a run reports: frozen, picklable events of plain values. Epochs count from 1, steps from 0."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from engine.message import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened in a run.

    Attributes:
        at: When, in seconds since 1970.
    """

    at: float = field(default_factory=time.time)


class Phase(Enum):
    """What a run is doing."""

    IMPORTING = "importing"  # loading TensorFlow
    READING = "reading"  # reading the data
    BUILDING = "building"  # making and compiling the model
    TRAINING = "training"
    VALIDATING = "validating"
    PAUSED = "paused"
    SAVING = "saving"  # writing the final model


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseChanged(Event):
    """The run has entered another phase."""

    phase: Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingStarted(Event):
    """Everything is known, and the first batch comes next.

    Attributes:
        epochs, first_epoch: The last epoch (from 1); the first that is trained now: 1, or later if resumed.
        first_step: The step of the whole run at which training continues; 0 for a new run.
        steps_per_epoch, validation_steps: Batches in an epoch; in a validation, 0 without one.
        batch_size: Examples in a full batch.
        examples, validation_examples: How many train; how many validate, 0 without validation.
        metrics: Names of the values of training, loss first.
        parameters: Of the model, all of them.
        device: Its name for people.
        resumed: Whether the run continues from a state.
        classes: How many; 0 for a regression.
        not_restored: Names of what a resume cannot restore, such as `MyCallback.client`.
        per_batch: Names of the metrics with values of each batch by itself; others are running means.
        validation_metrics: Names of the validation's values, without "val_"; () where they are training's.
        only_validated: Names of the classes that validation has examples of, and training has none.
        only_trained: Names of the classes that training has examples of, and validation has none.
        pictures: Whether the examples are shown as pictures.
        targets: Names of the numbers that are predicted, of a forecast of its columns; () for classes.
    """

    epochs: int
    first_epoch: int
    first_step: int
    steps_per_epoch: int
    validation_steps: int
    batch_size: int
    examples: int
    validation_examples: int
    metrics: tuple[str, ...]
    parameters: int
    device: str
    resumed: bool = False
    classes: int = 0
    not_restored: tuple[str, ...] = ()
    per_batch: tuple[str, ...] = ()
    validation_metrics: tuple[str, ...] = ()
    only_validated: tuple[str, ...] = ()
    only_trained: tuple[str, ...] = ()
    pictures: bool = False
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochStarted(Event):
    """Epoch `epoch` (from 1) begins or is resumed, with the learning rate of its next step."""

    epoch: int
    learning_rate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchesEnded(Event):
    """One or more training batches of an epoch are done.

    Attributes:
        epoch: From 1.
        first_step: Number of the first batch in its epoch, from 0.
        values: Name -> (k,) float32, one value a batch; see `TrainingStarted.per_batch`.
        waited: Seconds for which the device had to wait for these batches; None where all data is in memory.
    """

    epoch: int
    first_step: int
    values: Mapping[str, NDArray[np.float32]]
    waited: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationProgress(Event):
    """`done` of `total` batches of the validation of `epoch` (from 1) are done."""

    epoch: int
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochEnded(Event):
    """An epoch is done.

    Attributes:
        epoch: From 1.
        values: All logs of the epoch by name, validation included where it ran.
        learning_rate: After its last step, as Keras logs it, before `on_epoch_end` changes it.
        seconds: How long it took, validation included.
    """

    epoch: int
    values: Mapping[str, float]
    learning_rate: float
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GaugeChanged(Event):
    """How long a callback has waited.

    Attributes:
        index: Its place in the project's list, from 0.
        name: Its class.
        monitor: The metric that it watches.
        wait: Epochs without improvement.
        patience: Epochs that it waits.
        best, best_epoch: The best value so far, and its epoch (from 1); None and 0 while unknown.
        restores: The epoch whose weights it restores at the end; 0 for none, None if it ends no run.
    """

    index: int
    name: str
    monitor: str
    wait: int
    patience: int
    best: float | None
    best_epoch: int
    restores: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceFound(Event):
    """How the steps of the run are executed.

    Attributes:
        steps_per_call: Steps in one compiled call.
        xla: Whether XLA compiles them.
        times_faster: Than one step a call; 0 where that was not measured.
    """

    steps_per_call: int
    xla: bool
    times_faster: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastMade(Event):
    """The model has forecast the validation part; the values are in the run folder.

    Attributes:
        epoch: After which (from 1).
        model: Mean absolute error over all columns and the whole horizon.
        last_value: The same for repeating the last value.
        season_ago, season: The same for the value a season ago, and its time steps; None where unknown.
    """

    epoch: int
    model: float
    last_value: float
    season_ago: float | None
    season: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochsSet(Event):
    """The number of epochs was changed: `epochs` is the last one (from 1)."""

    epochs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningRateSet(Event):
    """The learning rate was set by hand; `position` is in epochs, as in `Marked`."""

    position: float
    learning_rate: float


class Mark(Enum):
    """What a mark on the epoch axis stands for."""

    LEARNING_RATE = "learning_rate"
    CHECKPOINT = "checkpoint"
    PAUSED = "paused"
    CONTINUED = "continued"
    RESUMED = "resumed"
    STOPPED = "stopped"
    EARLY_STOP = "early_stop"
    RESTORED = "restored"
    CHANGED = "changed"
    NOT_A_NUMBER = "not_a_number"
    INEXACT = "inexact"  # from here on the numbers may differ from those of an uninterrupted run


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked(Event):
    """Something worth a mark on the epoch axis.

    Attributes:
        mark: What it stands for.
        position: In epochs: 2.5 is halfway through epoch 3.
        text: A sentence for people.
    """

    mark: Mark
    position: float
    text: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine(Event):
    """A line for the log, without a line end; `level` is "info", "warning" or "error"."""

    level: str
    text: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassesCounted(Event):
    """Counts of classes in the validation part; of a large one, of evenly spaced examples.

    Attributes:
        examples: Name of a class -> examples that have it as target.
        predicted: Name of a class -> examples for which the trained model predicts it.
    """

    examples: Mapping[str, int]
    predicted: Mapping[str, int]


class Result(Enum):
    """How a run ended."""

    COMPLETED = "completed"  # all epochs, or stopped by a callback
    STOPPED = "stopped"  # by hand
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEnded(Event):
    """The last event of a run.

    Attributes:
        result, reason: How it ended, and the same in one sentence for people.
        epochs_done: Epochs that have ended.
        best, best_epoch: The best value of each metric, by name; the epoch (from 1) of the best loss, or 0.
        saved, saved_epoch: Values and epoch (from 1) of the weights in model.keras; 0 where it is unknown.
        problem_path: The setting to look at; "" for none.
        not_restored: Names of what a resume cannot restore, such as `MyCallback.client`.
    """

    result: Result
    reason: Sentence
    epochs_done: int
    best: Mapping[str, float] = field(default_factory=dict[str, float])
    best_epoch: int = 0
    saved: Mapping[str, float] = field(default_factory=dict[str, float])
    saved_epoch: int = 0
    problem_path: str = ""
    not_restored: tuple[str, ...] = ()


Sink = Callable[[Event], None]
"""Takes one event; any thread may call it."""
