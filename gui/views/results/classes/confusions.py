"""The most frequent confusions in words; each leads to its cell of the matrix."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListWidget, QListWidgetItem, QWidget

from engine.evaluate.measures.confusion import Confused, Confusion
from engine.report.figure import Drawing
from engine.report.grid_figure import table_drawing
from engine.report.tables import table_csv
from gui.style import mark
from gui.text import tr
from gui.views.results.result_card import ResultCard

_MOST = 10
_ROW = 30
_BESIDE = 22  # pixels beside a sentence: the padding of the style sheet, and what Qt adds


class TopConfusions(ResultCard):
    """A card with a sentence for each of the ten most frequent confusions.

    Attributes:
        list: The sentences.
        nothing: Said where no class was taken for another.

    Signals:
        cell_chosen(int, int): The numbers of the true class and of the answer.
    """

    cell_chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Most frequent confusions"), "confusions", parent=parent)
        self._found: tuple[Confused, ...] = ()
        self.list = QListWidget()
        self.list.setAccessibleName(self.title)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._choose)
        self.list.activated.connect(self._choose)
        self.nothing = QLabel(tr("No example was taken for another class."))
        mark(self.nothing, "role", value="muted")
        self.body.addWidget(self.nothing)
        self.body.addWidget(self.list)
        self.body.addStretch(1)

    def show_confusion(self, confusion: Confusion) -> None:
        """Show the pairs with the most examples."""
        self._found = confusion.most_confused(_MOST)
        self.list.clear()
        for pair in self._found:
            item = QListWidgetItem(pair.sentence.replace(" %", "\N{NO-BREAK SPACE}%"))
            item.setToolTip(pair.sentence)
            self.list.addItem(item)
        self.nothing.setVisible(not self._found)
        self.list.setVisible(bool(self._found))
        self._fit_rows()
        if self._found:
            self.list.setCurrentRow(0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """A sentence that is wider than the list takes a second line."""
        super().resizeEvent(event)
        self._fit_rows()

    def _fit_rows(self) -> None:
        room = self.list.width() - 2 * self.list.frameWidth() - _BESIDE
        metrics, high = self.list.fontMetrics(), 0
        for row, pair in enumerate(self._found):
            lines = 1 if metrics.horizontalAdvance(pair.sentence) <= room else 2
            size = QSize(0, _ROW + (lines - 1) * metrics.lineSpacing())  # as wide as the list
            self.list.item(row).setSizeHint(size)
            high += size.height()
        if self._found:
            self.list.setFixedHeight(high + 2 * self.list.frameWidth() + 4)

    def drawing(self) -> Drawing:
        """Return the sentences as a figure."""
        rows = [(pair.truth_name, pair.predicted_name, f"{pair.count:,}") for pair in self._found]
        titles = (tr("Truth"), tr("Answer"), tr("Examples"))
        return table_drawing(titles, rows, title=self.title, numeric=(False, False, True))

    def csv(self) -> str:
        """Return the pairs with their counts, and how many examples the true class has."""
        titles = [tr("Truth"), tr("Answer"), tr("Examples"), tr("Examples of the true class")]
        rows = [(pair.truth_name, pair.predicted_name, pair.count, pair.support) for pair in self._found]
        return table_csv(titles, rows)

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        pair = self._found[index.row()]
        self.cell_chosen.emit(pair.truth, pair.predicted)
