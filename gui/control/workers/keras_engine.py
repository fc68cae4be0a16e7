"""The implementation of `gui.control.engine_port.Engine`: TensorFlow, sessions, data and models.

Each method imports what it needs, so that the module itself is cheap to import. Arguments and errors of the
methods are documented in the interface; the work is done in `engine`.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.data.dataset import DataError
from engine.record.replay import read_events
from engine.record.run_folder import RunFolder
from engine.settings.project_file.file import with_absolute_paths
from engine.tensorflow_import import devices
from engine.user_folders import runs_folder
from gui.control.engine_port import Cancelled, Prepared, Progress
from gui.control.program.trusted_files import untrusted

if TYPE_CHECKING:
    from engine.data.dataset import AnyDataset, Dataset
    from engine.data.describe import Description
    from engine.data.kind_facts import Variants
    from engine.data.names_in_file import Choices
    from engine.inspect.facts import DataFacts
    from engine.models.inputs import ModelInputs
    from engine.models.overview.outline import Outline
    from engine.models.overview.summary import ModelSummary
    from engine.problems import Problem
    from engine.record.events import Event, Sink
    from engine.run.control import Control
    from engine.script import LayoutCache, Script
    from engine.settings import Project
    from engine.tensorflow_import import Devices


class KerasEngine:
    """The engine that trains with Keras; new run folders go to `engine.user_folders.runs_folder`."""

    def __init__(self) -> None:
        self._layouts: LayoutCache | None = None

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

    def check(
        self, project: Project, base: Path | None, *, dataset: Dataset | None = None
    ) -> Sequence[Problem]:
        """Run the preflight checks, and check that custom files are trusted."""
        from engine.inspect.preflight import check

        return [*check(project, base, dataset=dataset), *untrusted(project, base)]

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
        session = resume_session(RunFolder(folder), sink, control=control, trusted=trusted)
        session.more, session.program = more, "window"
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
            return Choices()  # `load` reports what is wrong

    def load(
        self, project: Project, base: Path | None, *, progress: Progress, cancelled: Cancelled
    ) -> AnyDataset:
        """Read all examples that the project names."""
        from engine.custom_code.trust import TrustStore
        from engine.data import load

        trusted = TrustStore().is_trusted
        return load(project.data, base, progress=progress, cancelled=cancelled, trusted=trusted)

    def fitted(self, project: Project, dataset: AnyDataset) -> Dataset:
        """Fit the preprocessing on the training part."""
        from engine.data.split import fitted_for

        return fitted_for(dataset, project.fit, seed=project.run.seed)

    def facts(self, project: Project, dataset: Dataset) -> DataFacts:
        """Split the data and count; a separate `validation_data` is counted when the run reads it."""
        from engine.inspect.inspection import Inspection

        return Inspection(project, dataset=dataset).facts

    def script(self, project: Project, dataset: Dataset | None, *, base: Path | None) -> Script:
        """Write the Keras script of the project."""
        from engine.data.separate_data import load_test, load_validation
        from engine.script import LayoutCache, facts_of, write_script

        if dataset is None:
            return write_script(project)
        validation = load_validation(project, base, dataset=dataset) if project.fit.validation_data else None
        test = load_test(project, base, dataset=dataset) if project.fit.test_data else None
        self._layouts = self._layouts or LayoutCache()
        facts = facts_of(
            project, dataset, validation=validation, test=test, base=base, layout_of=self._layouts
        )
        return write_script(project, facts)

    def describe(self, dataset: Dataset) -> Description:
        """Return counts, shapes and a few examples."""
        from engine.data.describe import describe

        return describe(dataset)

    def outline(self, project: Project, dataset: Dataset) -> Outline | None:
        """Calculate the shapes of the model without TensorFlow."""
        from engine.models.overview.outline import outline

        return outline(project, _inputs(project, dataset))

    def variants(self, project: Project, dataset: Dataset, *, draw: int) -> Variants:
        """Return some training examples after augmentation."""
        from engine.run.feed.augmentation_preview import variants

        return variants(project, dataset, draw=draw)

    def summarize(self, project: Project, dataset: Dataset, *, base: Path | None) -> ModelSummary:
        """Build the model as a run would, and return its layers, memory and drawing."""
        from engine.custom_code.trust import TrustStore
        from engine.data.split import split
        from engine.models.overview.drawing import draw_model
        from engine.models.overview.summary import estimate_memory, summarize
        from engine.models.seeded import build_to_look_at

        train = len(split(dataset, project.fit, seed=project.run.seed).train)
        inputs, size = _inputs(project, dataset), project.fit.batch_size
        steps = max(1, -(-train // size)) * project.fit.epochs
        trusted = TrustStore().is_trusted
        model = build_to_look_at(project, inputs, total_steps=steps, base=base, trusted=trusted)
        memory = estimate_memory(model, batch_size=size).total
        return replace(summarize(model), memory=memory, drawing=draw_model(model))


def _inputs(project: Project, dataset: Dataset) -> ModelInputs:
    from engine.data.split import split
    from engine.models.measure_inputs import inputs_of

    parts = split(dataset, project.fit, seed=project.run.seed)
    return inputs_of(dataset, np.asarray(parts.train), project=project)
