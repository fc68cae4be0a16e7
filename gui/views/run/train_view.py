"""The page of a run: its plots, the facts beside them, the log below. It pulls from a history while seen.

Before the first run it says what will be here, and why there are no curves of a run that failed before it
could begin. It starts and stops nothing.
"""

from __future__ import annotations

import time
from collections.abc import Generator

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QStackedLayout,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.coach.remedies import Advised
from engine.history.metric_history import MetricHistory
from engine.record.events import Result
from gui.style import SPACE, set_icon
from gui.text import tr
from gui.views.parts.empty_state import EmptyState
from gui.views.plots.plot_stack import PlotStack
from gui.views.run.facts_panel import FactsPanel
from gui.views.run.log_view import LogView
from gui.views.run.run_state_text import reason_text, state_text

_PERIOD_MS = 33
_TURN_MS = 8  # between the parts of a look at a run: a click never waits for more than one
_REST = 12  # times the length of a turn until the next one: the run needs the interpreter too
_LOG_HEIGHT = 130
_LOG_NEEDS = 620  # a lower page opens with its log folded: the curves want the room
_DONE = object()


class TrainView(QWidget):
    """`show_history` gives it a run; it then looks for news some 30 times a second while it is visible.

    `place_asked` carries the path of the setting that made a run fail. `plots` are given where they have been
    made before.
    """

    place_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, plots: PlotStack | None = None) -> None:
        super().__init__(parent)
        self._history = MetricHistory()
        self._live, self._elsewhere = False, ""
        self._seen: tuple[object, ...] = ()
        self._look: Generator[None] | None = None
        self._logged = 0
        self.plots = plots if plots is not None else PlotStack()
        self.facts = FactsPanel()
        self.log = LogView()
        self._log_button = QToolButton()
        self._log_button.setText(tr("Log"))
        self._log_button.setProperty("kind", "quiet")
        self._log_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._log_button.setCheckable(True)
        self._log_button.setChecked(True)
        self._log_button.toggled.connect(self._show_log)
        self._log_button.clicked.connect(self._choose_log)
        self._log_chosen = False
        set_icon(self._log_button, "down", tint="muted")
        self._empty = EmptyState(
            "train",
            tr("Nothing has been trained yet"),
            text=tr("Press Train, or F5. The curves will grow here while the model learns."),
        )
        self.notice = EmptyState("train")
        self.notice.button_pressed.connect(self._ask_place)
        # what is in the window already is filled, not moved: Qt styles all that is moved again
        page = QWidget(self)
        self._splitter = QSplitter(Qt.Orientation.Vertical, page)
        self._splitter.setChildrenCollapsible(False)
        self._upper = QStackedWidget(self._splitter)
        self._upper.addWidget(self.plots)
        self._upper.addWidget(self.notice)
        self._bottom = QWidget(self._splitter)
        below = QVBoxLayout(self._bottom)
        below.setContentsMargins(0, SPACE.xs, 0, 0)
        below.setSpacing(SPACE.xs)
        below.addWidget(self._log_button, 0, Qt.AlignmentFlag.AlignLeft)
        below.addWidget(self.log, 1)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setSizes([600, _LOG_HEIGHT])
        row = QHBoxLayout(page)
        row.setContentsMargins(SPACE.xl, SPACE.s, SPACE.l, SPACE.s)
        row.setSpacing(SPACE.m)
        row.addWidget(self._splitter, 1)
        row.addWidget(self.facts)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(page)
        self._timer = QTimer(self)
        self._timer.setInterval(_PERIOD_MS)
        self._timer.timeout.connect(self.take_turn)

    def show_history(self, history: MetricHistory, *, live: bool = True, elsewhere: str = "") -> None:
        """Show a run from now on; `live` is False for one that is opened again, also one that crashed.

        `elsewhere` says which other process trains it, in a sentence; "" where none does.
        """
        self._history, self._live, self._seen, self._logged = history, live, (), 0
        self._elsewhere = elsewhere
        self.log.forget()
        self.facts.live.begin()
        self._pages.setCurrentIndex(1)
        self.plots.follow()
        self.refresh()

    def show_nothing(self) -> None:
        """Go back to the page of before the first run."""
        self._pages.setCurrentIndex(0)

    @Slot(object)
    def show_advice(self, advice: tuple[Advised, ...]) -> None:
        """Say what the coach has found, and mark it on the curves; () says nothing."""
        self.facts.coach.show_advice(advice)
        self.plots.mark([advised.finding for advised in advice])

    def refresh(self) -> None:
        """Draw what changed since the last time, all of it at once."""
        if self._look is not None:  # half of it is drawn
            self._look, self._seen = None, ()
        for _ in self._draw_changes():
            pass

    @Slot()
    def take_turn(self) -> None:
        """Draw a part of what changed, and come back for the next one soon."""
        began = time.perf_counter()
        look = self._look or self._draw_changes()
        self._look = look if next(look, _DONE) is None else None
        took = 1000 * (time.perf_counter() - began)
        self._timer.setInterval(max(_PERIOD_MS if self._look is None else _TURN_MS, round(took * _REST)))

    def _draw_changes(self) -> Generator[None]:
        seen = (id(self._history), self._history.version)
        if seen == self._seen or self._pages.currentIndex() == 0:
            return
        self._seen = seen
        has_notice = self._show_notice()
        if not has_notice:
            yield from self.plots.draw_in_turns(self._history)
        self.facts.refresh(
            self._history, live=self._live, with_reason=not has_notice, elsewhere=self._elsewhere
        )
        self._logged, lines = self._history.lines_after(self._logged)
        self.log.add(lines)

    def _show_notice(self) -> bool:
        """Say in the place of empty axes what there is to say; whether that is so."""
        history, outcome = self._history, self._history.outcome
        bare = not (len(history.batches("loss")[0]) or len(history.epochs("loss")[0]))
        self._upper.setCurrentWidget(self.notice if bare else self.plots)
        if bare:
            failed = outcome is not None and outcome.result is Result.FAILED
            self.notice.say(
                tr("The run failed")
                if failed
                else state_text(history, live=self._live, elsewhere=bool(self._elsewhere)),
                reason_text(history, live=self._live) or self._elsewhere,
                icon="warning" if failed else "train",
                button=tr("Go there") if outcome is not None and outcome.problem_path else "",
            )
        return bare

    @Slot()
    def _ask_place(self) -> None:
        if self._history.outcome is not None:
            self.place_asked.emit(self._history.outcome.problem_path)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Look for news while it is seen."""
        super().showEvent(event)
        self._timer.start()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Rest while it is not seen."""
        super().hideEvent(event)
        self._timer.stop()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Draw again when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._seen = ()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fold the log where it would take the curves' room, until the person has folded or unfolded it."""
        super().resizeEvent(event)
        if not self._log_chosen:
            self._log_button.setChecked(event.size().height() >= _LOG_NEEDS)

    @Slot()
    def _choose_log(self) -> None:
        self._log_chosen = True

    @Slot(bool)
    def _show_log(self, on: bool) -> None:
        self.log.setVisible(on)
        set_icon(self._log_button, "down" if on else "right", tint="muted")
        folded = self._log_button.sizeHint().height() + SPACE.s
        self._bottom.setMaximumHeight(16_777_215 if on else folded)
        # a splitter keeps its sizes when a limit changes
        lower = _LOG_HEIGHT if on else folded
        self._splitter.setSizes([max(self._splitter.height() - lower, 0), lower])
