"""Keeps the run that is shown up to date while another process trains it.

Its folder is looked at in a worker thread, again and again while the run is shown; what is new comes here and
enters the history that the views draw from. A run that is over is looked at more rarely: it may be resumed
elsewhere.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.record.events import BatchesEnded
from engine.record.following import News
from engine.record.run_folder import RunFolder
from gui.control.runs.run_library import OpenedRun, RunLibrary, RunReader
from gui.control.runs.shown_run import ShownRun

_PERIOD_MS = 500
_PERIOD_OVER_MS = 2000


class FollowedRun(QObject):
    """`event_received` carries each event that is not one of a great many, once the history has it."""

    event_received = Signal(object)
    wanted = Signal(object)  # the OpenedRun, to the worker

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
        """Another run is shown, or another state of it."""
        if self._shown.opened is not self._run:
            self._run = self._shown.opened
            self._wait()

    @Slot()
    def look(self) -> None:
        """Ask for what is new; the next question waits for the answer."""
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
        """The other process has let go of the folder."""
        outcome = RunFolder(run.folder).outcome()
        if outcome is not None and run.history.outcome is None:
            run.history.apply(outcome.as_event())
        self._shown.show_opened(replace(run, state=news.state, outcome=outcome, follower=None, trainer=""))
        self._library.look()
