"""The drawing of one plot with pyqtgraph: curves, best epoch, marks and cursor, in the theme's colours.

It draws numbers that are already thinned; `curve_plot` decides which.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QWidget

from engine.record.events import Mark, Marked
from gui.style import colors
from gui.text import tr
from gui.views.parts.label_places import Stroke
from gui.views.parts.pens import line_pen, paled
from gui.views.plots.curves import Curve, CurveKind, columns
from gui.views.plots.epoch_plot import EpochPlot
from gui.views.plots.finding_marks import FindingMarks
from gui.views.plots.previous_run_curves import PreviousRunCurves

_MARK_PART = 0.07  # of the height
_SMOOTH_TRAVEL = 12  # a curve whose total variation is at most so many times its range gets a wide pen
_BATCHES_LIGHT, _BATCHES_DARK = 0.36, 0.49  # share of the hue: a thin line is hard to see on dark
_RAW = 0.3
_RING = 7  # pixels: half of the ring of the best epoch with its pen
# columns of pixels that are drawn and left out where a noisy curve is dashed
_DASH = (4, 3)
_EMPTY: NDArray[np.float64] = np.empty(0)


class PlotCanvas(EpochPlot):
    """Curves by kind over the epoch axis. Values on a log axis are given as log10.

    Args:
        hue: The index of its colour among the theme's curve colours.

    Attributes:
        hue: The same index.
        finding_marks: Marks the epochs of findings.
        previous_run: Draws the curves of the previous run.

    Signals:
        menu_asked(): A click with the right button.
    """

    menu_asked = Signal()

    def __init__(self, *, hue: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hue = hue
        self._marks = [pg.PlotCurveItem(connect="pairs", antialias=False) for _ in range(2)]
        self._best_line = pg.InfiniteLine(angle=90)
        self._best = pg.ScatterPlotItem(size=11, pxMode=True)
        self._raw = {kind: pg.PlotCurveItem(connect="finite") for kind in CurveKind}
        self._curves = {kind: pg.PlotCurveItem(connect="finite") for kind in CurveKind}
        self._dots = {kind: pg.ScatterPlotItem(size=5, pxMode=True) for kind in CurveKind}
        for depth, items in enumerate(
            (
                [*self._marks, self._best_line],
                self._raw.values(),
                self._curves.values(),
                self._dots.values(),
                [self._best],
            )
        ):
            for item in items:
                item.setZValue(depth)
                self.box.addItem(item, ignoreBounds=True)
                item.hide()  # until there is something to draw
        self._mark_places = _EMPTY
        self._mark_strong = np.empty(0, bool)
        self._mark_texts: list[str] = []
        self._drawn_marks: list[Marked] = []
        self._best_point: tuple[float, float] | None = None
        self._best_place = math.nan
        self._best_text = ""
        self.previous_run = PreviousRunCurves(self.box, self)
        self.finding_marks = FindingMarks(self.box, self, obstacles=self._obstacles)
        self.apply_theme()
        cast("pg.GraphicsScene", self.scene()).sigMouseClicked.connect(self._clicked)
        self.box.sigRangeChanged.connect(self._range_changed)

    @property
    def fits_screen(self) -> bool:
        """Whether the theme was applied for the device pixel ratio of the present screen."""
        return self._ratio == self.devicePixelRatioF()

    @property
    def pixels(self) -> int:
        """The width of the whole plot in device pixels."""
        return round(self.width() * self._ratio)

    def pen(self, kind: CurveKind) -> QPen:
        """Return the pen of a kind: train solid, validation dashed in the same hue, batches pale."""
        return self._pens[kind]

    def _make_pen(self, kind: CurveKind) -> QPen:
        hue = QColor(colors().curves[self.hue % len(colors().curves)])
        if kind is CurveKind.BATCHES:
            return line_pen(paled(hue, _BATCHES_DARK if colors().dark else _BATCHES_LIGHT), self, width=1)
        if kind is CurveKind.VALIDATION:
            pen = line_pen(hue, self, width=2)
            pen.setDashPattern([4, 2.5])
            return pen
        return line_pen(hue, self, width=2)

    def apply_theme(self) -> None:
        """Take the colours of the theme."""
        super().apply_theme()
        theme = colors()
        self._ratio = self.devicePixelRatioF()
        self._pens = {kind: self._make_pen(kind) for kind in CurveKind}
        self._raw_pens = {
            kind: line_pen(paled(pen.color(), _RAW), self, width=1) for kind, pen in self._pens.items()
        }
        for kind in CurveKind:
            self._raw[kind].setPen(self._raw_pens[kind])
            self._curves[kind].setPen(self.pen(kind))
            self._dots[kind].setPen(pg.mkPen(None))
            self._dots[kind].setBrush(pg.mkBrush(self.pen(kind).color()))
        hue = self.pen(CurveKind.TRAIN).color()
        self._marks[0].setPen(line_pen(theme.edge, self, width=1))
        self._marks[1].setPen(line_pen(theme.warning, self, width=2))
        self._best_line.setPen(line_pen(theme.edge, self, width=1, style=Qt.PenStyle.DotLine))
        self._best.setPen(pg.mkPen(hue, width=2))
        self._best.setBrush(pg.mkBrush(theme.surface))
        self.color_cursor(hue)
        self.finding_marks.draw()

    def draw_curve(self, curve: Curve) -> None:
        """Draw a curve in place of the last one of its kind; one or two points are drawn as dots too.

        Args:
            curve: A thinned curve; an empty one hides it.
        """
        kind, x, y = curve.kind, curve.x, curve.y
        known = np.isfinite(y)
        self._draw(self._curves[kind], curve, self.pen(kind))
        few = kind in (CurveKind.TRAIN, CurveKind.VALIDATION) and len(x) <= 2
        _fill(self._dots[kind], x[known] if few else _EMPTY, y[known] if few else _EMPTY)

    def draw_raw(self, curve: Curve) -> None:
        """Draw the raw values pale behind a smoothed curve of the same kind; an empty curve hides them."""
        self._draw(self._raw[curve.kind], curve, self._raw_pens[curve.kind])

    def _draw(self, item: pg.PlotCurveItem, curve: Curve, pen: QPen) -> None:
        """Draw a line, or vertical strokes in columns of pixels for a noisy curve.

        Qt strokes a wide or antialiased line as a polygon, which takes up to seconds where it crosses itself
        very often.
        """
        width = round(self.box.width() * self._ratio)  # in device pixels
        if _is_smooth(curve.y) or len(curve.x) < width:
            _fill(item, curve.x, curve.y, connect="finite", antialias=True, pen=_thinned(pen, curve.y))
            return
        (low, high), _ = self.box.viewRange()
        dash = _DASH if pen.style() is Qt.PenStyle.CustomDashLine else (1, 0)
        drawn = columns(curve, low=low, high=high, count=width, dash=dash)
        ends = np.stack([drawn.bottom, drawn.top], axis=1).ravel()
        line = QPen(pen.color())
        line.setCosmetic(True)
        _fill(item, np.repeat(drawn.x, 2), ends, connect="pairs", antialias=False, pen=line)

    def draw_best(self, point: tuple[float, float] | None, text: str = "") -> None:
        """Draw a ring at the best epoch and a dotted line through it.

        Args:
            point: The epoch and the value, log10 on a log axis; None hides both.
            text: What `mark_near` returns there.
        """
        self._best_place, self._best_text = (point[0], text) if point else (math.nan, "")
        if point == self._best_point:
            return
        self._best_point = point
        self._best_line.setVisible(point is not None)
        _fill(self._best, *(([point[0]], [point[1]]) if point else ([], [])))
        if point is not None:
            self._best_line.setValue(point[0])

    def draw_marks(self, marks: Sequence[Marked]) -> None:
        """Draw small ticks on the epoch axis, smaller ones for checkpoints.

        Args:
            marks: The marks of the run; `mark_near` returns their texts.
        """
        if self._drawn_marks == list(marks):
            return
        self._drawn_marks = list(marks)
        self._mark_texts = [tr.again(mark.text) for mark in marks]
        self._mark_places = np.array([mark.position for mark in marks], float)
        self._mark_strong = np.array([mark.mark is not Mark.CHECKPOINT for mark in marks], bool)
        self._range_changed()

    def show_epoch_labels(self, on: bool) -> None:
        """Show or hide the labels of the epoch axis; of plots above each other only the lowest has them."""
        self._epochs.setStyle(showValues=on)
        self._epochs.setHeight(24 if on else 6)

    def mark_near(self, place: float) -> str:
        """Return the texts of the ring and of up to eight marks within six pixels of an epoch.

        Args:
            place: An epoch, as under the pointer.

        Returns:
            The texts as lines; "" where there are none.
        """
        reach = 6 * self.box.viewPixelSize()[0]
        near = np.flatnonzero(np.abs(self._mark_places - place) <= reach)
        texts = [self._best_text] if abs(self._best_place - place) <= reach and self._best_text else []
        texts += [self._mark_texts[index] for index in near[:8]]
        return "\n".join(texts)

    def _obstacles(self) -> tuple[list[Stroke], list[QRectF]]:
        """What a label must not lie on, in pixels of the view: curves, dots, marks, the ring and its line."""
        (left, _), (low, high) = self.box.viewRange()
        across, up = self.box.viewPixelSize()
        strokes: list[Stroke] = []
        for item in (*self._curves.values(), *self._raw.values(), *self.previous_run.curves):
            x, y = item.getData() if item.isVisible() else (None, None)
            if x is not None and y is not None:
                known = np.isfinite(y)
                strokes.append(Stroke((x[known] - left) / across, (high - y[known]) / up))
        boxes: list[QRectF] = []
        for places, part in (
            (self._mark_places[~self._mark_strong], _MARK_PART / 2),
            (self._mark_places[self._mark_strong], _MARK_PART),
        ):
            tall = part * (high - low) / up
            boxes += [
                QRectF((place - left) / across - 1, self.box.height() - tall, 2, tall) for place in places
            ]
        if self._best_point is not None:
            x, y = (self._best_point[0] - left) / across, (high - self._best_point[1]) / up
            boxes += [
                QRectF(x - 1, 0, 2, self.box.height()),
                QRectF(x - _RING, y - _RING, 2 * _RING, 2 * _RING),
            ]
        return strokes, boxes

    @Slot(object)
    def _clicked(self, click: object) -> None:
        # dragging with the right button zooms; pyqtgraph does not report it as a click
        if isinstance(click, MouseClickEvent) and click.button() == Qt.MouseButton.RightButton:
            self.menu_asked.emit()

    @Slot()
    def _range_changed(self) -> None:
        (_, _), (low, high) = self.box.viewRange()
        for item, chosen, part in (
            (self._marks[0], ~self._mark_strong, _MARK_PART / 2),
            (self._marks[1], self._mark_strong, _MARK_PART),
        ):
            places = np.repeat(self._mark_places[chosen], 2)
            _fill(item, places, np.tile([low, low + part * (high - low)], len(places) // 2))


def _fill(
    item: pg.PlotCurveItem | pg.ScatterPlotItem,
    x: Sequence[float] | NDArray[np.float64],
    y: Sequence[float] | NDArray[np.float64],
    **look: Any,
) -> None:
    """Set the points of an item, and hide it without any, as painting an empty item takes time too."""
    if len(x) or item.isVisible():
        item.setData(x, y, **look)
    item.setVisible(len(x) > 0)


def _is_smooth(y: NDArray[np.float64]) -> bool:
    """Whether the total variation of a curve is so small that a smooth, wide line is drawn quickly."""
    known = y[np.isfinite(y)]
    return len(known) < 3 or float(np.abs(np.diff(known)).sum()) <= _SMOOTH_TRAVEL * float(np.ptp(known))


def _thinned(pen: QPen, y: NDArray[np.float64]) -> QPen:
    """Return `pen`, or one that is one pixel wide for a noisy curve."""
    if pen.width() > 1 and not _is_smooth(y):
        pen = QPen(pen)
        pen.setWidth(1)
    return pen
