"""One example, large: what it holds, its truth, its answer, and how probable the other answers were."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from engine.data.describe import Example
from gui.text import tr
from gui.views.data.large_example import LargeExample
from gui.views.parts.bar_list import BarList
from gui.views.results.examples.cell_examples import CellExamples, Content, ExampleLine, whole_words

_SIZE = QSize(680, 440)
_BARS = 200


class ExampleWindow(LargeExample):
    """A window with one of the examples behind a number.

    Args:
        examples: All that can be looked through.
        parent: The view.

    Signals:
        moved(int): Another place is shown; its content is to be given to `show_content`.
    """

    moved = Signal(int)

    def __init__(self, examples: CellExamples, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._examples = examples
        self._plain = QPlainTextEdit()
        self._plain.setReadOnly(True)
        self._plain.setTabChangesFocus(True)
        self._plain.setAccessibleName(tr("Text"))
        self.content.addWidget(self._plain)
        self._bars = BarList()
        self._bars.setFixedWidth(_BARS)
        self.middle.addWidget(self._bars, 0, Qt.AlignmentFlag.AlignTop)
        self.resize(_SIZE)

    @property
    def line(self) -> ExampleLine:
        """The example that is shown."""
        return self._examples.lines[self.place]

    def count(self) -> int:
        """Return how many examples there are."""
        return len(self._examples.lines)

    def show_place(self, place: int) -> None:
        """Show the example at a place, without its content until that is given."""
        line = self._examples.lines[place]
        self.say(place, name=line.name, about=whole_words(line), number=place + 1, of=self.count())
        self._bars.show_answers(line.answers, are_shares=line.probable)
        self._bars.setAccessibleName(tr("Probabilities") if line.probable else tr("Outputs"))
        self._bars.setVisible(bool(line.answers))
        self.picture.clear()
        self.values.setRowCount(0)
        self._plain.clear()
        self.moved.emit(place)

    def show_content(self, content: Content) -> None:
        """Show what the example holds."""
        if isinstance(content, Example):
            self.picture.show_example(content, is_image=self._examples.kind == "pictures")
            self.content.setCurrentWidget(self.picture)
        elif isinstance(content, str):
            self._plain.setPlainText(content)
            self.content.setCurrentWidget(self._plain)
        else:
            rows = [[name, value] for name, value in zip(self._examples.columns, content, strict=False)]
            self.values.show_rows([tr("Name"), tr("Value")], rows, wide=0)
            self.content.setCurrentWidget(self.values)
