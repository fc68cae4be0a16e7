"""What can be done with a run that has ended: resume it, or train it for more epochs."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from gui.control.runs.shown_run import Continuation
from gui.style import SPACE, pad_spin_box, set_icon
from gui.style.no_wheel import NoWheelSpinBox
from gui.text import tr

_MOST = 1_000_000
_FIRST = 10


class ResumeBar(QWidget):
    """Shows one of the two, or nothing.

    Attributes:
        range: The epochs that would be trained.
        resume: The button that resumes the run.
        epochs: How many more epochs.
        more: The button that trains them.

    Signals:
        resume_asked(): The interrupted run is to be resumed.
        more_asked(int): The completed run is to be trained for so many more epochs.
    """

    resume_asked = Signal()
    more_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = 1
        self.range = QLabel()
        self.range.setProperty("role", "muted")
        self.resume = QPushButton(tr("Resume this run"))
        self.resume.setToolTip(tr("Train on from the very batch at which it was cut"))
        self.resume.clicked.connect(self.resume_asked)
        self.epochs = NoWheelSpinBox()
        self.epochs.setRange(1, _MOST)
        self.epochs.setValue(_FIRST)
        self.epochs.setAccessibleName(tr("How many more epochs"))
        self.epochs.setFixedWidth(74)
        self.epochs.valueChanged.connect(self._show_range)
        pad_spin_box(self.epochs)
        self.more = QPushButton(tr("Train more epochs"))
        self.more.setToolTip(tr("Train this run beyond its end"))
        self.more.clicked.connect(self.ask_more)
        for button in (self.resume, self.more):  # plain: the one primary button is that of the bar
            set_icon(button, "play")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.s)
        for widget in (self.range, self.resume, self.epochs, self.more):
            row.addWidget(widget)
        self.show_continuation(None)

    def show_continuation(self, way: Continuation | None) -> None:
        """Offer what can be done with the run.

        Args:
            way: Whether the run is resumed or trained longer, and in which epochs; None offers nothing.
        """
        finished = way is not None and way.finished
        cut = way is not None and not way.finished
        self.resume.setVisible(cut)
        self.epochs.setVisible(finished)
        self.more.setVisible(finished)
        self.range.setVisible(way is not None)
        if way is not None:
            self._first = way.first
            self._show_range()
        if cut and way is not None:
            self.range.setText(epochs_words(way.first, way.last))

    @Slot()
    def ask_more(self) -> None:
        """Ask for as many more epochs as the spin box shows."""
        self.more_asked.emit(self.epochs.value())

    @Slot()
    @Slot(int)
    def _show_range(self, _value: int = 0) -> None:
        self.range.setText(epochs_words(self._first, self._first + self.epochs.value() - 1))


def epochs_words(first: int, last: int) -> str:
    """Return a range of epochs in words.

    Args:
        first: The first epoch, counted from 1.
        last: The last epoch, included.
    """
    return (
        tr("epoch {epoch}", epoch=first)
        if first == last
        else tr("epochs {first} to {last}", first=first, last=last)
    )
