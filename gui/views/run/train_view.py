"""The view of a run: its plots, the facts beside them, the log below. It pulls from a history while visible.

Plots and log are drawn in turns as there is time for them. The words that say how far the run is are written
by `refresh_words`, which `gui.control.runs.shown_run` asks for, together with those of the status bar.
Before the first run it says what will be here, and why a run that failed before its first batch has no
curves. It starts and stops nothing.
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
_TURN_MS = 8  # between the parts of a refresh: a click never waits for more than one part
_REST = 12  # times the duration of a part until the next one: the training thread needs the GIL too
_LOG_HEIGHT = 130
_LOG_NEEDS = 620  # pixels; a lower page opens with its log folded, to leave room for the curves
_DONE = object()


class TrainView(QWidget):
    """The plots, facts and log of one run; plots and log follow up to 30 times a second while visible.

    Args:
        plots: A stack of plots made before; None makes one.

    Attributes:
        plots: The plots of the run.
        facts: The column of facts beside them.
        log: The log below.
        notice: What is shown in place of empty plots.

    Signals:
        place_asked(str): The dotted path of the setting that made the run fail, or keeps one from starting.
    """

    place_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, plots: PlotStack | None = None) -> None:
        super().__init__(parent)
        self._history = MetricHistory()
        self._live, self._elsewhere = False, ""
        self._seen: tuple[object, ...] = ()
        self._said: tuple[object, ...] = ()
        self._look: Generator[None] | None = None
        self._logged = 0
        self.plots = plots if plots is not None else PlotStack()
        self.facts = FactsPanel()
        self.log = LogView()
        self._log_button = QToolButton()
        self._log_button.setText(tr("Log"))
        self._log_button.setProperty("kind", "fold")
        self._log_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._log_button.setCheckable(True)
        self._log_button.setChecked(True)
        self._log_button.toggled.connect(self._show_log)
        self._log_button.clicked.connect(self._choose_log)
        self._log_chosen = False
        set_icon(self._log_button, "down", tint="muted")
        self._empty = EmptyState("train")
        self._empty.button_pressed.connect(self._ask_missing)
        self.show_missing("", path="")
        self.notice = EmptyState("train")
        self.notice.button_pressed.connect(self._ask_place)
        # children get their final parent at once: Qt styles a widget again when its parent changes
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
        row.setContentsMargins(SPACE.xl, SPACE.s, SPACE.xl - self.facts.beside, SPACE.s)
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
        """Show another run.

        Args:
            history: The history that is pulled from while the view is visible.
            live: False for a run that was opened from its folder, also one that was interrupted.
            elsewhere: A sentence that says which other process trains the run; "" where none does.
        """
        self._history, self._live, self._logged = history, live, 0
        self._seen = self._said = ()
        self._elsewhere = elsewhere
        self.log.forget()
        self.facts.live.begin()
        self._pages.setCurrentIndex(1)
        self.plots.follow()
        self.refresh()

    def show_nothing(self) -> None:
        """Return to the page shown before the first run."""
        self._pages.setCurrentIndex(0)

    def show_missing(self, sentence: str, *, path: str) -> None:
        """Say on the page before the first run what is to be done first.

        Args:
            sentence: What keeps a run from starting; "" where nothing does.
            path: The dotted path of its setting.
        """
        self._missing = path
        self._empty.say(
            tr("Nothing has been trained yet"),
            sentence or tr("Press Train, or F5. The curves will grow here while the model learns."),
            icon="train",
            button=tr("Go there") if sentence and path else "",
        )

    @Slot(object)
    def show_advice(self, advice: tuple[Advised, ...]) -> None:
        """Show what the coach has found, and mark it on the curves.

        Args:
            advice: Findings with their remedies; () for none.
        """
        self.facts.coach.show_advice(advice)
        self.plots.mark([advised.finding for advised in advice])

    def refresh(self) -> None:
        """Draw and write all that changed since the last time at once."""
        self._draw_all()
        self.refresh_words()

    def _draw_all(self) -> None:
        if self._look is not None:  # a refresh in parts is unfinished
            self._look, self._seen = None, ()
        for _ in self._draw_changes():
            pass

    @Slot()
    def refresh_words(self) -> None:
        """Write how far the run is, also while hidden; and draw its end without delay."""
        history, has_notice = self._history, self._upper.currentWidget() is self.notice
        said = (id(history), history.version, has_notice)
        if said == self._said or self._pages.currentIndex() == 0:
            return
        self._said = said
        if has_notice:
            self._say_notice()
        self.facts.refresh(history, live=self._live, with_reason=not has_notice, elsewhere=self._elsewhere)
        if history.outcome is not None:
            self._timer.setInterval(_TURN_MS)

    @Slot()
    def take_turn(self) -> None:
        """Draw the next part of what changed, and schedule the one after it."""
        began = time.thread_time()  # what other programs take of the processor is no reason to rest
        look = self._look or self._draw_changes()
        self._look = look if next(look, _DONE) is None else None
        took = 1000 * (time.thread_time() - began)
        rest = 0 if self._history.outcome is not None else round(took * _REST)
        self._timer.setInterval(max(_PERIOD_MS if self._look is None else _TURN_MS, rest))

    def _draw_changes(self) -> Generator[None]:
        seen = (id(self._history), self._history.version)
        if seen == self._seen or self._pages.currentIndex() == 0:
            return
        self._seen = seen
        bare = not (len(self._history.batches("loss")[0]) or len(self._history.epochs("loss")[0]))
        self._upper.setCurrentWidget(self.notice if bare else self.plots)
        if not bare:
            yield from self.plots.draw_in_turns(self._history)
        self._logged, lines = self._history.lines_after(self._logged)
        self.log.add(lines)

    def _say_notice(self) -> None:
        """Say in place of empty plots what the run does, or why it failed."""
        history, outcome = self._history, self._history.outcome
        failed = outcome is not None and outcome.result is Result.FAILED
        self.notice.say(
            tr("The run failed")
            if failed
            else state_text(history, live=self._live, elsewhere=bool(self._elsewhere)),
            reason_text(history, live=self._live) or self._elsewhere,
            icon="warning" if failed else "train",
            button=tr("Go there") if outcome is not None and outcome.problem_path else "",
        )

    @Slot()
    def _ask_missing(self) -> None:
        self.place_asked.emit(self._missing)

    @Slot()
    def _ask_place(self) -> None:
        if self._history.outcome is not None:
            self.place_asked.emit(self._history.outcome.problem_path)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Refresh while visible."""
        super().showEvent(event)
        self._timer.start()
        self._draw_all()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Stop refreshing while hidden."""
        super().hideEvent(event)
        self._timer.stop()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Draw again when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._seen = self._said = ()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fold the log where the curves need its room, until the person has folded or unfolded it."""
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
        # QSplitter does not adapt its sizes to a new maximum height
        lower = _LOG_HEIGHT if on else folded
        self._splitter.setSizes([max(self._splitter.height() - lower, 0), lower])
