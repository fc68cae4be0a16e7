"""The examples of a cell of the confusion matrix, or the worst ones of a regression, the most certain first.

What they hold is read by whoever listens to `wanted`, and comes back with `fill`.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from engine.message import Sentence
from engine.report.figure import Drawing
from engine.report.grid_figure import PlacedImage, images_drawing, table_drawing
from gui.style import mark
from gui.text import tr
from gui.views.parts import numbers
from gui.views.parts.image_export import png_of
from gui.views.results.examples.cell_examples import (
    CellExamples,
    Content,
    ExampleLine,
    examples_csv,
    sure_title,
    sure_words,
)
from gui.views.results.examples.example_rows import ExampleRows
from gui.views.results.examples.example_tiles import ExampleTiles
from gui.views.results.examples.example_window import ExampleWindow
from gui.views.results.examples.paging import Paging
from gui.views.results.result_card import ResultCard

_MOST_DRAWN = 60


class ExamplesView(ResultCard):
    """A card with examples.

    Attributes:
        tiles: Pictures and series.
        rows: Rows of tables, and texts.
        large: The window with one example; None while none is open.
        unread: Why examples cannot be read; hidden where they can.

    Signals:
        wanted(tuple[int, ...]): Ids of the examples that are seen and not read, the first ones first; a later
            one replaces it.
        opened(int): The example with this id is shown large.
    """

    wanted = Signal(object)
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Examples"), "examples", parent=parent)
        self.tiles, self.rows = ExampleTiles(), ExampleRows()
        self._hint = QLabel(tr("Choose a cell of the matrix, and its examples are shown here."))
        mark(self._hint, "role", value="muted")
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.unread = QLabel()
        mark(self.unread, "role", value="warning")
        self.unread.setWordWrap(True)
        self.unread.hide()
        self.body.addWidget(self.unread)
        self._stack = QStackedWidget()
        for widget in (self._hint, self.tiles, self.rows):
            self._stack.addWidget(widget)
        self.body.addWidget(self._stack, 1)
        self._examples = CellExamples("", (), "table")
        self._contents: dict[int, Content] = {}
        self.large: ExampleWindow | None = None
        self._paging = tuple(Paging(shown) for shown in (self.tiles, self.rows))
        for paging in self._paging:
            self.body.addWidget(paging)
        for shown in (self.tiles, self.rows):
            shown.wanted.connect(self.wanted)
            shown.opened.connect(self._enlarge)

    def show_examples(self, examples: CellExamples) -> None:
        """Show examples; the window with a large one is closed.

        Args:
            examples: The examples, the most certain first.
        """
        self._close_window()
        self.unread.hide()
        self._examples, self._contents = examples, {}
        count = numbers.count(len(examples.lines))
        self.set_title(tr("{what}: {count} examples", what=examples.title, count=count))
        shown = self.tiles if examples.kind in ("pictures", "series") else self.rows
        if examples.lines:
            self._stack.setCurrentWidget(shown)
            shown.show_examples(examples)
        else:
            self.say(tr("There is no such example."))

    def show_pages(self, *, on: bool) -> None:
        """Show examples by pages, where what the card stands in scrolls; else they scroll themselves."""
        for paging in self._paging:
            paging.use(on=on)

    def say(self, sentence: Sentence) -> None:
        """Show a sentence in place of examples: why there are none."""
        self._hint.setText(sentence)
        self._stack.setCurrentWidget(self._hint)

    def say_unread(self, sentence: Sentence) -> None:
        """Say above the examples why they cannot be read; truth and answer of each are known all the same."""
        self.unread.setText(sentence)
        self.unread.show()

    def fill(self, contents: Mapping[int, Content]) -> None:
        """Show what examples hold.

        Args:
            contents: What was read, by id; what is no longer shown is ignored.
        """
        known = {line.id for line in self._examples.lines}
        fresh = {number: content for number, content in contents.items() if number in known}
        self._contents.update(fresh)
        shown = self._stack.currentWidget()
        if isinstance(shown, ExampleTiles | ExampleRows):
            shown.fill(fresh)
        if self.large is not None and self.large.line.id in fresh:
            self.large.show_content(fresh[self.large.line.id])

    def drawing(self) -> Drawing:
        """Return the first sixty as a figure: pictures as far as they were read, else a table."""
        lines = self._examples.lines[:_MOST_DRAWN]
        placed = [
            PlacedImage(
                base64.b64encode(png_of(image)).decode(), f"{line.truth} → {line.answer}", sure_words(line)
            )
            for line in lines
            if (image := self.tiles.image(line.id)) is not None
        ]
        if self._examples.kind == "pictures" and placed:
            return images_drawing(placed, title=self.title)
        titles = (tr("Example"), tr("Truth"), tr("Answer"), sure_title(lines))
        rows = [(line.name, line.truth, line.answer, sure_words(line)) for line in lines]
        return table_drawing(titles, rows, title=self.title, numeric=(False, False, False, True))

    def csv(self) -> str:
        """Return all examples with truth, answer and probability."""
        return examples_csv(self._examples)

    @Slot(int)
    def _enlarge(self, place: int) -> None:
        if self.large is None:
            self.large = ExampleWindow(self._examples, parent=self)
            self.large.moved.connect(self._give_content)
            self.large.finished.connect(self._forget_window)
        self.large.show_place(place)
        self.large.show()
        self.large.activateWindow()
        self.opened.emit(self._examples.lines[place].id)

    @Slot(int)
    def _give_content(self, place: int) -> None:
        line: ExampleLine = self._examples.lines[place]
        if self.large is not None and line.id in self._contents:
            self.large.show_content(self._contents[line.id])
        elif line.id not in self._contents:
            self.wanted.emit((line.id,))

    @Slot(int)
    def _forget_window(self, _result: int) -> None:
        self.large = None

    def _close_window(self) -> None:
        if self.large is not None:
            self.large.close()
            self.large = None
