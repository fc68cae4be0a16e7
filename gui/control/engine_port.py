"""What the window's workers ask of the engine, as one interface: the real engine behind it, or a test's own.

Everything here is called in worker threads only. `KerasEngine` imports what it needs when it is asked for
it, so that making one costs nothing and the window can stand before TensorFlow is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from engine.record.events import Event, RunEnded, Sink
from engine.settings import Project

if TYPE_CHECKING:
    from engine.data.dataset import Dataset
    from engine.data.describe import Description
    from engine.data.kind_facts import Variants
    from engine.data.names_in_file import Choices
    from engine.data.targets.example_weights import ClassBalance
    from engine.models.overview.outline import Outline
    from engine.models.overview.summary import ModelSummary
    from engine.problems import Problem
    from engine.run.control import Control
    from engine.script import Script
    from engine.tensorflow_import import Devices

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]


class Training(Protocol):
    """One run that can be carried out: what `engine.run.session.Session` is."""

    def run(self) -> RunEnded:
        """Train to the end; errors come back as the outcome."""
        ...


@dataclass(frozen=True, slots=True)
class Prepared:
    """A run that stands ready: the folder that it writes to, the training itself, and its settings."""

    folder: Path
    training: Training
    project: Project


@dataclass(frozen=True, slots=True)
class DataFacts:
    """What other pages need to know of the data: how many examples train, and what is learned.

    `image` says whether the examples are images, `text` whether they are tokens, `weighted` whether each has
    a weight of its own, `streamed` whether they are read from disk while the model trains. `shape` is that of
    one example. `balance` says
    what each class has and counts, `has_validation_part` that the data itself has a part for validation.
    `validation_start` is the share of a time series before its validation part, None where there is none.
    """

    kind: str
    task: str
    ordered: bool
    train: int
    validation: int
    class_names: tuple[str, ...]
    image: bool = False
    text: bool = False
    weighted: bool = False
    streamed: bool = False
    validation_start: float | None = None
    shape: tuple[int, ...] = ()
    balance: tuple[ClassBalance, ...] = ()
    has_validation_part: bool = False


class Engine(Protocol):
    """The engine as the window sees it."""

    def open_data(self) -> None:
        """Import what reading data takes."""
        ...

    def open(self) -> Devices:
        """Import TensorFlow and say what it can compute on.

        TensorFlowError with a sentence where it cannot be loaded.
        """
        ...

    def check(
        self, project: Project, base: Path | None, *, dataset: Dataset | None = None
    ) -> Sequence[Problem]:
        """What stands in the way of a run, and what should be known before it.

        `dataset` is the project's data where it has been read; more can be said with it.
        """
        ...

    def prepare(self, project: Project, base: Path | None, *, sink: Sink, control: Control) -> Prepared:
        """Make a new run's folder; OSError where it cannot be written."""
        ...

    def prepare_resume(self, folder: Path, *, sink: Sink, control: Control, more: int = 0) -> Prepared:
        """Take up the run in `folder` where it was cut, or for `more` epochs beyond its end.

        RunError where it cannot go on.
        """
        ...

    def replay(self, folder: Path) -> Iterator[Event]:
        """What the run in `folder` has told so far."""
        ...

    def load(
        self, project: Project, base: Path | None, *, progress: Progress, cancelled: Cancelled
    ) -> Dataset:
        """Read the data.

        DataError with a sentence where it cannot be used, LoadCancelled where it was called off.
        """
        ...

    def fitted(self, project: Project, dataset: Dataset) -> Dataset:
        """The data with its final inputs, which are measured on the part that trains.

        DataError where there is none.
        """
        ...

    def choices(self, project: Project, base: Path | None) -> Choices:
        """Columns, arrays and sheets of the data file; nothing where there is none or it cannot be read."""
        ...

    def facts(self, project: Project, dataset: Dataset) -> DataFacts:
        """How the data is split; DataError where that leaves nothing to train on."""
        ...

    def script(self, project: Project, dataset: Dataset | None, *, base: Path | None) -> Script:
        """The Keras script that does the same.

        With placeholders for what is known of the data only when it is read.
        """
        ...

    def describe(self, dataset: Dataset) -> Description:
        """What the data page shows."""
        ...

    def outline(self, project: Project, dataset: Dataset) -> Outline | None:
        """What is known of the model before it is built.

        ModelError or DataError where the data does not fit.
        """
        ...

    def variants(self, project: Project, dataset: Dataset, *, draw: int) -> Variants:
        """Some training examples after the random changes; ModelError where those do not fit."""
        ...

    def summarize(self, project: Project, dataset: Dataset, *, base: Path | None) -> ModelSummary:
        """Build the model and list its layers; ModelError with a sentence where it cannot be made."""
        ...
