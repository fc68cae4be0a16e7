"""Two classes: from which probability on the answer is the second one, and what mistakes then cost."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from engine.evaluate.measures.threshold import ThresholdCosts
from engine.report.figure import Line
from engine.report.result_lines import cost_lines
from engine.report.tables import table_csv
from gui.style import SPACE, mark, pad_spin_box
from gui.style.no_wheel import NoWheelSlider
from gui.text import tr
from gui.views.parts import numbers
from gui.views.results.plot_card import NOTHING, Palette, PlotCard, Reading
from gui.views.results.xy_plot import UNIT, Axes

_STEPS = 1000
_REST_MS = 400


class ThresholdView(PlotCard):
    """A card with the costs over the threshold, a slider, and what a mistake of either kind costs.

    Attributes:
        slider: The threshold in thousandths.
        shown: The threshold as a number.
        positive_cost: What it costs to take the first class for the second.
        negative_cost: What it costs to take the second class for the first.
        best_button: Chooses the threshold with the lowest cost.
        default_button: Chooses the one that is used where nobody chooses.

    Signals:
        threshold_changed(float): A person has chosen a threshold, and the choice has come to rest.
        costs_changed(float, float): A person has chosen other costs: of a false positive, a false negative.
    """

    threshold_changed = Signal(float)
    costs_changed = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Threshold"), "threshold", parent=parent)
        self._costs: ThresholdCosts | None = None
        self._names = ("", "")
        self._threshold = 0.5
        self.slider = NoWheelSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _STEPS)
        self.slider.setPageStep(_STEPS // 20)
        self.slider.setAccessibleName(tr("Threshold"))
        self.slider.valueChanged.connect(self._slide)
        self.shown = _box(1.0, 0.01)
        self.shown.setDecimals(3)
        self.shown.setAccessibleName(tr("Threshold"))
        self.shown.valueChanged.connect(self._take)
        self.positive_cost, self.negative_cost = _box(1e6, 1.0), _box(1e6, 1.0)
        for box in (self.positive_cost, self.negative_cost):
            box.valueChanged.connect(self._price)
        self.best_button, self.default_button = QPushButton(tr("Lowest cost")), QPushButton()
        self.best_button.clicked.connect(self._choose_best)
        self.default_button.clicked.connect(self._choose_default)
        self._cost_labels = (QLabel(), QLabel())
        for label, box in zip(self._cost_labels, (self.positive_cost, self.negative_cost), strict=True):
            mark(label, "role", value="muted")
            label.setBuddy(box)
        choices = QHBoxLayout()
        choices.setSpacing(SPACE.s)
        for widget, stretch in (
            (self.slider, 1),
            (self.shown, 0),
            (self.best_button, 0),
            (self.default_button, 0),
        ):
            choices.addWidget(widget, stretch)
        prices = QGridLayout()
        prices.setHorizontalSpacing(SPACE.m)
        prices.setColumnStretch(2, 1)
        for row, box in enumerate((self.positive_cost, self.negative_cost)):
            prices.addWidget(self._cost_labels[row], row, 0)
            prices.addWidget(box, row, 1)
        self.body.insertLayout(0, choices)
        self.body.insertLayout(1, prices)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._report)

    def show_costs(self, costs: ThresholdCosts, *, classes: tuple[str, str], threshold: float) -> None:
        """Show the mistakes at each threshold, and the one that is used.

        Args:
            costs: The mistakes, and what they cost.
            classes: Names of the first and the second class.
            threshold: The one that is used now.
        """
        self._costs, self._names = costs, classes
        first, second = classes
        texts = (
            tr("Cost of {truth} answered as {answer}", truth=first, answer=second),
            tr("Cost of {truth} answered as {answer}", truth=second, answer=first),
        )
        boxes = ((self.positive_cost, costs.cost_of_positive), (self.negative_cost, costs.cost_of_negative))
        for label, text, (box, value) in zip(self._cost_labels, texts, boxes, strict=True):
            label.setText(text)
            box.setAccessibleName(text)
            with QSignalBlocker(box):
                box.setValue(value)
        self.default_button.setText(tr("Back to {threshold}", threshold=f"{costs.default:g}"))
        self._set(threshold)

    @property
    def threshold(self) -> float:
        """The threshold that is chosen."""
        return self._threshold

    def lines(self, palette: Palette) -> list[Line]:
        """Return the cost over the threshold, and a line at the chosen one."""
        if self._costs is None:
            return []
        return cost_lines(self._costs, self._threshold, color=palette.curves[1], text=palette.text)

    def axes(self) -> Axes:
        """Return threshold and cost."""
        return Axes(tr("Threshold of {name}", name=self._names[1]), tr("Cost"), UNIT)

    def summary(self) -> str:
        """Return the mistakes at the chosen threshold, and the lowest cost."""
        if self._costs is None:
            return ""
        best = self._costs.at(self._costs.best)
        return tr(
            "{now} Lowest cost: {cost} at {threshold:.3f}.",
            now=self._words(self._threshold),
            cost=numbers.rate(float(self._costs.costs[best])),
            threshold=self._costs.best,
        )

    def stops(self) -> NDArray[np.float64]:
        """Return a hundred thresholds."""
        return np.linspace(0.0, 1.0, 101)

    def reading(self, place: float) -> Reading:
        """Return the mistakes at a threshold."""
        if self._costs is None or not 0 <= place <= 1:
            return NOTHING
        return Reading(place, [float(self._costs.costs[self._costs.at(place)])], self._words(place))

    def csv(self) -> str:
        """Return mistakes and costs at every threshold."""
        first, second = self._names
        titles = [
            tr("Threshold"),
            tr("{truth} answered as {answer}", truth=first, answer=second),
            tr("{truth} answered as {answer}", truth=second, answer=first),
            tr("Cost"),
        ]
        if self._costs is None:
            return table_csv(titles, [])
        found = self._costs
        columns = (found.thresholds, found.false_positives, found.false_negatives, found.costs)
        return table_csv(titles, zip(*(column.tolist() for column in columns), strict=True))

    def _words(self, threshold: float) -> str:
        if self._costs is None:
            return ""
        at, (first, second) = self._costs.at(threshold), self._names
        return tr(
            "At {threshold:.3f}: {wrong} {first} answered as {second}, {missed} {second} answered as {first},"
            " cost {cost}.",
            threshold=threshold,
            wrong=numbers.count(int(self._costs.false_positives[at])),
            missed=numbers.count(int(self._costs.false_negatives[at])),
            first=first,
            second=second,
            cost=numbers.rate(float(self._costs.costs[at])),
        )

    def _set(self, threshold: float) -> None:
        """Show a threshold in slider, number and plot, without a signal."""
        self._threshold = min(max(threshold, 0.0), 1.0)
        with QSignalBlocker(self.slider), QSignalBlocker(self.shown):
            self.slider.setValue(round(self._threshold * _STEPS))
            self.shown.setValue(self._threshold)
        self.slider.setAccessibleDescription(self._words(self._threshold))
        self.redraw()

    def _choose(self, threshold: float) -> None:
        self._set(threshold)
        self._rest.start()

    @Slot(int)
    def _slide(self, thousandths: int) -> None:
        self._choose(thousandths / _STEPS)

    @Slot(float)
    def _take(self, threshold: float) -> None:
        self._choose(threshold)

    @Slot()
    def _choose_best(self) -> None:
        if self._costs is not None:
            self._choose(self._costs.best)

    @Slot()
    def _choose_default(self) -> None:
        if self._costs is not None:
            self._choose(self._costs.default)

    @Slot(float)
    def _price(self, _value: float) -> None:
        if self._costs is None:
            return
        positive, negative = self.positive_cost.value(), self.negative_cost.value()
        self._costs = self._costs.priced(cost_of_positive=positive, cost_of_negative=negative)
        self._set(self._threshold)
        self.costs_changed.emit(positive, negative)

    @Slot()
    def _report(self) -> None:
        self.threshold_changed.emit(self._threshold)


class _Box(QDoubleSpinBox):
    """A spin box that leaves the wheel to the page unless it has the focus."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def _box(most: float, step: float) -> _Box:
    made = _Box()
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setRange(0.0, most)
    made.setDecimals(2)
    made.setSingleStep(step)
    made.setKeyboardTracking(False)
    pad_spin_box(made)
    return made
