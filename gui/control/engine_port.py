"""The interface of the engine as the window's workers use it; `KerasEngine` and test doubles implement it.

All methods are called in worker threads only. `gui.control.workers.keras_engine` imports what it needs in the
method that needs it, so that creating a `KerasEngine` is cheap and the window is shown before TensorFlow is
imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from engine.record.events import Event, RunEnded, Sink
from engine.settings import Project

if TYPE_CHECKING:
    from engine.data.kind_facts import Variants
    from engine.data.names_in_file import Choices
    from engine.inspect.inspection import Inspection
    from engine.models.overview.summary import ModelSummary
    from engine.predict.answers import Answered
    from engine.problems import Problem
    from engine.run.control import Control
    from engine.script import Script
    from engine.tensorflow_import import Devices
    from gui.control.result_data import ModelUse, NewInput, PartOfRun, ResultData, TryForm

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


class TrainingEngine(Protocol):
    """What looks at projects and trains.

    In all methods `project` is the frozen settings, `base` the folder that its relative paths start from
    (None while the project has no file), and `look` what `inspect` returned. Messages of exceptions are
    sentences for people; `path` of an exception is the dotted path of a setting.
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

    def check(self, project: Project, base: Path | None) -> Sequence[Problem]:
        """Run the preflight checks that need no data.

        Args:
            project: The settings to check.
            base: The folder that relative paths start from.

        Returns:
            The problems found. Those of severity "error" keep a run from starting.
        """
        ...

    def problems(self, look: Inspection) -> Sequence[Problem]:
        """Run the preflight checks; those that need data where it has been read."""
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

    def choices(self, project: Project, base: Path | None) -> Choices:
        """Return the columns, arrays and sheets of the data file; empty if it is missing or unreadable."""
        ...

    def inspect(
        self, project: Project, base: Path | None, *, progress: Progress, cancelled: Cancelled
    ) -> Inspection:
        """Look at a project. Nothing is read before the look is asked for what follows from the data.

        Args:
            project: The settings.
            base: The folder that relative paths start from.
            progress: Called with the number done, the total, and what is being done.
            cancelled: Returns True once the look is no longer wanted; polled while reading.
        """
        ...

    def forget_data(self) -> None:
        """Read the files again with the next look, as they may have changed."""
        ...

    def placeholder_script(self, project: Project, *, exact: bool) -> Script:
        """Return the Keras script with placeholders, while the data cannot be read.

        Args:
            project: The settings.
            exact: Whether the script is wanted whose losses are those of a run.
        """
        ...

    def variants(self, look: Inspection, *, draw: int) -> Variants:
        """Return some training examples after augmentation.

        Args:
            look: The project.
            draw: Which random changes are shown; another number gives others.

        Raises:
            ModelError: The augmentation does not fit the data.
            DataError: The data cannot be split.
        """
        ...

    def summarize(self, look: Inspection) -> ModelSummary:
        """Build the model as a run would and return its layers, memory and drawing.

        Raises:
            ModelError: The model cannot be built.
        """
        ...


class ModelEngine(Protocol):
    """What evaluates, uses and exports the model of a run, which is given by its folder."""

    def evaluate(self, asked: PartOfRun, *, progress: Progress, cancelled: Cancelled) -> ResultData:
        """Find out how good the model of a run is on one part of the data.

        What was kept of an earlier evaluation is used. A look at the test part is counted in the run folder.

        Args:
            asked: The run and the part.
            progress: Called with the number done, the total, and what is being done.
            cancelled: Returns True once the answer is no longer wanted.

        Raises:
            RunError: The run has no model, or no such part.
            DataError: The data are gone, have changed, or cannot be read.
            ModelError: The model cannot be used.
            LoadCancelled: `cancelled` returned True.
        """
        ...

    def examples(self, asked: PartOfRun, places: Sequence[int]) -> Mapping[int, Any]:
        """Read some examples of a part, for people; no model is loaded.

        Args:
            asked: The run and the part, which has been evaluated.
            places: Of the examples among those of the evaluation.

        Returns:
            What each example holds: an `engine.data.describe.Example`, its values, or its text.

        Raises:
            DataError: The data are gone, have changed, or cannot be read.
        """
        ...

    def use(self, folder: Path) -> ModelUse:
        """Say what can be done with the model of a run; it is not loaded.

        Raises:
            RunError: The run has no model.
        """
        ...

    def try_form(self, folder: Path) -> TryForm:
        """Say what a person can give the model of a run; it is not loaded.

        Raises:
            RunError: The run has no model.
            DataError: Its data must be read for that, and cannot be.
        """
        ...

    def answer(self, folder: Path, given: NewInput, *, cancelled: Cancelled) -> Answered:
        """Ask the model of a run for new inputs.

        Args:
            folder: The run folder.
            given: What is asked.
            cancelled: Returns True once the answer is no longer wanted.

        Raises:
            RunError: The run has no model, or it cannot be loaded, or takes something else.
            ModelError: Its custom code is not trusted, or fails.
            DataError: As `try_form`.
            LoadCancelled: `cancelled` returned True.
        """
        ...

    def set_threshold(self, folder: Path, threshold: float) -> None:
        """Keep the threshold between the two classes of a run, for its answers and exports.

        Raises:
            RunError: The run has not two classes.
            OSError: It cannot be written.
        """
        ...

    def export(self, folder: Path, name: str, *, progress: Progress, cancelled: Cancelled) -> ModelUse:
        """Export the model of a run into its folder, run it again there, and compare its answers.

        Args:
            folder: The run folder.
            name: Of the format.
            progress: Called with the number done, the total, and what is being done.
            cancelled: Returns True once the export is no longer wanted.

        Returns:
            What can be done with the model now.

        Raises:
            RunError: It cannot be exported to this format; the sentence says what to do.
            DataError: Its data are needed, and cannot be read.
            ModelError: Its custom code is not trusted, or fails.
            LoadCancelled: `cancelled` returned True.
        """
        ...


class Engine(TrainingEngine, ModelEngine, Protocol):
    """The engine as the window uses it."""
