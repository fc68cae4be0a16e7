"""The interface of the engine as the window's workers use it; `KerasEngine` and test doubles implement it.

All methods are called in worker threads only. `gui.control.workers.keras_engine` imports what it needs in the
method that needs it, so that creating a `KerasEngine` is cheap and the window is shown before TensorFlow is
imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from engine.record.events import Event, RunEnded, Sink
from engine.settings import Project

if TYPE_CHECKING:
    from engine.data.dataset import AnyDataset, Dataset
    from engine.data.describe import Description
    from engine.data.kind_facts import Variants
    from engine.data.names_in_file import Choices
    from engine.inspect.facts import DataFacts
    from engine.models.overview.outline import Outline
    from engine.models.overview.summary import ModelSummary
    from engine.problems import Problem
    from engine.run.control import Control
    from engine.script import Script
    from engine.tensorflow_import import Devices

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]


class Training(Protocol):
    """One run that can be carried out, as `engine.run.session.Session` implements it."""

    def run(self) -> RunEnded:
        """Train to the end.

        Returns:
            How the run ended. Expected errors are returned as a failed outcome, not raised.
        """
        ...


@dataclass(frozen=True, slots=True)
class Prepared:
    """A run that is ready to start.

    Attributes:
        folder: The run folder, which exists and is written to by `training`.
        training: Carries out the run.
        project: The settings of the run, with absolute paths.
    """

    folder: Path
    training: Training
    project: Project


class Engine(Protocol):
    """The engine as the window uses it.

    In all methods `project` is the frozen settings, `base` the folder that its relative paths start from
    (None while the project has no file), and `dataset` the data that `load` and `fitted` returned. Messages
    of exceptions are sentences for people; `path` of an exception is the dotted path of a setting.
    """

    def open_data(self) -> None:
        """Import the packages that read data.

        Raises:
            ImportError: A package is not installed.
        """
        ...

    def open(self) -> Devices:
        """Import TensorFlow, Keras and what a run needs of them.

        Returns:
            The CPU and the GPUs that TensorFlow can use.

        Raises:
            TensorFlowError: TensorFlow cannot be loaded.
        """
        ...

    def check(
        self, project: Project, base: Path | None, *, dataset: Dataset | None = None
    ) -> Sequence[Problem]:
        """Run the preflight checks.

        Args:
            project: The settings to check.
            base: The folder that relative paths start from.
            dataset: The project's data if it has been read, which allows more checks; else None.

        Returns:
            The problems found. Those of severity "error" keep a run from starting.
        """
        ...

    def prepare(self, project: Project, base: Path | None, *, sink: Sink, control: Control) -> Prepared:
        """Create the folder of a new run.

        Args:
            project: The settings of the run.
            base: The folder that relative paths start from.
            sink: Called with each event, in the thread that trains.
            control: Carries requests such as stop and pause into the run.

        Raises:
            OSError: The folder cannot be written.
        """
        ...

    def prepare_resume(self, folder: Path, *, sink: Sink, control: Control, more: int = 0) -> Prepared:
        """Prepare to resume the run in `folder` from its last state.

        Args:
            folder: The run folder.
            sink: Called with each event, in the thread that trains.
            control: Carries requests such as stop and pause into the run.
            more: Epochs to train beyond the end of a run that has ended; 0 to resume an interrupted one.

        Raises:
            RunError: The folder is not one of a run, or another process trains in it.
        """
        ...

    def replay(self, folder: Path) -> Iterator[Event]:
        """Yield the recorded events of the run in `folder`, in order."""
        ...

    def load(
        self, project: Project, base: Path | None, *, progress: Progress, cancelled: Cancelled
    ) -> AnyDataset:
        """Read the data.

        Args:
            project: The settings that name the data.
            base: The folder that relative paths start from.
            progress: Called with the number done, the total, and what is being done.
            cancelled: Returns True once the data is no longer wanted; polled while reading.

        Raises:
            DataError: The data cannot be used.
            LoadCancelled: `cancelled` returned True.
        """
        ...

    def fitted(self, project: Project, dataset: AnyDataset) -> Dataset:
        """Return the data with its preprocessing fitted on the training part.

        Raises:
            DataError: There is no training part.
        """
        ...

    def choices(self, project: Project, base: Path | None) -> Choices:
        """Return the columns, arrays and sheets of the data file; empty if it is missing or unreadable."""
        ...

    def facts(self, project: Project, dataset: Dataset) -> DataFacts:
        """Return how the data is split, and what else the other pages need to know about it.

        Raises:
            DataError: The split leaves no examples for training.
        """
        ...

    def script(self, project: Project, dataset: Dataset | None, *, base: Path | None) -> Script:
        """Return the Keras script that trains as this project does.

        Args:
            project: The settings.
            dataset: The data, or None while it is unread; the script has placeholders then.
            base: The folder that relative paths start from.
        """
        ...

    def describe(self, dataset: Dataset) -> Description:
        """Return what the Data page shows: counts, shapes, a few examples."""
        ...

    def outline(self, project: Project, dataset: Dataset) -> Outline | None:
        """Return the shapes of the model, calculated without TensorFlow; None for a model from a file.

        Raises:
            ModelError: The model does not fit the data.
            DataError: The data cannot be split.
        """
        ...

    def variants(self, project: Project, dataset: Dataset, *, draw: int) -> Variants:
        """Return some training examples after augmentation.

        Args:
            project: The settings.
            dataset: The data.
            draw: Which random changes are shown; another number gives others.

        Raises:
            ModelError: The augmentation does not fit the data.
            DataError: The data cannot be split.
        """
        ...

    def summarize(self, project: Project, dataset: Dataset, *, base: Path | None) -> ModelSummary:
        """Build the model as a run would and return its layers, memory and drawing.

        Raises:
            ModelError: The model cannot be built.
        """
        ...
