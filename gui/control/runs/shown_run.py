"""Which run the train page shows: the one that is under way, or one that was opened from the list."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.history.metric_history import MetricHistory
from engine.record.events import Result
from engine.record.forecast_file import Forecast, read_forecast
from engine.record.run_folder import RunFolder, State
from gui.control.runs.event_pump import EventPump
from gui.control.runs.run_library import OpenedRun


@dataclass(frozen=True, slots=True)
class Continuation:
    """How a run can go on: with epochs `first` to `last`, or, `finished`, for more epochs from `first` on."""

    finished: bool
    first: int
    last: int


class ShownRun(QObject):
    """`changed` says that `history` and `folder` are another run's from now on.

    Views pull what is new in it.
    """

    changed = Signal()

    def __init__(self, pump: EventPump, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pump = pump
        self._opened: OpenedRun | None = None
        self._live: Path | None = None
        self._begun = False

    @property
    def folder(self) -> Path | None:
        """The folder of the run that is shown; None before there is one."""
        return self._opened.folder if self._opened is not None else self._live

    @property
    def history(self) -> MetricHistory:
        """What is known of the run that is shown."""
        return self._opened.history if self._opened is not None else self._pump.history

    @property
    def opened(self) -> OpenedRun | None:
        """The run that was opened from the list; None while the live one is shown."""
        return self._opened

    @property
    def state(self) -> State:
        """How the run stands as far as its outcome says; "running" while there is none of this window's."""
        if self._opened is not None:
            return self._opened.state
        outcome = self.history.outcome
        return _STATES[outcome.result] if outcome is not None else "running"

    @property
    def trainer(self) -> str:
        """Which other process trains the run that is shown, as a part of a sentence; "" where none does."""
        return self._opened.trainer if self._opened is not None else ""

    def forecast(self) -> Forecast | None:
        """What the run has forecast so far, read from its folder; None for a run that forecasts nothing."""
        if self.folder is None or self.history.forecast is None:
            return None
        return read_forecast(RunFolder(self.folder).forecast_file)

    def continuation(self) -> Continuation | None:
        """How the run that is shown can go on; None where it cannot, as it is under way or has no state."""
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
        """Whether this window has begun a run."""
        return self._begun

    def is_live(self, folder: Path) -> bool:
        """Whether `folder` is that of the run that this window trains or has trained last."""
        return folder == self._live

    @Slot()
    def begin(self) -> None:
        """A run is about to begin here: show it."""
        self._live = None
        self._begun = True
        self.show_live()

    @Slot(object)
    def take_folder(self, folder: Path) -> None:
        """The run that has begun writes to `folder`."""
        self._live = folder
        self.changed.emit()

    @Slot()
    def show_live(self) -> None:
        """Show the run of this window."""
        self._opened = None
        self.changed.emit()

    @Slot(object)
    def show_opened(self, run: OpenedRun) -> None:
        """Show a run from the list."""
        self._opened = run
        self.changed.emit()

    @Slot(object)
    def forget(self, folder: Path) -> None:
        """The run in `folder` was deleted."""
        if self._opened is not None and self._opened.folder == folder:
            self.show_live()


_STATES: dict[Result, State] = {
    Result.COMPLETED: "completed",
    Result.STOPPED: "stopped",
    Result.FAILED: "failed",
}


def _has_state(folder: Path) -> bool:
    try:
        return any(RunFolder(folder).resume.iterdir())
    except OSError:
        return False
