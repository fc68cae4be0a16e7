"""The facts of a run beside its curves: state, findings, gauges, time, speed, device, sizes."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from engine.device_usage import DeviceUse
from engine.history.metric_history import Best, MetricHistory
from engine.settings.losses import VALIDATION
from gui.style import SPACE, colors
from gui.text import tr
from gui.views.parts import numbers
from gui.views.run.coach_cards import CoachCards
from gui.views.run.device_gauge import DeviceGauge
from gui.views.run.gauge import Gauge
from gui.views.run.live_controls import LiveControls
from gui.views.run.run_state_text import reason_text, state_color, state_text
from gui.views.run.speed_details import SpeedDetails

WIDTH = 272
_BAR = 14  # pixels beside the cards, so that they keep their edge when the column must be scrolled
_NOTICEABLE = 0.05  # of the time of training


class FactsPanel(QScrollArea):
    """A column of cards, filled by `refresh`.

    Attributes:
        coach: The cards of findings.
        live: The controls for changes while the run is under way.
        beside: The pixels between the cards and the edge, or the scroll bar.

    Signals:
        patience_asked(int, int): A callback's index in the project's list, and its new patience in epochs.
    """

    patience_asked = Signal(int, int)
    beside = SPACE.xs

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(WIDTH + _BAR)
        self._gauges: dict[int, Gauge] = {}
        self._rows: dict[str, QLabel] = {}
        self._titles: dict[str, QLabel] = {}
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, self.beside, 0)
        column.setSpacing(SPACE.s)
        state, layout = _card()
        self._state = QLabel()
        self._state.setProperty("role", "heading")
        self._state.setTextFormat(Qt.TextFormat.RichText)
        self._state.setWordWrap(True)  # the column is narrow for some states
        self._reason = QLabel()
        self._reason.setWordWrap(True)
        self._reason.setProperty("role", "muted")
        self._reason.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(self._state)
        layout.addWidget(self._reason)
        column.addWidget(state)
        self.coach = CoachCards()
        column.addWidget(self.coach)
        self._live_card, layout = _card()
        self.live = LiveControls()
        layout.addWidget(self.live)
        self._live_card.hide()
        column.addWidget(self._live_card)
        self._device_card, layout = _card()
        self._device = DeviceGauge()
        layout.addWidget(self._device)
        self._device_card.hide()
        self._gauge_card, self._gauge_layout = _card()
        self._gauge_layout.setSpacing(SPACE.l)
        self._gauge_card.hide()
        column.addWidget(self._gauge_card)
        self._facts_card, layout = _card()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE.m)
        self._grid.setVerticalSpacing(SPACE.s)
        self._grid.setColumnStretch(1, 1)
        layout.addLayout(self._grid)
        self.speed = SpeedDetails()
        layout.addWidget(self.speed)
        column.addWidget(self._facts_card)
        column.addWidget(self._device_card)
        column.addStretch()
        self.setWidget(inside)

    def refresh(
        self, history: MetricHistory, *, live: bool, with_reason: bool = True, elsewhere: str = ""
    ) -> None:
        """Show the facts of a run.

        Args:
            history: The run.
            live: False for a run that was opened from its folder.
            with_reason: Whether the reason why it ended is shown; False where a notice says it.
            elsewhere: Which other process trains it, as a sentence; "" where it can be changed here.
        """
        dot = getattr(colors(), state_color(history, live=live))
        words = state_text(history, live=live, elsewhere=bool(elsewhere))
        self._state.setText(f'<span style="color:{dot}">●</span>&nbsp; {words}')
        reason = reason_text(history, live=live) or elsewhere
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason) and with_reason)
        running = live and history.started is not None and history.outcome is None
        self._live_card.setVisible(running)
        if not running or elsewhere:
            self._device_card.hide()
        if running:
            self.live.refuse(elsewhere and tr("It can be changed only where it is trained."))
            self.live.refresh(history)
        self._show_gauges(history, editable=running and not elsewhere)
        self._show_facts(history)

    def show_device(self, use: DeviceUse, *, device: str) -> None:
        """Show how the device of the running run is used.

        Args:
            use: Memory in bytes, and load.
            device: The name of the device.
        """
        self._device.show_use(use, device=device)
        self._device_card.setVisible(self._live_card.isVisibleTo(self))

    def _show_gauges(self, history: MetricHistory, *, editable: bool) -> None:
        for index in [index for index in self._gauges if index not in history.gauges]:
            self._gauges.pop(index).deleteLater()
        for index, event in sorted(history.gauges.items()):
            if index not in self._gauges:
                self._gauges[index] = Gauge()
                self._gauges[index].patience_asked.connect(partial(self.patience_asked.emit, index))
                self._gauge_layout.addWidget(self._gauges[index])
            self._gauges[index].show_gauge(event, editable=editable)
        self._gauge_card.setVisible(bool(self._gauges))

    def _show_facts(self, history: MetricHistory) -> None:
        progress, started = history.progress, history.started
        facts: dict[str, str] = {}
        if started is not None:
            facts = {
                tr("Epoch"): tr("{epoch} of {epochs}", epoch=progress.epoch, epochs=progress.epochs),
                tr("Batch"): tr("{step} of {steps}", step=progress.step, steps=progress.steps),
                tr("Time"): numbers.duration(progress.elapsed),
                **_left(history),
                tr("Speed"): numbers.per_second(speed) if (speed := progress.examples_per_second) else "–",
                **_feeding(progress.waiting),
                **_values(history),
                tr("Device"): started.device,
                tr("Parameters"): numbers.count(started.parameters),
                tr("Examples"): numbers.count(started.examples),
                tr("To validate"): numbers.count(started.validation_examples),
                tr("Batch size"): numbers.count(started.batch_size),
            }
            if started.not_restored:
                facts[tr("Not restored by a resume")] = ", ".join(started.not_restored)
        self._facts_card.setVisible(bool(facts))
        for name, row in self._rows.items():
            # another run may have fewer facts
            for label in (self._titles[name], row):
                label.setVisible(name in facts)
        for name, value in facts.items():
            text = self._row(name)
            text.setText(value)
            text.setToolTip(value)
        feeding = _feeding_words(progress.waiting or 0.0) if tr("Feeding") in facts else ""
        if feeding:
            self._row(tr("Feeding")).setToolTip(feeding)
        self.speed.show_words(" ".join(words for words in (_speed_words(history), feeding) if words))

    def _row(self, name: str) -> QLabel:
        if name not in self._rows:
            title, text = QLabel(name), QLabel()
            title.setProperty("role", "muted")
            title.setAlignment(Qt.AlignmentFlag.AlignTop)
            text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            text.setWordWrap(True)
            self._grid.addWidget(title, len(self._rows), 0)
            self._grid.addWidget(text, len(self._rows), 1)
            self._rows[name], self._titles[name] = text, title
        return self._rows[name]


def _speed_words(history: MetricHistory) -> str:
    """Say how the speed comes about; "" while that is not known."""
    pace = history.pace
    if pace is None:
        return ""
    words = tr("{count} steps run in one call.", count=numbers.count(pace.steps_per_call))
    if pace.times_faster:
        words += " " + tr("That is {times} times as fast as step by step.", times=f"{pace.times_faster:.1f}")
    return f"{words} XLA." if pace.xla else words


def _feeding(waiting: float | None) -> dict[str, str]:
    """Who waits for whom; nothing where all data is in memory."""
    if waiting is None:
        return {}
    if waiting < _NOTICEABLE:
        return {tr("Feeding"): tr("batches are ready")}
    return {tr("Feeding"): tr("training waits {share:.0%}", share=waiting)}


def _left(history: MetricHistory) -> dict[str, str]:
    """How long the run still takes; nothing of one that has ended."""
    if history.outcome is not None:
        return {}
    left = history.progress.seconds_left
    return {tr("Left"): numbers.duration(left) if left is not None else "–"}


def _feeding_words(waiting: float) -> str:
    if waiting < _NOTICEABLE:
        return tr("Batches are ready before they are needed, so the training steps set the speed.")
    return tr(
        "For {share:.0%} of the time of training, the device is idle and waits for the next batch: preparing"
        " data sets the speed. More workers or a longer queue (Fit page), smaller pictures or less"
        " augmentation shorten that.",
        share=waiting,
    )


def _values(history: MetricHistory) -> dict[str, str]:
    """The value of the saved model, and the best one that was seen; each with its metric and epoch."""
    saved = history.saved
    # of the same metric, so that the two can be compared
    best = history.best(saved.monitor if saved is not None else "")
    facts = {} if saved is None else {tr("Saved model"): _value(saved)}
    ended = history.outcome is not None
    return {**facts, tr("Best seen") if ended else tr("Best so far"): _value(best) if best else "–"}


def _value(best: Best) -> str:
    value = tr(
        "{metric} {value}, epoch {epoch}",
        metric=best.monitor,
        value=numbers.value(best.value),
        epoch=best.epoch,
    )
    value = ", ".join(part.replace(" ", "\u00a0") for part in value.split(", "))  # broken only there
    is_mean = not best.monitor.startswith(VALIDATION)
    return tr("{value} (running mean)", value=value) if is_mean else value


def _card() -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setProperty("role", "card")
    layout = QVBoxLayout(card)
    layout.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.m)
    layout.setSpacing(SPACE.s)
    return card, layout
