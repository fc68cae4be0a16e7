"""The tabs of a regression, and of a forecast."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from engine.message import Sentence
from gui.control.result_data import NumberResult, ResultData
from gui.pages.results.example_lines import worst_examples
from gui.pages.results.result_tab import ResultTab, plots_of
from gui.style.no_wheel import NoWheelComboBox
from gui.text import tr
from gui.views.results.ahead.future_view import FutureView
from gui.views.results.ahead.horizon_view import HorizonView
from gui.views.results.ahead.truth_view import TruthView
from gui.views.results.examples.examples_view import ExamplesView
from gui.views.results.regression.regression_view import RegressionView


class NumbersTab(ResultTab):
    """Predictions over the truth, the errors, and their measures by target.

    Attributes:
        regression: All of it, for one target at a time.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Errors"), fills=False, parent=parent)
        self.regression = RegressionView()
        self.regression.save_asked.connect(self.save_asked)
        self.regression.copy_asked.connect(self.copy_asked)
        self.grid.addWidget(self.regression, 0, 0)

    def fill(self, data: ResultData) -> Generator[int]:
        """Show the measures and the plots."""
        found = data.numbers
        if found is not None:
            yield from plots_of(self.regression.plots)
            yield from self.regression.show_regression(
                found.scores, truth=found.truth, predicted=found.predicted, units=found.units
            )


class WorstTab(ResultTab):
    """The examples with the largest errors.

    Attributes:
        examples: The examples, the largest error first.
        target: The choice of the target; hidden where there is one.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Largest errors"), parent=parent)
        self.examples = self.card(ExamplesView())
        self.examples.wanted.connect(self.examples_asked)
        self.target = NoWheelComboBox()
        self.target.setAccessibleName(tr("Target"))
        self.target.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.target.currentIndexChanged.connect(self._show_target)
        self.examples.add_choice(self.target)
        self.grid.addWidget(self.examples, 0, 0)

    def fill(self, data: ResultData) -> Generator[int]:
        """Show the examples; the choice of a target is kept where it still exists."""
        yield 0
        if data.numbers is None:
            return
        names, before = data.numbers.names, self.target.currentText()
        with QSignalBlocker(self.target):
            self.target.clear()
            self.target.addItems(names)
            self.target.setCurrentIndex(max(self.target.findText(before), 0))
        self.target.setVisible(len(names) > 1)
        self._list(data, data.numbers)

    @Slot(int)
    def _show_target(self, _number: int) -> None:
        if self.data is not None and self.data.numbers is not None:
            self._list(self.data, self.data.numbers)

    def _list(self, data: ResultData, found: NumberResult) -> None:
        self.examples.show_examples(worst_examples(data, found, target=max(self.target.currentIndex(), 0)))

    @Slot(object)
    def show_examples(self, contents: Mapping[int, Any]) -> None:
        """Show what examples hold, as they have been read."""
        self.examples.fill(contents)

    @Slot(str)
    def say_unread(self, sentence: Sentence) -> None:
        """Say why examples cannot be read."""
        self.examples.say_unread(sentence)


class StepsTab(ResultTab):
    """The errors of a forecast by step of the horizon, beside simple forecasts.

    Attributes:
        errors: The errors.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("By step"), parent=parent)
        self.errors = self.card(HorizonView())
        self.grid.addWidget(self.errors, 0, 0)

    def fill(self, data: ResultData) -> Generator[int]:
        """Show the errors."""
        yield from plots_of((self.errors,))
        if data.ahead is not None:
            self.errors.show_errors(data.ahead.steps, units=data.ahead.units)


class ForecastTab(ResultTab):
    """The forecast over the truth.

    Attributes:
        forecast: The forecast.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Forecast"), parent=parent)
        self.forecast = self.card(TruthView())
        self.grid.addWidget(self.forecast, 0, 0)

    def fill(self, data: ResultData) -> Generator[int]:
        """Show the forecast."""
        yield from plots_of((self.forecast,))
        if data.ahead is not None and data.ahead.forecast is not None:
            self.forecast.show_forecast(data.ahead.forecast, units=data.ahead.units)


class FutureTab(ResultTab):
    """What comes after the last row of the data.

    Attributes:
        future: The forecast with its interval.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Future"), parent=parent)
        self.future = self.card(FutureView())
        self.grid.addWidget(self.future, 0, 0)

    def fill(self, data: ResultData) -> Generator[int]:
        """Show the future."""
        yield from plots_of((self.future,))
        if data.ahead is not None:
            self.future.show_future(data.ahead.future)
