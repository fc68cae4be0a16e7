"""The run before the one that is shown: found in the list, read back, and what was changed since."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.history.metric_history import MetricHistory
from engine.record.run_folder import RunFolder
from engine.report.comparison import changed_since
from engine.settings import Project
from gui.control.runs.run_library import OpenedRun, RunLibrary, RunReader
from gui.control.runs.shown_run import ShownRun


@dataclass(frozen=True, slots=True)
class PreviousRunData:
    """The run before: its number, its curves, and in a line what was changed since ("" for nothing)."""

    number: int
    history: MetricHistory
    changes: str


class PreviousRun(QObject):
    """`found` carries the data of the run that is shown, None where there is none before it."""

    found = Signal(object)
    wanted = Signal(object, object)  # the folders of the run before and of the one that is shown

    def __init__(
        self, library: RunLibrary, reader: RunReader, *, shown: ShownRun, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._library, self._shown = library, shown
        self._of: Path | None = None
        self._before: Path | None = None
        self.run_data: PreviousRunData | None = None
        self.wanted.connect(reader.read_before)
        reader.before_read.connect(self._on_read)
        shown.changed.connect(self.look)
        library.listed.connect(self.look)

    @Slot()
    @Slot(object)
    def look(self, _what: object = None) -> None:
        """Find the run before the one that is shown, and ask for it if it is another than until now."""
        folder = self._shown.folder
        before = self._find(folder)
        if (folder, before) == (self._of, self._before):
            return
        self._of, self._before = folder, before
        self._emit_found(None)
        if before is not None:
            self.wanted.emit(before, folder)

    def _find(self, folder: Path | None) -> Path | None:
        """The newest run that is older than the one in `folder` and learns from the same data."""
        if folder is None:
            return None
        number, name = RunFolder(folder).number, _data_name(folder)
        older = (
            run
            for run in self._library.runs
            if run.number < number and _data_name(run.folder) == name and run.state != "running"
        )
        found = max(older, key=lambda run: run.number, default=None)
        return found.folder if found is not None else None

    @Slot(object, object)
    def _on_read(self, run: OpenedRun, project: Project | None) -> None:
        if run.folder != self._before or not len(run.history.epochs("loss")[0]):
            return
        before = run.project
        changes = changed_since(before, project) if before is not None and project is not None else ""
        self._emit_found(PreviousRunData(RunFolder(run.folder).number, run.history, changes))

    def _emit_found(self, run_data: PreviousRunData | None) -> None:
        self.run_data = run_data
        self.found.emit(run_data)


def _data_name(folder: Path) -> str:
    """A run's folder is called 012-DATA-MODEL; the model may be what was changed."""
    name = folder.name.partition("-")[2]
    return name.rpartition("-")[0] or name
