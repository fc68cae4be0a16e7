"""R2, mean absolute error and RMSE of each target, with their intervals, in the target's unit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from engine.evaluate.measures.regression import Regression
from engine.report.figure import Drawing
from engine.report.grid_figure import table_drawing
from engine.report.result_part import score_cells
from engine.report.tables import table_csv
from gui.text import tr
from gui.views.results.number_table import Column, NumberTable
from gui.views.results.result_card import ResultCard


class ScoreTable(ResultCard):
    """A card with a row for each target.

    Attributes:
        table: The measures.

    Signals:
        target_chosen(int): The number of the target that was clicked, or chosen with Return.
    """

    target_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Each target"), "targets", parent=parent)
        self._regression: Regression | None = None
        self.table = NumberTable(tr("Measures of each target"))
        self.table.row_chosen.connect(self.target_chosen)
        self.body.addWidget(self.table)
        self.body.addStretch(1)

    def show_regression(self, regression: Regression, *, units: Sequence[str]) -> None:
        """Show the measures.

        Args:
            regression: The measures of all targets.
            units: Of each target, "" for none.
        """
        self._regression = regression
        titles, cells = score_cells(regression, units=units)
        self.table.show_columns(
            [
                Column(title, list(values))
                for title, values in zip(titles, zip(*cells, strict=True), strict=True)
            ]
        )

    def drawing(self) -> Drawing:
        """Return the table as a figure."""
        titles = [column.title for column in self.table.numbers.columns]
        numeric = [at > 0 for at in range(len(titles))]
        return table_drawing(titles, self.table.texts(), title=self.title, numeric=numeric)

    def csv(self) -> str:
        """Return every measure and the ends of its interval, with every digit."""
        names = ("r2", "mae", "rmse")
        titles = [tr("Target"), *(f"{name}{end}" for name in names for end in ("", "_low", "_high")), "bias"]
        rows = [
            [
                one.name,
                *(
                    end
                    for measured in (one.r2, one.mae, one.rmse)
                    for end in (measured.value, measured.low, measured.high)
                ),
                one.bias,
            ]
            for one in (self._regression.targets if self._regression is not None else ())
        ]
        return table_csv(titles, rows)
