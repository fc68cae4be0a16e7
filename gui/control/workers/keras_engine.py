"""The implementation of `gui.control.engine_port.Engine`: TensorFlow, sessions, data and models.

Each method imports what it needs, so that the module itself is cheap to import. Arguments and errors of the
methods are documented in the interface; the work is done in `engine`.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.data.dataset import DataError
from engine.record.replay import read_events
from engine.record.run_folder import RunFolder
from engine.settings.project_file.file import with_absolute_paths
from engine.tensorflow_import import devices
from engine.user_folders import runs_folder
from gui.control.engine_port import Cancelled, Prepared, Progress
from gui.control.workers.run_models import RunModels

if TYPE_CHECKING:
    from engine.data.kind_facts import Variants
    from engine.data.names_in_file import Choices
    from engine.inspect.inspection import Inspection
    from engine.inspect.stages import Stages
    from engine.models.overview.summary import ModelSummary
    from engine.predict.answers import Answered
    from engine.problems import Problem
    from engine.record.events import Event, Sink
    from engine.run.control import Control
    from engine.script import Script
    from engine.settings import Project
    from engine.tensorflow_import import Devices
    from gui.control.result_data import ModelUse, NewInput, PartOfRun, ResultData, TryForm


class KerasEngine:
    """The engine that trains with Keras; new run folders go to `engine.user_folders.runs_folder`."""

    def __init__(self) -> None:
        self._stages: Stages | None = None
        self._models = RunModels()
        self._exported = RunModels()  # exports are made in another thread

    def open_data(self) -> None:
        """Import the packages that readers would otherwise import at their first use."""
        for name in ("pandas", "PIL.Image"):
            importlib.import_module(name)

    def open(self) -> Devices:
        """Import TensorFlow and the modules of a run, so that the first run starts without delay."""
        found = devices()
        for name in ("engine.run.training", "engine.models.build"):
            importlib.import_module(name)
        return found

    def check(self, project: Project, base: Path | None) -> Sequence[Problem]:
        """Run the preflight checks of the settings, and check that custom files are trusted."""
        from engine.inspect import inspect

        return self.problems(inspect(project, base))

    def problems(self, look: Inspection) -> Sequence[Problem]:
        """Run the preflight checks, and check that custom files are trusted."""
        from engine.inspect.untrusted import untrusted

        return [*look.problems, *untrusted(look.project, look.base)]

    def prepare(self, project: Project, base: Path | None, *, sink: Sink, control: Control) -> Prepared:
        """Create a new numbered folder and a session that writes to it."""
        from engine.custom_code.trust import TrustStore
        from engine.run.session import Session

        whole = with_absolute_paths(project, base)
        name = Path(whole.data.called).stem or "run"
        folder = RunFolder.create(runs_folder(), whole, name=f"{name}-{whole.model.kind}")
        trusted = TrustStore().is_trusted
        session = Session(whole, folder, sink, control, trusted=trusted, program="window")
        return Prepared(folder.path, session, whole)

    def prepare_resume(self, folder: Path, *, sink: Sink, control: Control, more: int = 0) -> Prepared:
        """Create a session that resumes the run in `folder`."""
        from engine.custom_code.trust import TrustStore
        from engine.run.session import resume_session

        trusted = TrustStore().is_trusted
        session = resume_session(RunFolder(folder), sink, control=control, trusted=trusted, more=more or None)
        session.program = "window"
        return Prepared(folder, session, session.project)

    def replay(self, folder: Path) -> Iterator[Event]:
        """Yield the recorded events of the run."""
        return read_events(RunFolder(folder))

    def choices(self, project: Project, base: Path | None) -> Choices:
        """Return the columns, arrays and sheets of the data file; empty if it cannot be read."""
        from engine.data.names_in_file import Choices, choices_in

        try:
            return choices_in(project.data, base)
        except DataError:
            return Choices()  # reading the data reports what is wrong

    def inspect(
        self, project: Project, base: Path | None, *, progress: Progress, cancelled: Cancelled
    ) -> Inspection:
        """Look at the project; what earlier looks have found is remembered."""
        from engine.custom_code.trust import TrustStore
        from engine.inspect import inspect
        from engine.inspect.stages import Stages

        self._stages = self._stages or Stages()
        trusted = TrustStore().is_trusted
        return inspect(
            project, base, stages=self._stages, trusted=trusted, progress=progress, cancelled=cancelled
        )

    def forget_data(self) -> None:
        """Discard what earlier looks have found."""
        self._stages = None

    def placeholder_script(self, project: Project, *, exact: bool) -> Script:
        """Write the Keras script with placeholders for what the data would say."""
        from engine.script import write_script

        return write_script(project, exact=exact)

    def variants(self, look: Inspection, *, draw: int) -> Variants:
        """Return some training examples after augmentation."""
        from engine.run.feed.augmentation_preview import variants

        return variants(look, draw=draw)

    def summarize(self, look: Inspection) -> ModelSummary:
        """Build the model as a run would, and return its layers, memory and drawing."""
        from engine.custom_code.trust import TrustStore
        from engine.inspect.model_summary import model_summary

        return model_summary(look, trusted=TrustStore().is_trusted)

    def evaluate(self, asked: PartOfRun, *, progress: Progress, cancelled: Cancelled) -> ResultData:
        """Find out how good the model of a run is on one part of the data."""
        return self._models.evaluate(asked, progress=progress, cancelled=cancelled)

    def examples(self, asked: PartOfRun, places: Sequence[int]) -> Mapping[int, Any]:
        """Read some examples of a part, for people."""
        return self._models.examples(asked, places)

    def use(self, folder: Path) -> ModelUse:
        """Say what can be done with the model of a run."""
        return self._exported.use(folder)

    def try_form(self, folder: Path) -> TryForm:
        """Say what a person can give the model of a run."""
        return self._models.try_form(folder)

    def answer(self, folder: Path, given: NewInput, *, cancelled: Cancelled) -> Answered:
        """Ask the model of a run for new inputs."""
        return self._models.answer(folder, given, cancelled=cancelled)

    def set_threshold(self, folder: Path, threshold: float) -> None:
        """Keep the threshold between the two classes of a run."""
        self._models.set_threshold(folder, threshold)

    def export(self, folder: Path, name: str, *, progress: Progress, cancelled: Cancelled) -> ModelUse:
        """Export the model of a run into its folder, and compare its answers."""
        return self._exported.export(folder, name, progress=progress, cancelled=cancelled)
