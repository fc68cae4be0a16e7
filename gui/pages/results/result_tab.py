"""One tab of the Results page: some views beside or below each other, filled when the tab is first seen."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from engine.message import Sentence
from gui.idle_work import Turns
from gui.style import SPACE
from gui.views.results.plot_card import PlotCard
from gui.views.results.result_card import ResultCard

if TYPE_CHECKING:
    from gui.control.result_data import ResultData

CardT = TypeVar("CardT", bound=ResultCard)


class ResultTab(QScrollArea):
    """The base of every tab.

    Subclasses put their cards into `grid`, and fill them in `fill`. They are filled only while they are
    seen, a card in each turn of the event loop, as thousands of points take time to draw.

    Args:
        title: The label of the tab.
        fills: Whether the cards are as high as the tab where they can be; else as high as they like.

    Attributes:
        title: The label of the tab.
        body: Where the cards stand.
        grid: The layout of the cards.
        data: What is shown, all of it; None while something is missing.

    Signals:
        save_asked(ToSave): A picture or a table is to be saved.
        copy_asked(Drawing): A picture is to be copied to the clipboard.
        examples_asked(tuple[int, ...]): Places of the examples that are to be read, the first ones first.
    """

    save_asked = Signal(object)
    copy_asked = Signal(object)
    examples_asked = Signal(object)

    def __init__(self, title: str, *, fills: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.setAccessibleName(title)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.body = QWidget(self)
        self.grid = _LowGrid(self.body) if fills else QGridLayout(self.body)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(SPACE.m)
        self.setWidget(self.body)
        self._data: ResultData | None = None
        self._filling: ResultData | None = None
        self._afterwards: Callable[[], None] | None = None
        self.data: ResultData | None = None
        self._turns = Turns(self)

    def show_data(self, data: ResultData) -> None:
        """Show another evaluation, now or when the tab is seen."""
        self._data = data
        if self.isVisible():
            self._fill()

    def fill(self, data: ResultData) -> Generator[int]:
        """Fill the cards, one in each turn: work for `Turns`."""
        raise NotImplementedError

    def when_filled(self, act: Callable[[], None]) -> None:
        """Act as soon as everything is shown; what was to be done before is dropped."""
        self._afterwards = act
        self._act()

    def show_examples(self, contents: Mapping[int, Any]) -> None:
        """Show what examples hold, as they have been read; by their places."""

    def say_unread(self, sentence: Sentence) -> None:
        """Say why examples cannot be read."""

    def card(self, card: CardT) -> CardT:
        """Return a card whose wishes to be saved or copied are passed on."""
        card.save_asked.connect(self.save_asked)
        card.copy_asked.connect(self.copy_asked)
        return card

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Fill the cards where that has waited."""
        super().showEvent(event)
        self._fill()

    def _fill(self) -> None:
        if self._data is not None and self._data is not self._filling:
            self._filling, self.data = self._data, None
            self._turns.begin(self._fill_all(self._data))

    def _fill_all(self, data: ResultData) -> Generator[int]:
        yield 0  # the tab is painted before its cards
        yield from self.fill(data)
        self.data = data
        self._act()

    def _act(self) -> None:
        act, self._afterwards = self._afterwards, None
        if act is not None and self.data is not None:
            act()
        else:
            self._afterwards = act


def plots_of(cards: Iterable[PlotCard]) -> Generator[int]:
    """Make the plots of cards, one in each turn: it takes as long as to fill one."""
    for card in cards:
        card.make_plot()
        yield 0


class _LowGrid(QGridLayout):
    """As high as the tab, and not as high as its cards would like: plots and matrices fill what there is."""

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Deny it, else Qt makes the tab scroll for the sake of labels that wrap."""
        return False
