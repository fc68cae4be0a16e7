"""ROC and precision-recall curves of the classes, with the areas below them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QButtonGroup, QComboBox, QToolButton, QWidget

from engine.evaluate.measures.roc_curves import Curve
from engine.evaluate.result_words import percent
from engine.report.figure import Line
from engine.report.result_lines import curve_lines, diagonal, few_curves
from engine.report.tables import table_csv
from gui.style import mark
from gui.style.no_wheel import NoWheelComboBox
from gui.text import tr
from gui.views.results.plot_card import NOTHING, Palette, PlotCard, Reading
from gui.views.results.xy_plot import UNIT, Axes

_CLASS_LETTERS, _CLASS_WIDTH = 8, 140  # of the choice of a class, which leaves room for the title


class RocView(PlotCard):
    """A card with the curves: all of a few classes; of many their mean and the classes with the least area.

    Attributes:
        roc_button: Shows ROC curves.
        recall_button: Shows precision over recall.
        chooser: Which class stands out.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Curves"), "curves", parent=parent)
        self._roc: tuple[Curve, ...] = ()
        self._recall: tuple[Curve, ...] = ()
        self.chooser = NoWheelComboBox()
        self.chooser.setAccessibleName(tr("Class"))
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.chooser.setMinimumContentsLength(_CLASS_LETTERS)
        self.chooser.setMaximumWidth(_CLASS_WIDTH)
        self.chooser.currentIndexChanged.connect(self._redraw)
        self.roc_button, self.recall_button = QToolButton(), QToolButton()
        self.roc_button.setText(tr("ROC"))
        self.recall_button.setText(tr("Precision-recall"))
        group = QButtonGroup(self)
        self.add_choice(self.chooser)
        for button in (self.roc_button, self.recall_button):
            mark(button, "kind", value="ghost")
            button.setCheckable(True)
            group.addButton(button)
            self.add_choice(button)
        self.roc_button.setChecked(True)
        self.roc_button.toggled.connect(self._redraw)

    def show_curves(self, roc: Sequence[Curve], precision_recall: Sequence[Curve]) -> None:
        """Show curves; the choice of a class is kept where it still exists.

        Args:
            roc: Of two classes that of the second, else the mean (named "") and one for each class.
            precision_recall: One for each class.
        """
        self._roc, self._recall = tuple(roc), tuple(precision_recall)
        names = list(dict.fromkeys(curve.name for curve in (*roc, *precision_recall) if curve.name))
        before = self.chooser.currentText()
        with QSignalBlocker(self.chooser):
            self.chooser.clear()
            if len(names) > 1:
                self.chooser.addItem(tr("All classes"), "")
            for name in names:
                self.chooser.addItem(name, name)
            self.chooser.setCurrentIndex(max(self.chooser.findText(before), 0))
        self.chooser.setVisible(len(names) > 1)
        self.redraw()

    def choose_class(self, name: str) -> None:
        """Let a class stand out."""
        at = self.chooser.findData(name)
        if at >= 0:
            self.chooser.setCurrentIndex(at)

    @property
    def curves(self) -> tuple[Curve, ...]:
        """All curves of the chosen kind."""
        return self._roc if self.roc_button.isChecked() else self._recall

    def lines(self, palette: Palette) -> list[Line]:
        """Return the curves that are drawn, the one that stands out last, and the line of chance."""
        chosen = self.chooser.currentData() or ""
        lines = curve_lines(self._drawn(), chosen=chosen, colors=palette.curves, mean=palette.text)
        return [*lines, diagonal(palette.muted)] if self.roc_button.isChecked() else lines

    def figure_title(self) -> str:
        """Name the chosen kind of curve."""
        return self.roc_button.text() if self.roc_button.isChecked() else self.recall_button.text()

    def axes(self) -> Axes:
        """Return the rates that a ROC curve has, or precision and recall."""
        if self.roc_button.isChecked():
            return Axes(tr("False positive rate"), tr("True positive rate"), UNIT, UNIT)
        return Axes(tr("Recall"), tr("Precision"), UNIT, UNIT)

    def summary(self) -> str:
        """Return the area, and which class has the least."""
        if not self.curves:
            return tr("There are no such curves: each needs examples of its class, and others.")
        classes = [curve for curve in self.curves if curve.name]
        area = tr("area under the curve") if self.roc_button.isChecked() else tr("average precision")
        if len(classes) == 1:
            return tr("{what}: {area:.3f}", what=f"{area[:1].upper()}{area[1:]}", area=classes[0].area)
        least = min(classes, key=lambda curve: curve.area)
        return tr(
            "Mean {what} {mean:.3f}; the lowest is that of {name}, {least:.3f}.",
            what=area,
            mean=float(np.mean([curve.area for curve in classes])),
            name=least.name,
            least=least.area,
        )

    def stops(self) -> NDArray[np.float64]:
        """Return a hundred places along the axis."""
        return np.linspace(0.0, 1.0, 101)

    def reading(self, place: float) -> Reading:
        """Return what the curves have at a place, and the threshold of the one that stands out."""
        drawn = self._drawn()
        if not drawn or not 0 <= place <= 1:
            return NOTHING
        chosen = self.chooser.currentData() or ""
        main = next((curve for curve in drawn if curve.name == chosen), drawn[0])
        at = int(np.abs(main.x - place).argmin())
        order = np.argsort(main.x, kind="stable")
        height = float(np.interp(place, main.x[order], main.y[order]))
        axes = self.axes()
        words = f"{axes.across} {percent(place)}, {axes.up} {percent(height)}"
        if main.name and len(drawn) > 1:
            words = f"{main.name}: {words}"
        if math.isfinite(main.thresholds[at]):
            words = tr(
                "{words}, at the threshold {threshold:.3f}", words=words, threshold=main.thresholds[at]
            )
        return Reading(place, [height], words)

    def csv(self) -> str:
        """Return all points of all curves of the chosen kind."""
        axes = self.axes()
        rows = (
            (curve.name or tr("Mean"), x, y, threshold)
            for curve in self.curves
            for x, y, threshold in zip(
                curve.x.tolist(), curve.y.tolist(), curve.thresholds.tolist(), strict=True
            )
        )
        return table_csv([tr("Class"), axes.across, axes.up, tr("Threshold")], rows)

    def _drawn(self) -> list[Curve]:
        return few_curves(self.curves, chosen=self.chooser.currentData() or "")

    @Slot()
    @Slot(int)
    @Slot(bool)
    def _redraw(self, _value: int = 0) -> None:
        self.redraw()
