"""The previous run of the shown one: found in the list, read back, with the settings changed since.

Reading is done by `RunReader`; the views draw its curves behind those of the shown run.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.history.metric_history import MetricHistory
from engine.record.events import Event, TrainingStarted
from engine.record.run_folder import RunFolder
from engine.report.comparison import changed_since
from engine.settings import Project
from gui.control.runs.run_library import RunLibrary
from gui.control.runs.run_reader import OpenedRun, RunReader
from gui.control.runs.shown_run import ShownRun


@dataclass(frozen=True, slots=True)
class PreviousRunData:
    """The previous run as the views show it.

    Attributes:
        number: Number of the run.
        history: Its curves.
        changes: The settings that were changed since, in one line; "" if none or unknown.
    """

    number: int
    history: MetricHistory
    changes: str


class PreviousRun(QObject):
    """Finds and reads the newest earlier run with the same data.

    Args:
        library: The runs to search.
        reader: Reads the run in its thread.
        shown: The run whose previous one is wanted.
        parent: The Qt parent.

    Attributes:
        run_data: What `found` carried last.
    """

    found = Signal(object)  # PreviousRunData, or None if there is no previous run or it is not read yet
    wanted = Signal(object, object)  # Path of the previous run, Path of the shown one; to the reader

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

    @Slot(object)
    def hear_of_event(self, event: Event) -> None:
        """The shown run has reported: when its training starts, its data are known."""
        if isinstance(event, TrainingStarted):
            self.look()

    @Slot()
    @Slot(object)
    def look(self, _what: object = None) -> None:
        """Find the previous run of the shown one, and request it if it has changed."""
        folder = self._shown.folder
        before = self._find(folder)
        if (folder, before) == (self._of, self._before):
            return
        self._of, self._before = folder, before
        self._emit_found(None)
        if before is not None:
            self.wanted.emit(before, folder)

    def _find(self, folder: Path | None) -> Path | None:
        """Return the newest run that is older than the one in `folder` and has the same data."""
        if folder is None or not (data := RunFolder(folder).data_fingerprint):
            return None
        number = RunFolder(folder).number
        older = (
            run
            for run in self._library.runs
            if run.number < number and run.data == data and run.state != "running"
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
