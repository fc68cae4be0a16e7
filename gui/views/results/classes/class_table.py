"""Precision, recall, F1 and support of each class, with their means."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from engine.evaluate.measures.confusion import Confusion
from engine.evaluate.measures.intervals import Measured
from engine.evaluate.result_words import percent
from engine.report.figure import Drawing
from engine.report.grid_figure import table_drawing
from engine.report.tables import table_csv
from gui.style import mark
from gui.text import tr
from gui.views.results.number_table import Column, NumberTable
from gui.views.results.result_card import ResultCard

_MOST_DRAWN = 60


class ClassTable(ResultCard):
    """A card with the table.

    Attributes:
        table: The measures.
        means: The means over all classes, with their intervals.

    Signals:
        class_chosen(int): The number of the class that was clicked, or chosen with Return.
    """

    class_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Each class"), "classes", parent=parent)
        self.table = NumberTable(tr("Measures of each class"))
        self.table.row_chosen.connect(self.class_chosen)
        self.means = QLabel()
        self.means.setWordWrap(True)
        mark(self.means, "role", value="muted")
        self.body.addWidget(self.means)
        self.body.addWidget(self.table, 1)
        self.body.addStretch(0)

    def show_confusion(self, confusion: Confusion) -> None:
        """Show the measures of the classes, in their order."""
        found = confusion.by_class
        self.table.show_columns(
            [
                Column(tr("Class"), [one.name for one in found]),
                Column(tr("Precision"), [one.precision for one in found], as_share=True),
                Column(tr("Recall"), [one.recall for one in found], as_share=True),
                Column(tr("F1"), [one.f1 for one in found], as_share=True),
                Column(tr("Examples"), [one.support for one in found]),
                Column(tr("Answered"), [one.predicted for one in found]),
            ]
        )
        self.means.setText(
            tr(
                "Mean of all classes: precision {precision}, recall {recall}, F1 {f1}.",
                precision=_with_interval(confusion.precision_macro),
                recall=_with_interval(confusion.recall_macro),
                f1=_with_interval(confusion.f1_macro),
            )
        )

    def drawing(self) -> Drawing:
        """Return the first sixty rows, in their order of now, as a figure."""
        titles = [column.title for column in self.table.numbers.columns]
        numeric = [self.table.numbers.is_numeric(at) for at in range(len(titles))]
        return table_drawing(titles, self.table.texts()[:_MOST_DRAWN], title=self.title, numeric=numeric)

    def csv(self) -> str:
        """Return all rows with every digit, in their order of now."""
        columns, order = self.table.numbers.columns, self.table.numbers.order
        rows = ([column.values[at] for column in columns] for at in order)
        return table_csv([column.title for column in columns], rows)


def _with_interval(measured: Measured) -> str:
    text = percent(measured.value)
    if not measured.has_interval:
        return text
    low, high = percent(measured.low, sign=False), percent(measured.high, sign=False)
    return tr("{value} ({low} to {high})", value=text, low=low, high=high)
