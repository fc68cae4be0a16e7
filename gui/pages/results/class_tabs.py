"""The other tabs of a classification: measures by class, curves, and the threshold between two classes."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from engine.evaluate.measures.threshold import threshold_costs
from gui.control.result_data import ResultData
from gui.pages.results.result_tab import ResultTab, plots_of
from gui.text import tr
from gui.views.results.classes.calibration_view import CalibrationView
from gui.views.results.classes.class_table import ClassTable
from gui.views.results.classes.confusions import TopConfusions
from gui.views.results.classes.roc_view import RocView
from gui.views.results.classes.threshold_view import ThresholdView

_SHARES = (5, 4)
"""Of the width, for the first and the second card: the first one has more columns, or more to choose."""


class ClassesTab(ResultTab):
    """Precision, recall and F1 of each class, and which classes are confused most.

    Attributes:
        table: The measures.
        confusions: The most frequent confusions in words.

    Signals:
        cell_asked(int, int): The examples of a cell of the confusion matrix are asked for: numbers of the
            true class and of the answer.
    """

    cell_asked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("By class"), parent=parent)
        self.table = self.card(ClassTable())
        self.table.class_chosen.connect(self._choose)
        self.confusions = self.card(TopConfusions())
        self.confusions.cell_chosen.connect(self.cell_asked)
        grid = self.grid
        grid.addWidget(self.table, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.confusions, 0, 1, Qt.AlignmentFlag.AlignTop)
        for column, share in enumerate(_SHARES):
            grid.setColumnStretch(column, share)

    def fill(self, data: ResultData) -> Generator[int]:
        """Show the measures."""
        if data.classes is not None:
            self.table.show_confusion(data.classes.confusion)
            yield 0
            self.confusions.show_confusion(data.classes.confusion)

    @Slot(int)
    def _choose(self, number: int) -> None:
        """Ask for the cell with the most mistakes of a class; for its right answers where it has none."""
        if self.data is not None and self.data.classes is not None:
            wrong = self.data.classes.confusion.counts[number].copy()
            wrong[number] = 0
            self.cell_asked.emit(number, int(wrong.argmax()) if wrong.any() else number)


class CurvesTab(ResultTab):
    """ROC and precision-recall curves, and how far the model's certainty can be believed.

    Attributes:
        curves: The curves.
        calibration: The certainty.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Curves"), parent=parent)
        self.curves = self.card(RocView())
        self.calibration = self.card(CalibrationView())
        grid = self.grid
        grid.addWidget(self.curves, 0, 0)
        grid.addWidget(self.calibration, 0, 1)

    def fill(self, data: ResultData) -> Generator[int]:
        """Show the curves."""
        found = data.classes
        if found is None:
            return
        self.curves.setVisible(bool(found.roc or found.precision_recall))
        self.calibration.setVisible(found.calibration is not None)
        for column, card in enumerate((self.curves, self.calibration)):
            self.grid.setColumnStretch(column, 0 if card.isHidden() else _SHARES[column])
        yield from plots_of((self.curves, self.calibration))
        self.curves.show_curves(found.roc, found.precision_recall)
        yield 0
        if found.calibration is not None:
            second = found.names[1] if found.second is not None else ""
            self.calibration.show_calibration(found.calibration, second_class=second)


class ThresholdTab(ResultTab):
    """Where to say that it is the second of two classes, and what mistakes of either kind cost.

    Attributes:
        threshold: The choice.

    Signals:
        threshold_chosen(float): The threshold is to be kept, for answers and exports too.
    """

    threshold_chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Threshold"), parent=parent)
        self.threshold = self.card(ThresholdView())
        self.threshold.threshold_changed.connect(self.threshold_chosen)
        self.threshold.costs_changed.connect(self._price)
        self.grid.addWidget(self.threshold, 0, 0)
        self._costs = (1.0, 1.0)

    def fill(self, data: ResultData) -> Generator[int]:
        """Show the costs of thresholds; what a mistake costs stays as it was chosen."""
        found = data.classes
        if found is None or found.second is None:
            return
        yield from plots_of((self.threshold,))
        positive, negative = self._costs
        costs = threshold_costs(
            np.asarray(found.truth == 1),
            found.second,
            cost_of_positive=positive,
            cost_of_negative=negative,
            default=found.default_threshold,
        )
        first, second = found.names
        self.threshold.show_costs(costs, classes=(first, second), threshold=found.threshold)

    @Slot(float, float)
    def _price(self, positive: float, negative: float) -> None:
        self._costs = (positive, negative)
