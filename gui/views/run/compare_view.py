"""Several runs over each other: a metric as curves, and a table of outcomes and differences.

What differs is found by `engine.report.comparison`; files are written by `gui.frame.commands`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, Signal, SignalInstance, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.history.metric_history import MetricHistory
from engine.report.comparison import Comparison, compare
from engine.report.figure import COLORS, Drawing, Line, draw
from engine.report.page import lines_of
from engine.settings import Project
from gui.style import SPACE, ThemeWatch, colors
from gui.style.no_wheel import NoWheelComboBox
from gui.text import tr
from gui.views.parts import numbers
from gui.views.parts.pens import line_pen
from gui.views.parts.plain_table import PlainTable
from gui.views.plots.axis_ranges import Extent
from gui.views.plots.epoch_plot import EpochPlot

MOST = len(COLORS)
"""The largest number of runs, as there is one colour for each."""
_TABLE_MOST = 320
_ROOM = 0.04
_END_ROOM = 0.015


class CompareView(QWidget):
    """The plot and the table of several runs.

    Attributes:
        comparison: What the table shows.
        plot: The curves.
        table: Outcomes, and the settings that differ.

    Signals:
        table_asked(): The table is to be saved.
        picture_asked(): The plot is to be saved.
    """

    table_asked = Signal()
    picture_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = ThemeWatch()
        self._runs: dict[str, MetricHistory] = {}
        self.comparison = Comparison((), (), ())
        self._metric = NoWheelComboBox()
        self._metric.setAccessibleName(tr("Metric"))
        self._metric.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._metric.currentIndexChanged.connect(self._draw)
        self._key = QLabel()
        self._key.setTextFormat(Qt.TextFormat.RichText)
        self._key.setWordWrap(True)
        self.plot = EpochPlot()
        self.plot.setMinimumHeight(180)
        self.plot.hovered.connect(self._read)
        table = _button(tr("Save the table (CSV)..."), self.table_asked)
        picture = _button(tr("Save the plot (SVG, PNG)..."), self.picture_asked)
        head = QHBoxLayout()
        head.setSpacing(SPACE.m)
        head.addWidget(self._metric, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._key, 1)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(table, 0, Qt.AlignmentFlag.AlignTop)
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(SPACE.s, SPACE.s, SPACE.m, SPACE.xs)
        inside.addWidget(self.plot)
        self.table = PlainTable(tr("Comparison"), most_height=_TABLE_MOST)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.xl, SPACE.s, SPACE.xl, SPACE.m)
        column.setSpacing(SPACE.m)
        column.addLayout(head)
        column.addWidget(card, 1)
        column.addWidget(self.table)
        self.plot.apply_theme()

    def show_runs(self, runs: Mapping[str, MetricHistory], projects: Sequence[Project | None]) -> None:
        """Compare these runs; only the first `MOST` are shown.

        Args:
            runs: Histories by the name of their run.
            projects: The settings of the runs in the same order; None where they cannot be read.
        """
        self._runs = dict(list(runs.items())[:MOST])
        self.comparison = compare(self._runs, list(projects)[:MOST])
        before = self._metric.currentText()
        names = list(dict.fromkeys(name for history in self._runs.values() for name in history.names))
        self._metric.blockSignals(True)
        self._metric.clear()
        self._metric.addItems(names)
        self._metric.setCurrentIndex(max(self._metric.findText(before), 0))
        self._metric.blockSignals(False)
        rows = [(title, *values) for title, values in (*self.comparison.outcomes, *self.comparison.settings)]
        self.table.show_rows(["", *self.comparison.runs], rows, wide=0)
        self._draw()

    def drawing(self) -> Drawing:
        """Return the plot as a figure for other programs, in the colours for print."""
        lines = [line for run in self._lines(COLORS) for line in run]
        return draw(lines, title=self._metric.currentText(), axis=tr("Epoch"), width=760)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take new colours when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "table") and self._theme.change():
            self.plot.apply_theme()
            self._draw()

    @Slot()
    @Slot(int)
    def _draw(self, _index: int = 0) -> None:
        shades = colors().curves
        self.plot.clear()
        extent, reach = Extent(), 1.0
        for lines in self._lines(shades):
            for line in lines:
                if not len(line.x):
                    continue
                pen = line_pen(line.color, self.plot, width=2)
                if line.dashed:
                    pen.setDashPattern([4, 2.5])
                self.plot.addItem(pg.PlotCurveItem(line.x, line.y, pen=pen, connect="finite", antialias=True))
                extent.add(np.asarray(line.y))
                reach = max(reach, float(line.x[-1]))
        epochs, values = (0.0, reach * (1 + _END_ROOM)), extent.padded(room=_ROOM)
        self.plot.limit(epochs, values)
        self.plot.box.setXRange(*epochs, padding=0)
        self.plot.box.setYRange(*values, padding=0)
        self._read(math.nan)

    @Slot(float)
    def _read(self, place: float) -> None:
        """Show the legend, with the values at the epoch nearest to `place` unless that is NaN."""
        shades = colors().curves
        found = self._lines(shades)
        epochs = [epoch for run in found for line in run for epoch in line.x]
        inside = math.isfinite(place) and bool(epochs)
        epoch = min(epochs, key=lambda at: abs(at - place)) if inside else math.nan
        values = [
            [y for line in run for x, y in zip(line.x, line.y, strict=True) if x == epoch] for run in found
        ]
        self.plot.draw_cursor(epoch, [value for run in values for value in run])
        names = (
            f'<span style="color:{shade}"><b>━</b></span>&nbsp;{name}'
            + "".join(f"&nbsp;<b>{numbers.value(value)}</b>" for value in read)
            for name, shade, read in zip(self._runs, shades, values, strict=False)
        )
        words = (
            tr("epoch {epoch}", epoch=f"{epoch:g}") if inside else tr("solid: training, dashed: validation")
        )
        self._key.setText(f"{' &nbsp; '.join(names)}<br><small>{words}</small>")

    def _lines(self, shades: Sequence[str]) -> list[list[Line]]:
        metric = self._metric.currentText()
        return [
            lines_of(history, metric, color=shade, run=name)
            for (name, history), shade in zip(self._runs.items(), shades, strict=False)
        ]


def _button(text: str, signal: SignalInstance) -> QPushButton:
    button = QPushButton(text)
    button.clicked.connect(signal)
    return button
