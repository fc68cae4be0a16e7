"""One example, large: its picture, curves or values, with its file or number and its label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QShortcut
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

from gui.style import RADIUS, SPACE, colors
from gui.text import tr
from gui.views.data.example_grid import draw_image, draw_series, image_of, label_of
from gui.views.data.text_preview import tokens_in_words
from gui.views.parts import numbers
from gui.views.parts.plain_table import PlainTable

if TYPE_CHECKING:
    from engine.data.describe import Description, Example
    from engine.data.text.facts import TextExample

_SIZE = QSize(460, 420)
_HIGH = 360


class ExampleDialog(QDialog):
    """A separate, non-modal window with one of the examples of a description; arrows lead to the others.

    Args:
        description: The data set.
        place: Which of its examples is shown first, from 0.
        parent: The main window.

    Attributes:
        before: The button that leads to the example before.
        behind: The button that leads to the next one.
    """

    def __init__(self, description: Description, place: int, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._description = description
        self._place = place
        self._name, self._label = _text("heading"), _text("muted")
        self._picture = _Picture()
        self._values = PlainTable(tr("Values"), most_height=_HIGH)
        self._text = _Text()
        self._content = QStackedWidget()
        for part in (self._picture, self._values, self._text):
            self._content.addWidget(part)
        self.before, self.behind = QPushButton(tr("Previous")), QPushButton(tr("Next"))
        self.before.clicked.connect(self._show_before)
        self.behind.clicked.connect(self._show_behind)
        row = QHBoxLayout()
        row.addWidget(self.before)
        row.addStretch(1)
        row.addWidget(self.behind)
        for button in (self.before, self.behind):
            button.setAutoDefault(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE.l, SPACE.l, SPACE.l, SPACE.l)
        whole.setSpacing(SPACE.s)
        for part in (self._name, self._label):
            whole.addWidget(part)
        whole.addWidget(self._content, 1)
        whole.addLayout(row)
        # shortcuts, as a table or a button that has the focus takes the arrow keys for itself
        for key, show in ((Qt.Key.Key_Left, self._show_before), (Qt.Key.Key_Right, self._show_behind)):
            QShortcut(QKeySequence(key), self).activated.connect(show)
        self.resize(_SIZE)
        self._show(place)

    @property
    def example(self) -> Example:
        """The example that is shown."""
        return self._description.examples[self._place]

    @Slot()
    def _show_before(self) -> None:
        self._show(max(self._place - 1, 0))

    @Slot()
    def _show_behind(self) -> None:
        self._show(min(self._place + 1, len(self._description.examples) - 1))

    def _show(self, place: int) -> None:
        self._place = place
        example, description = self.example, self._description
        number = tr(
            "Example {number} of {count}",
            number=numbers.count(example.index + 1),
            count=numbers.count(description.count),
        )
        self._name.setText(example.name or number)
        label = label_of(example)
        if description.kind == "series":
            label = tr("next: {values}", values=label)
        self._label.setText(f"{label}  ·  {number}" if example.name else label)
        self.setWindowTitle(self._name.text())
        as_rows = not description.is_image and example.values.ndim == 1
        if description.texts is not None:
            self._content.setCurrentWidget(self._text)
            self._text.show_text(description.texts.examples[place])
        elif as_rows:
            self._content.setCurrentWidget(self._values)
            names = [span.name for span in description.features]
            names += [str(column) for column in range(len(names), len(example.values))]
            rows = [[name, float(value)] for name, value in zip(names, example.values, strict=False)]
            self._values.show_rows([tr("Name"), tr("Value")], rows, wide=0)
        else:
            self._content.setCurrentWidget(self._picture)
            self._picture.show_example(example, is_image=description.is_image)
        self._enable(self.before, reason=tr("This is the first example.") if place == 0 else "")
        last = place == len(description.examples) - 1
        self._enable(self.behind, reason=tr("This is the last example that is shown.") if last else "")

    def _enable(self, button: QPushButton, *, reason: str) -> None:
        button.setEnabled(not reason)
        button.setToolTip(reason)
        button.setAccessibleDescription(reason)


class _Picture(QWidget):
    """An image or a series, as large as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._example: Example | None = None
        self._is_image = False
        self.setMinimumSize(160, 120)

    def show_example(self, example: Example, *, is_image: bool) -> None:
        self._example, self._is_image = example, is_image
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        example = self._example
        if example is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cell = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors().sunken))
        painter.drawRoundedRect(cell, RADIUS.control, RADIUS.control)
        if self._is_image:
            draw_image(painter, image_of(example.values), cell=cell)
        else:
            draw_series(painter, example.values, cell=cell, future=example.future)


class _Text(QWidget):
    """A text as it was read, and below it the tokens that the model sees; both can be selected."""

    def __init__(self) -> None:
        super().__init__()
        self._written, self._tokens = _reader(tr("Text")), _reader(tr("Tokens"))
        about = _text("caption")
        about.setText(tr("What the model sees of it"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        column.addWidget(self._written, 3)
        column.addWidget(about)
        column.addWidget(self._tokens, 2)

    def show_text(self, example: TextExample) -> None:
        self._written.setPlainText(example.text)
        self._tokens.setPlainText(tokens_in_words(example))


def _reader(name: str) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setReadOnly(True)
    made.setTabChangesFocus(True)
    made.setAccessibleName(name)
    return made


def _text(role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
