"""What a run tells: frozen, slotted, picklable events. A sink takes one; any thread may call it.

Events carry plain values only. `at` is seconds since the epoch (time.time()). Epochs count from 1 as people
do, steps count from 0 over the whole run. How events reach a window is `gui.control.runs.event_pump`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened in a run, at a time."""

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
    """The run does something else now."""

    phase: Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingStarted(Event):
    """Everything is known and the first batch comes next.

    `metrics` are the training names in order, loss first; validation names are the same with "val_" in front.
    `first_epoch` is the first that is run now (1, or later when resuming), `epochs` the last one.
    `first_step` is the step of the whole run at which training goes on (0 for a new run). `classes` is how
    many classes there are, 0 where numbers are learned. `not_restored` names what a
    resume of this run cannot restore, such as `MyCallback.client`.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochStarted(Event):
    """Epoch `epoch` (from 1) begins, with this learning rate."""

    epoch: int
    learning_rate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchesEnded(Event):
    """One or more training batches are done.

    `first_step` is the first one's number in its epoch (from 0); each array in `values` is (k,) float32,
    one value a batch, as Keras logs them: the running mean since the epoch began.
    """

    epoch: int
    first_step: int
    values: Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationProgress(Event):
    """`done` of `total` validation batches are done."""

    epoch: int
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochEnded(Event):
    """Epoch `epoch` is done. `values` holds all logs of the epoch, validation included where it ran.

    `learning_rate` is the rate at the end of the epoch's last step, as Keras logs it, before callbacks
    change it; `seconds` is the time that the epoch took.
    """

    epoch: int
    values: Mapping[str, float]
    learning_rate: float
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GaugeChanged(Event):
    """How far a callback is with waiting: `wait` of `patience` epochs, and the best so far.

    `index` is the callback's place in the project's list, `name` its title. `best_epoch` is 0 while nothing
    is known.
    """

    index: int
    name: str
    monitor: str
    wait: int
    patience: int
    best: float | None
    best_epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceFound(Event):
    """How many steps run in one call, with XLA or without, and how many times as fast as one step a call.

    `times_faster` is 0 where that was not measured.
    """

    steps_per_call: int
    xla: bool
    times_faster: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastMade(Event):
    """After `epoch` (from 1) the model has forecast the validation part, and the run's folder has the values.

    Mean absolute errors over all columns and steps: the model's, that of the last value, and that of the
    value `season` steps ago, the last two None where no season is known.
    """

    epoch: int
    model: float
    last_value: float
    season_ago: float | None
    season: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochsSet(Event):
    """The run now ends with epoch `epochs` (from 1)."""

    epochs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningRateSet(Event):
    """The learning rate was set by hand; `position` is in epochs, as in `Marked`."""

    position: float
    learning_rate: float


class Mark(Enum):
    """What a mark on the time axis says."""

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
    """Something worth a mark on the epoch axis, at a place in epochs (2.5 is halfway through epoch 3)."""

    mark: Mark
    position: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine(Event):
    """A line for the log, without a line end. `level` is "info", "warning" or "error"."""

    level: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassesCounted(Event):
    """How many validation examples each class has, and to how many the trained model gave it.

    Both by the names of the classes. Of a large validation set evenly spaced examples were looked at.
    """

    examples: Mapping[str, int]
    predicted: Mapping[str, int]


class Result(Enum):
    """How a run ended."""

    COMPLETED = "completed"  # all epochs, or stopped by a callback
    STOPPED = "stopped"  # by the person
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEnded(Event):
    """The last event of a run.

    `reason` is one sentence; `problem_path` the setting to look at, or "".
    `not_restored` names what a resume cannot restore, such as `MyCallback.client`.
    """

    result: Result
    reason: str
    epochs_done: int
    best: Mapping[str, float] = field(default_factory=dict[str, float])
    best_epoch: int = 0
    problem_path: str = ""
    not_restored: tuple[str, ...] = ()


Sink = Callable[[Event], None]
