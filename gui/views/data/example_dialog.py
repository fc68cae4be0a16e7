"""One example of a data set, large: its picture, curves, text or values, its file or number, its label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from gui.style import SPACE
from gui.text import tr
from gui.views.data.example_grid import label_of
from gui.views.data.large_example import LargeExample, selectable
from gui.views.data.text_preview import tokens_in_words

if TYPE_CHECKING:
    from engine.data.describe import Description, Example
    from engine.data.text.facts import TextExample

_SIZE = QSize(460, 420)


class ExampleDialog(LargeExample):
    """A window with one of the examples of a description.

    Args:
        description: The data set.
        place: Which of its examples is shown first, from 0.
        parent: The main window.
    """

    def __init__(self, description: Description, place: int, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._description = description
        self._text = _Text()
        self.content.addWidget(self._text)
        self.resize(_SIZE)
        self.show_place(place)

    @property
    def example(self) -> Example:
        """The example that is shown."""
        return self._description.examples[self.place]

    def count(self) -> int:
        """Return how many examples the description has."""
        return len(self._description.examples)

    def show_place(self, place: int) -> None:
        """Show one of the examples."""
        description = self._description
        example = description.examples[place]
        label = label_of(example)
        if description.kind == "series":
            label = tr("next: {values}", values=label)
        self.say(place, name=example.name, about=label, number=example.index + 1, of=description.count)
        if description.texts is not None:
            self.content.setCurrentWidget(self._text)
            self._text.show_text(description.texts.examples[place])
        elif not description.is_image and example.values.ndim == 1:
            self.content.setCurrentWidget(self.values)
            names = [span.name for span in description.features]
            names += [str(column) for column in range(len(names), len(example.values))]
            rows = [[name, float(value)] for name, value in zip(names, example.values, strict=False)]
            self.values.show_rows([tr("Name"), tr("Value")], rows, wide=0)
        else:
            self.content.setCurrentWidget(self.picture)
            self.picture.show_example(example, is_image=description.is_image)


class _Text(QWidget):
    """A text as it was read, and below it the tokens that the model sees; both can be selected."""

    def __init__(self) -> None:
        super().__init__()
        self._written, self._tokens = _reader(tr("Text")), _reader(tr("Tokens"))
        about = selectable("caption")
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
