"""The strip at the bottom of the window: state and progress of the run, time left, throughput, best value.

When its words are written is decided by `gui.control.runs.shown_run`, for all that speak of a run at once.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QWidget

from engine.history.metric_history import Best, MetricHistory
from engine.message import Sentence
from engine.record.events import Phase, Result
from gui.style import SPACE, colors
from gui.text import tr
from gui.views.parts import numbers
from gui.views.parts.elided import ElidedLabel
from gui.views.run.run_state_text import reason_text, state_color, state_text

_PARTS = 1000


class ProgressStrip(QFrame):
    """The state of a run in one line, or a sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self._history: MetricHistory | None = None
        self._live = self._elsewhere = False
        self._seen: tuple[object, ...] = ()
        self._state = QLabel()
        self._state.setTextFormat(Qt.TextFormat.RichText)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMinimumWidth(120)
        self._bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._bar.setAccessibleName(tr("Progress of the run"))
        self._left, self._speed, self._best = QLabel(), QLabel(), QLabel()
        self._reason = ElidedLabel()
        self._reason.setProperty("role", "muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE.l, SPACE.s, SPACE.l, SPACE.s)
        layout.setSpacing(SPACE.l)
        layout.addWidget(self._state)
        layout.addWidget(self._bar, 3)
        layout.addWidget(self._reason, 4)
        for label in (self._left, self._speed, self._best):
            label.setProperty("role", "muted")
            layout.addWidget(label)
        self.say(tr("Ready"))

    def say(self, text: Sentence) -> None:
        """Show a sentence in place of a run."""
        self._history = None
        self._state.setText(text)
        for widget in (self._bar, self._reason, self._left, self._speed, self._best):
            widget.hide()

    def show_history(self, history: MetricHistory, *, live: bool = True, elsewhere: bool = False) -> None:
        """Show another run.

        Args:
            history: The history that `refresh` reads.
            live: False for a run that was opened from its folder.
            elsewhere: Whether another process trains it.
        """
        self._history, self._live, self._seen = history, live, ()
        self._elsewhere = elsewhere
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show what changed since the last time."""
        history = self._history
        if history is None or (seen := (id(history), history.version)) == self._seen:
            return
        self._seen = seen
        dot = getattr(colors(), state_color(history, live=self._live))
        self._state.setText(f'<span style="color:{dot}">●</span>&nbsp; {self._words(history)}')
        progress, best, saved = history.progress, history.best(), history.saved
        self._bar.setVisible(history.outcome is None)
        waiting = history.started is None and history.outcome is None and self._live
        # a range of 0 to 0 is Qt's indeterminate bar, while nothing can be counted yet
        self._bar.setRange(0, 0 if waiting else _PARTS)
        if not waiting:
            self._bar.setValue(round(progress.of_run * _PARTS))
        # why a run failed is shown on its page, or in the banner of another page
        failed = history.outcome is not None and history.outcome.result is Result.FAILED
        _show(self._reason, "" if failed else reason_text(history, live=self._live))
        left, speed = progress.seconds_left, progress.examples_per_second
        running = history.outcome is None and self._live
        _show(
            self._left, tr("{time} left", time=numbers.duration(left)) if left is not None and running else ""
        )
        _show(self._speed, numbers.per_second(speed) if speed is not None and running else "")
        _show(self._best, _best_words(best, saved))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Write the state again in the colours of the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._seen = ()

    def _words(self, history: MetricHistory) -> str:
        progress = history.progress
        state = state_text(history, live=self._live, elsewhere=self._elsewhere)
        if history.started is None or history.outcome is not None:
            return state
        epoch = tr("epoch {epoch} of {epochs}", epoch=progress.epoch, epochs=progress.epochs)
        plain = history.phase is Phase.TRAINING and self._live and not self._elsewhere
        return epoch if plain else f"{epoch} · {state}"


def _best_words(best: Best | None, saved: Best | None) -> str:
    """The value of the saved model; while there is none, the best so far."""
    shown = saved or best
    if shown is None:
        return ""
    metric, value, epoch = shown.monitor, numbers.value(shown.value), shown.epoch
    if saved is not None:
        return tr("saved model: {metric} {value}, epoch {epoch}", metric=metric, value=value, epoch=epoch)
    return tr("best {metric} {value} at epoch {epoch}", metric=metric, value=value, epoch=epoch)


def _show(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
