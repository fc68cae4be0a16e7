"""All views of a regression, for one of its targets at a time."""

from __future__ import annotations

from collections.abc import Generator, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.evaluate.measures.regression import Regression
from gui.idle_work import Turns
from gui.style import SPACE, mark
from gui.style.no_wheel import NoWheelComboBox
from gui.text import tr
from gui.views.results.regression.predicted_view import PredictedView
from gui.views.results.regression.quantile_view import QuantileView
from gui.views.results.regression.residual_views import ErrorHistogram, ErrorOverPrediction
from gui.views.results.regression.score_table import ScoreTable
from gui.views.results.regression.target_data import TargetData

_HIGH = 380


class RegressionView(QWidget):
    """The table of all targets, and the plots of the chosen one.

    Attributes:
        target: The choice of the target; hidden where there is one.
        scores: The table.
        predicted: Predictions over the truth.
        histogram: How often each error occurs.
        errors: The error over the prediction.
        quantiles: The error by true value.
        plots: These four.

    Signals:
        example_chosen(int): The place of an example that was chosen in a plot.
        save_asked(ToSave): A picture or a table is to be saved.
        copy_asked(Drawing): A picture is to be copied.
    """

    example_chosen = Signal(int)
    save_asked = Signal(object)
    copy_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._targets: tuple[TargetData, ...] = ()
        self._turns = Turns(self)
        self.target = NoWheelComboBox()
        self.target.setAccessibleName(tr("Target"))
        self.target.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.target.currentIndexChanged.connect(self._show_target)
        self._label = QLabel(tr("Target"))
        mark(self._label, "role", value="muted")
        self.scores = ScoreTable()
        self.scores.target_chosen.connect(self.target.setCurrentIndex)
        self.predicted, self.histogram = PredictedView(), ErrorHistogram()
        self.errors, self.quantiles = ErrorOverPrediction(), QuantileView()
        self.plots = (self.predicted, self.histogram, self.errors, self.quantiles)
        self.predicted.example_chosen.connect(self.example_chosen)
        choice = QHBoxLayout()
        choice.setSpacing(SPACE.s)
        choice.addWidget(self._label)
        choice.addWidget(self.target)
        choice.addStretch(1)
        plots = QGridLayout()
        plots.setSpacing(SPACE.m)
        for at, card in enumerate(self.plots):
            card.setMinimumHeight(_HIGH)
            plots.addWidget(card, at // 2, at % 2)
        for column in range(2):
            plots.setColumnStretch(column, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE.m)
        whole.addWidget(self.scores)
        whole.addLayout(choice)
        whole.addLayout(plots, 1)
        for card in (self.scores, *self.plots):
            card.save_asked.connect(self.save_asked)
            card.copy_asked.connect(self.copy_asked)

    def show_regression(
        self,
        regression: Regression,
        *,
        truth: NDArray[np.floating],
        predicted: NDArray[np.floating],
        units: Sequence[str] = (),
    ) -> Generator[int]:
        """Show the measures and the predictions; the choice of a target is kept where it still exists.

        It is work for `gui.idle_work.Turns`: a plot is drawn in each turn.

        Args:
            regression: The measures.
            truth: (n, targets).
            predicted: (n, targets).
            units: Of each target; () for none.
        """
        units = tuple(units) or ("",) * len(regression.targets)
        self._targets = tuple(
            TargetData(
                scores,
                np.asarray(truth[:, at], np.float64),
                np.asarray(predicted[:, at], np.float64),
                units[at],
            )
            for at, scores in enumerate(regression.targets)
        )
        self.scores.show_regression(regression, units=units)
        before = self.target.currentText()
        with QSignalBlocker(self.target):
            self.target.clear()
            self.target.addItems([one.name for one in regression.targets])
            self.target.setCurrentIndex(max(self.target.findText(before), 0))
        for widget in (self.target, self._label):
            widget.setVisible(len(self._targets) > 1)
        yield from self._drawn(self.target.currentIndex())

    @Slot(int)
    def _show_target(self, number: int) -> None:
        self._turns.begin(self._drawn(number))

    def _drawn(self, number: int) -> Generator[int]:
        if 0 <= number < len(self._targets):
            for card in self.plots:
                card.show_target(self._targets[number])
                yield 0
