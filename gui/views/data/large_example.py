"""One example, large: the base of the windows that lead from one example to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.style import RADIUS, SPACE, colors, mark
from gui.text import tr
from gui.views.data.example_grid import draw_image, draw_series, image_of
from gui.views.parts import numbers
from gui.views.parts.plain_table import PlainTable

if TYPE_CHECKING:
    from engine.data.describe import Example

_HIGH = 360


class LargeExample(QDialog):
    """A separate, non-modal window with an example; two buttons and the arrow keys lead to the others.

    Args:
        parent: The view, or the main window.

    Attributes:
        place: Which of the examples is shown, from 0.
        before: The button that leads to the example before.
        behind: The button that leads to the next one.
        picture: An image or a series.
        values: The values of a row of a table.
        content: One of these, or what a subclass has added.
        middle: The row with the content.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.place = 0
        self._name, self._about = selectable("heading"), selectable("muted")
        self.picture = Picture()
        self.values = PlainTable(tr("Values"), most_height=_HIGH)
        self.content = QStackedWidget()
        for part in (self.picture, self.values):
            self.content.addWidget(part)
        self.before, self.behind = QPushButton(tr("Previous")), QPushButton(tr("Next"))
        self.before.clicked.connect(self._show_before)
        self.behind.clicked.connect(self._show_behind)
        self.middle = QHBoxLayout()
        self.middle.setSpacing(SPACE.l)
        self.middle.addWidget(self.content, 1)
        row = QHBoxLayout()
        self._why = QLabel()
        self._why.setProperty("role", "caption")
        self._why.setWordWrap(True)
        self._why.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self.before)
        row.addWidget(self._why, 1)
        row.addWidget(self.behind)
        for button in (self.before, self.behind):
            button.setAutoDefault(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE.l, SPACE.l, SPACE.l, SPACE.l)
        whole.setSpacing(SPACE.s)
        for part in (self._name, self._about):
            whole.addWidget(part)
        whole.addLayout(self.middle, 1)
        whole.addLayout(row)
        # shortcuts, as a table or a button that has the focus takes the arrow keys for itself
        for key, show in ((Qt.Key.Key_Left, self._show_before), (Qt.Key.Key_Right, self._show_behind)):
            QShortcut(QKeySequence(key), self).activated.connect(show)

    def count(self) -> int:
        """Return how many examples can be looked through."""
        raise NotImplementedError

    def show_place(self, place: int) -> None:
        """Show the example at a place, from 0."""
        raise NotImplementedError

    def say(self, place: int, *, name: str, about: str, number: int, of: int) -> None:
        """Say which example is shown, and which buttons lead on.

        Args:
            place: Its place among those that can be looked through.
            name: Its file or row; "" where it has none, and is called by its number.
            about: Its truth, or what was answered.
            number: Its number, from 1.
            of: How many there are.
        """
        self.place = place
        numbered = tr("Example {number} of {count}", number=numbers.count(number), count=numbers.count(of))
        self._name.setText(name or numbered)
        self._about.setText(f"{about}  ·  {numbered}" if name else about)
        self.setWindowTitle(self._name.text())
        only = tr("This is the only example.") if self.count() == 1 else ""
        first = "" if place else only or tr("This is the first example.")
        behind = "" if place < self.count() - 1 else only or tr("This is the last example that is shown.")
        _enable(self.before, reason=first)
        _enable(self.behind, reason=behind)
        self._why.setText(first or behind)

    @Slot()
    def _show_before(self) -> None:
        if self.place > 0:
            self.show_place(self.place - 1)

    @Slot()
    def _show_behind(self) -> None:
        if self.place < self.count() - 1:
            self.show_place(self.place + 1)


class Picture(QWidget):
    """An image or a series, as large as there is room; empty at first."""

    def __init__(self) -> None:
        super().__init__()
        self.example: Example | None = None
        self._is_image = False
        self.setMinimumSize(160, 120)

    def clear(self) -> None:
        """Show nothing."""
        self.example = None
        self.update()

    def show_example(self, example: Example, *, is_image: bool) -> None:
        """Show an image, or a series."""
        self.example, self._is_image = example, is_image
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the example on a sunken ground."""
        painter, cell = QPainter(self), QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors().sunken))
        painter.drawRoundedRect(cell, RADIUS.control, RADIUS.control)
        example = self.example
        if example is not None and self._is_image:
            draw_image(painter, image_of(example.values), cell=cell)
        elif example is not None:
            draw_series(painter, example.values, cell=cell, future=example.future)


def selectable(role: str) -> QLabel:
    """Return a label whose plain text is broken into lines and can be selected."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    mark(label, "role", value=role)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _enable(button: QPushButton, *, reason: str) -> None:
    button.setEnabled(not reason)
    button.setToolTip(reason)
    button.setAccessibleDescription(reason)
