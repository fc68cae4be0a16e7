"""What can be changed while a run is under way: learning rate, number of epochs, stop after this epoch.

It shows the values of the run and emits what is asked for; `gui.control.runs` decides and passes it on.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from engine.history.metric_history import MetricHistory
from engine.message import Sentence
from gui.style import SPACE, mark
from gui.text import tr
from gui.views.parts.debounced_spin_box import DebouncedSpinBox

MOST_EPOCHS = 1_000_000


class LiveControls(QWidget):
    """The fields for live changes.

    Attributes:
        rate: The learning rate.
        reduce: The button that divides it by ten.
        epochs: The epoch that the run ends with.
        stop: Whether the run is to stop after this epoch.

    Signals:
        rate_asked(float): The new learning rate, above 0.
        reduce_asked(): The learning rate is to be divided by ten.
        epochs_asked(int): The epoch that the run ends with.
        stop_after_epoch_asked(bool): Whether the run is to stop after this epoch.
    """

    rate_asked = Signal(float)
    reduce_asked = Signal()
    epochs_asked = Signal(int)
    stop_after_epoch_asked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: float | None = None
        self._refusal = self._rate_refusal = ""
        self.rate = QLineEdit()
        self.rate.setAcceptDrops(False)  # a dropped file is for the window
        self.rate.setAccessibleName(tr("Learning rate"))
        self.rate.setToolTip(tr("Enter uses it from the next batch on"))
        self.rate.returnPressed.connect(self._take_rate)
        self.rate.textEdited.connect(self._typed)
        self.reduce = QToolButton()
        self.reduce.setText("÷10")
        self.reduce.setToolTip(tr("Lower the learning rate to a tenth now"))
        self.reduce.setAccessibleName(self.reduce.toolTip())
        self.reduce.clicked.connect(self.reduce_asked)
        self.epochs = DebouncedSpinBox(1, MOST_EPOCHS)
        self.epochs.setAccessibleName(tr("Epochs"))
        self.epochs.setToolTip(tr("The epoch with which the run ends"))
        self.epochs.settled.connect(self.epochs_asked)
        self.stop = QCheckBox(tr("Stop after this epoch"))
        self.stop.toggled.connect(self.stop_after_epoch_asked)
        self._message = QLabel()
        self._message.setWordWrap(True)
        self._message.hide()
        self._lay_out()

    def refresh(self, history: MetricHistory) -> None:
        """Show the learning rate and the number of epochs of the run, unless they are being edited."""
        rate = history.learning_rate
        if rate is not None and rate != self._shown and not self._is_typed_into():
            self._shown = rate
            self.rate.setText(f"{rate:.4g}")
            self._say(self._refusal or self._rate_refusal)
        if history.started is not None:
            self.epochs.show_value(history.started.epochs)
            self.epochs.show_least(max(1, history.progress.epoch))

    def begin(self) -> None:
        """Reset what was asked of the last run, as another one is shown."""
        self._shown = None
        self.rate.setModified(False)
        self.show_stop_after_epoch(False)

    @Slot(bool)
    def show_stop_after_epoch(self, wanted: bool) -> None:
        """Show, without a signal, whether the run was asked to stop after this epoch."""
        with QSignalBlocker(self.stop):
            self.stop.setChecked(wanted)

    def refuse_rate(self, reason: str) -> None:
        """Disable the learning rate with the reason why it cannot be changed; "" enables it."""
        self._rate_refusal = reason
        self._show_refusals()

    def refuse(self, reason: str) -> None:
        """Disable all fields with the reason why nothing can be changed; "" enables them."""
        if reason != self._refusal:
            self._refusal = reason
            self._show_refusals()

    def _show_refusals(self) -> None:
        reason = self._refusal or self._rate_refusal
        for field in (self.rate, self.reduce):
            field.setEnabled(not reason)
        for field in (self.epochs, self.stop):
            field.setEnabled(not self._refusal)
        self._say(reason)

    @Slot()
    def _take_rate(self) -> None:
        try:
            rate = float(self.rate.text().strip().replace(",", "."))
        except ValueError:
            rate = math.nan
        if not 0 < rate < math.inf:
            self._say(tr("The learning rate is a number above 0, such as 0.001."), wrong=True)
            return
        self._say("")
        self.rate.setModified(False)
        self._shown = rate
        self.rate_asked.emit(rate)

    @Slot(str)
    def _typed(self, _text: str) -> None:
        self._say(tr("Enter uses it from the next batch on"))

    def _is_typed_into(self) -> bool:
        return self.rate.hasFocus() and self.rate.isModified()

    def _say(self, text: Sentence, *, wrong: bool = False) -> None:
        mark(self._message, "role", value="problem" if wrong else "caption")
        mark(self.rate, "problem", value=wrong)
        self._message.setText(text)
        self._message.setVisible(bool(text))

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE.xs)
        grid.setVerticalSpacing(SPACE.s)
        grid.setColumnStretch(0, 1)
        for row, (title, field) in enumerate(
            ((tr("Learning rate"), self.rate), (tr("Epochs"), self.epochs)),
        ):
            name = QLabel(title)
            name.setProperty("role", "muted")
            name.setBuddy(field)
            grid.addWidget(name, row, 0)
            grid.addWidget(field, row, 1)
            field.setFixedWidth(82)
        grid.addWidget(self.reduce, 0, 2)
        grid.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.s)
        column.addLayout(grid)
        column.addWidget(self._message)
        column.addWidget(self.stop)
