"""Keeps the shown run up to date while another process trains it.

A worker thread polls its folder while it is shown; new events are applied here to the history that the views
draw. A run that has ended is polled less often, as it may be resumed elsewhere. Reading the files is
`engine.record.following`'s task.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.record.events import BatchesEnded
from engine.record.following import News
from engine.record.run_folder import RunFolder
from gui.control.runs.run_library import RunLibrary
from gui.control.runs.run_reader import OpenedRun, RunReader
from gui.control.runs.shown_run import ShownRun

_PERIOD_MS = 500
_PERIOD_OVER_MS = 2000


class FollowedRun(QObject):
    """Polls the folder of the shown run.

    Args:
        library: Reads the run again after its files were cut back by a resume.
        reader: Reads the new events in its thread.
        shown: The run to follow.
        parent: The Qt parent.
    """

    event_received = Signal(object)  # each Event but BatchesEnded, after the history has it
    wanted = Signal(object)  # OpenedRun, to the reader

    def __init__(
        self, library: RunLibrary, reader: RunReader, *, shown: ShownRun, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._library, self._shown = library, shown
        self._run: OpenedRun | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self.wanted.connect(reader.look_for_news)
        reader.looked.connect(self._on_looked)
        shown.changed.connect(self.take)

    @Slot()
    def take(self) -> None:
        """Follow the run that is shown now."""
        if self._shown.opened is not self._run:
            self._run = self._shown.opened
            self._wait()

    @Slot()
    def look(self) -> None:
        """Request the new events; the next request is made after the answer."""
        if self._run is not None:
            self.wanted.emit(self._run)

    def _wait(self) -> None:
        if self._run is None:
            self._timer.stop()
        else:
            self._timer.start(_PERIOD_MS if self._run.follower is not None else _PERIOD_OVER_MS)

    @Slot(object, object)
    def _on_looked(self, run: OpenedRun, news: News) -> None:
        if run is not self._run:
            return
        if news.again:
            self._library.open(run.folder)
            return
        for event in news.events:
            run.history.apply(event)
            if not isinstance(event, BatchesEnded):
                self.event_received.emit(event)
        if run.follower is not None and news.state != "running":
            self._end(run, news)
        else:
            self._wait()

    def _end(self, run: OpenedRun, news: News) -> None:
        """Show the run as ended, after the other process has released its folder."""
        outcome = RunFolder(run.folder).outcome()
        if outcome is not None and run.history.outcome is None:
            run.history.apply(outcome.as_event())
        self._shown.show_opened(replace(run, state=news.state, outcome=outcome, follower=None, trainer=""))
        self._library.look()
