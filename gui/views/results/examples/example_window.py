"""One example, large: what it holds, its truth, its answer, and how probable the other answers were."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine.data.describe import Example
from gui.style import RADIUS, SPACE, colors
from gui.text import tr
from gui.views.data.example_grid import draw_image, draw_series, image_of
from gui.views.parts import numbers
from gui.views.parts.bar_list import BarList
from gui.views.parts.plain_table import PlainTable
from gui.views.results.examples.cell_examples import CellExamples, Content, ExampleLine, whole_words

_SIZE = QSize(680, 440)
_HIGH = 360
_BARS = 200


class ExampleWindow(QDialog):
    """A separate, non-modal window; arrows lead to the other examples.

    Args:
        examples: All that can be looked through.
        parent: The view.

    Attributes:
        place: Place of the example that is shown.
        before: The button that leads to the example before.
        behind: The button that leads to the next one.

    Signals:
        moved(int): Another place is shown; its content is to be given to `show_content`.
    """

    moved = Signal(int)

    def __init__(self, examples: CellExamples, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._examples = examples
        self.place = 0
        self._name, self._answer = _text("heading"), _text("muted")
        self._picture = _Picture()
        self._values = PlainTable(tr("Values"), most_height=_HIGH)
        self._plain = QPlainTextEdit()
        self._plain.setReadOnly(True)
        self._plain.setAccessibleName(tr("Text"))
        self._content = QStackedWidget()
        for widget in (self._picture, self._values, self._plain):
            self._content.addWidget(widget)
        self._bars = BarList()
        self._bars.setFixedWidth(_BARS)
        self._bars.setAccessibleName(tr("Probabilities"))
        self.before, self.behind = QPushButton(tr("Previous")), QPushButton(tr("Next"))
        self.before.clicked.connect(self._show_before)
        self.behind.clicked.connect(self._show_behind)
        middle = QHBoxLayout()
        middle.setSpacing(SPACE.l)
        middle.addWidget(self._content, 1)
        middle.addWidget(self._bars, 0, Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout()
        row.addWidget(self.before)
        row.addStretch(1)
        row.addWidget(self.behind)
        for button in (self.before, self.behind):
            button.setAutoDefault(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE.l, SPACE.l, SPACE.l, SPACE.l)
        whole.setSpacing(SPACE.s)
        for part in (self._name, self._answer):
            whole.addWidget(part)
        whole.addLayout(middle, 1)
        whole.addLayout(row)
        self.resize(_SIZE)

    @property
    def line(self) -> ExampleLine:
        """The example that is shown."""
        return self._examples.lines[self.place]

    def show_place(self, place: int) -> None:
        """Show the example at a place, without its content until that is given."""
        self.place = place
        line, last = self.line, len(self._examples.lines) - 1
        number = tr(
            "Example {number} of {count}", number=numbers.count(place + 1), count=numbers.count(last + 1)
        )
        self._name.setText(line.name or number)
        self._answer.setText(f"{whole_words(line)}  ·  {number}" if line.name else whole_words(line))
        self.setWindowTitle(self._name.text())
        self._bars.show_shares(line.answers)
        self._bars.setVisible(bool(line.answers))
        self._picture.clear()
        self._values.setRowCount(0)
        self._plain.clear()
        self.before.setEnabled(place > 0)
        self.behind.setEnabled(place < last)
        self.moved.emit(place)

    def show_content(self, content: Content) -> None:
        """Show what the example holds."""
        if isinstance(content, Example):
            self._picture.show_example(content, is_image=self._examples.kind == "pictures")
            self._content.setCurrentWidget(self._picture)
        elif isinstance(content, str):
            self._plain.setPlainText(content)
            self._content.setCurrentWidget(self._plain)
        else:
            rows = [[name, value] for name, value in zip(self._examples.columns, content, strict=False)]
            self._values.show_rows([tr("Name"), tr("Value")], rows, wide=0)
            self._content.setCurrentWidget(self._values)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Left and right lead to the other examples, Escape closes."""
        if event.key() == Qt.Key.Key_Left:
            self._show_before()
        elif event.key() == Qt.Key.Key_Right:
            self._show_behind()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _show_before(self) -> None:
        if self.place > 0:
            self.show_place(self.place - 1)

    @Slot()
    def _show_behind(self) -> None:
        if self.place < len(self._examples.lines) - 1:
            self.show_place(self.place + 1)


class _Picture(QWidget):
    """An image or a series, as large as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._example: Example | None = None
        self._is_image = False
        self.setMinimumSize(160, 120)

    def clear(self) -> None:
        self._example = None
        self.update()

    def show_example(self, example: Example, *, is_image: bool) -> None:
        self._example, self._is_image = example, is_image
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter, cell = QPainter(self), QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors().sunken))
        painter.drawRoundedRect(cell, RADIUS.control, RADIUS.control)
        example = self._example
        if example is not None and self._is_image:
            draw_image(painter, image_of(example.values), cell=cell)
        elif example is not None:
            draw_series(painter, example.values, cell=cell, future=example.future)


def _text(role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
