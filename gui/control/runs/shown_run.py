"""Which run the Train page shows: the one of this window, or one that was opened from the list.

It knows the history, state and continuation of that run, and says when its words are to be written: all at
once, so that no two places in the window disagree. Drawing is left to the views, training to
`gui.control.runs.run_controller`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.history.metric_history import MetricHistory
from engine.record.events import Result
from engine.record.forecast_file import Forecast, read_forecast
from engine.record.outcome import STATES, State
from engine.record.run_folder import RunFolder
from gui.control.runs.event_pump import EventPump
from gui.control.runs.run_reader import OpenedRun

_PERIOD_MS = 100  # text that changes faster cannot be read


@dataclass(frozen=True, slots=True)
class Continuation:
    """How a run can be continued.

    Attributes:
        finished: Whether the run has completed, so that it can only be trained longer, from `first` on.
        first: The next epoch, from 1.
        last: The last epoch of the run as it was set, from 1; at least `first`.
    """

    finished: bool
    first: int
    last: int


class ShownRun(QObject):
    """The run that is shown. Views draw what is new in its history on their own timers, and write at `due`.

    Args:
        pump: Has the history of this window's run.
        parent: The Qt parent.
    """

    changed = Signal()  # `history` and `folder` are those of another run now
    due = Signal()  # ten times a second: whoever says in words how far the run is writes them now

    def __init__(self, pump: EventPump, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pump = pump
        self._opened: OpenedRun | None = None
        self._live: Path | None = None
        self._begun = False
        self._timer = QTimer(self)
        self._timer.setInterval(_PERIOD_MS)
        self._timer.timeout.connect(self.due)

    @property
    def folder(self) -> Path | None:
        """The folder of the shown run; None before there is one."""
        return self._opened.folder if self._opened is not None else self._live

    @property
    def history(self) -> MetricHistory:
        """The history of the shown run."""
        return self._opened.history if self._opened is not None else self._pump.history

    @property
    def opened(self) -> OpenedRun | None:
        """The run that was opened from the list; None while this window's run is shown."""
        return self._opened

    @property
    def state(self) -> State:
        """The state of the shown run; "running" for this window's run until it has an outcome."""
        if self._opened is not None:
            return self._opened.state
        outcome = self.history.outcome
        return STATES[outcome.result] if outcome is not None else "running"

    @property
    def trainer(self) -> str:
        """The other process that trains the shown run, as a part of a sentence; "" if none does."""
        return self._opened.trainer if self._opened is not None else ""

    def forecast(self) -> Forecast | None:
        """Read the latest forecast from the folder of the shown run; None if it forecasts nothing."""
        if self.folder is None or self.history.forecast is None:
            return None
        return read_forecast(RunFolder(self.folder).forecast_file)

    def continuation(self) -> Continuation | None:
        """Return how the shown run can be continued; None while it is under way, or if it has no state."""
        started, outcome, folder = self.history.started, self.history.outcome, self.folder
        if folder is None or self.state == "running":
            return None
        if self.state == "failed" and not _has_state(folder):
            return None
        progress = self.history.progress
        done = progress.epoch - 1 + (progress.steps > 0 and progress.step >= progress.steps)
        if outcome is not None and outcome.result is Result.COMPLETED:
            done = outcome.epochs_done
        first = max(done, 0) + 1
        last = started.epochs if started is not None else first
        return Continuation(self.state == "completed", first, max(first, last))

    @property
    def has_live(self) -> bool:
        """Whether this window has started a run."""
        return self._begun

    def is_live(self, folder: Path) -> bool:
        """Whether `folder` is that of the present or last run of this window."""
        return folder == self._live

    @Slot()
    def begin(self) -> None:
        """Show the run that this window is about to start."""
        self._live = None
        self._begun = True
        self.show_live()

    @Slot(object)
    def take_folder(self, folder: Path) -> None:
        """Take the folder of the run that has started."""
        self._live = folder
        self.changed.emit()

    @Slot()
    def show_live(self) -> None:
        """Show this window's run."""
        self._opened = None
        self._timer.start()
        self.changed.emit()

    @Slot(object)
    def show_opened(self, run: OpenedRun) -> None:
        """Show a run from the list."""
        self._opened = run
        self._timer.start()
        self.changed.emit()

    @Slot(object)
    def forget(self, folder: Path) -> None:
        """Show no more of the run in `folder`, as it was deleted: this window's run, or nothing, is left."""
        was_opened = self._opened is not None and self._opened.folder == folder
        if folder == self._live:
            self._live, self._begun = None, False
            self._pump.forget()
            self.changed.emit()
        if was_opened:
            self.show_live()


def _has_state(folder: Path) -> bool:
    try:
        return any(RunFolder(folder).resume.iterdir())
    except OSError:
        return False
