"""One quantity over the epochs: train solid, validation dashed, batches pale; the legend shows the values.

It pulls: `refresh` looks at the history and draws only what changed. The numbers are prepared in `curves`,
drawn in `plot_canvas`; several plots share one axis in `plot_stack`.
"""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QPoint, Signal, Slot
from PySide6.QtGui import QCursor, QResizeEvent
from PySide6.QtWidgets import QFrame, QToolTip, QVBoxLayout, QWidget

from engine.history.metric_history import MetricHistory
from gui.style import SPACE, ThemeWatch
from gui.text import tr
from gui.views.parts import numbers
from gui.views.plots.axis_ranges import Extent, epochs_of, log10, rises_above_zero
from gui.views.plots.curves import LEARNING_RATE, Curve, CurveKind, nearest, series_of, snapped, thin
from gui.views.plots.plot_canvas import PlotCanvas
from gui.views.plots.plot_header import PlotHeader
from gui.views.plots.smoothing import Smoothing

_ROOM = 10  # pixels between a curve and the edge, so that the ring of the best epoch is whole


class CurvePlot(QFrame):
    """A plot of one quantity.

    Args:
        quantity: The name of a metric, or "learning_rate".
        hue: The index of its colour in the theme.
        parent: The Qt parent.

    Attributes:
        canvas: Where the curves are drawn.
        header: The title, the legend and the values.
        drawn_curves: What is drawn now, by kind; with True the raw values behind a smoothed curve.
    """

    moved = Signal()  # the person has zoomed or moved; the view no longer follows the run
    follow_asked = Signal()  # the view follows the run again
    cursor_moved = Signal(float)  # the epoch under the pointer, NaN when there is none
    quantity_chosen = Signal(str)  # the metric that the person has chosen

    def __init__(self, quantity: str, *, hue: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._quantity = quantity
        self._history = MetricHistory()
        self._drawn: tuple[object, ...] = ()
        self._smoothing: dict[CurveKind, Smoothing] = {}
        self._log = self._is_log = False
        self._following, self._place = True, math.nan
        self._curves: tuple[Curve, ...] = ()
        self.drawn_curves: dict[tuple[CurveKind, bool], Curve] = {}
        self.canvas = PlotCanvas(hue=hue, parent=self)
        self.header = PlotHeader(self._kinds(), with_key=quantity == LEARNING_RATE)
        self.header.title.setText(self.title)
        for entry in self.header.legend.values():
            entry.toggled.connect(self._legend_toggled)
        self.header.chosen.connect(self._choose)
        self.header.follow_asked.connect(self._ask_follow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, SPACE.m, SPACE.xs)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.canvas, 1)
        self.canvas.hovered.connect(self._hovered)
        self.canvas.taken.connect(self._taken)
        self._apply_theme()
        self._theme = ThemeWatch()
        self._theme.change()

    @property
    def quantity(self) -> str:
        """The metric that is shown, or "learning_rate"."""
        return self._quantity

    @property
    def is_log(self) -> bool:
        """Whether the values are on a log axis now."""
        return self._is_log

    @property
    def following(self) -> bool:
        """Whether the view follows the run."""
        return self._following

    def show_quantity(self, quantity: str) -> None:
        """Show another metric."""
        self._quantity = quantity
        self.header.title.setText(self.title)
        self.header.chooser.setCurrentIndex(self.header.chooser.findText(quantity))
        self._redraw()

    def offer(self, quantities: tuple[str, ...]) -> None:
        """Make the title a selector.

        Args:
            quantities: The metrics to choose from.
        """
        self.header.offer(quantities, shown=self._quantity)

    def set_smoothing(self, weight: float) -> None:
        """Smooth the curves of epochs by a moving average; the raw values remain, pale.

        Args:
            weight: Of the values before, 0 to 0.99; 0 for no smoothing.
        """
        self._smoothing = {
            kind: Smoothing(weight) for kind in (CurveKind.TRAIN, CurveKind.VALIDATION) if weight
        }
        self._redraw()

    def set_log(self, on: bool) -> None:
        """Use a log axis; values of zero and below are not drawn."""
        self._log = on
        self._redraw()

    def refresh(self, history: MetricHistory) -> None:
        """Draw what changed in `history` since the last call."""
        self._history = history
        now = (id(history), history.version)
        if now != self._drawn:
            self._drawn = now
            self._redraw()

    def follow(self) -> None:
        """Follow the run again."""
        self._following = True
        self.header.follow.hide()
        self._redraw()

    def stay(self) -> None:
        """Stop following the run; the view stays where it is."""
        self._following = False
        self.header.follow.show()

    def show_cursor(self, place: float) -> None:
        """Put the cursor at an epoch, and show the values there.

        Args:
            place: An epoch, moved to the nearest point of the training curve; NaN hides the cursor.
        """
        self._place = place
        self._read_out()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take new colours when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_theme") and self._theme.change():
            self.canvas.apply_theme()
            self._apply_theme()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Draw again: the room beyond the curves is measured in pixels."""
        super().resizeEvent(event)
        if event.oldSize().height() != event.size().height():
            self._redraw()

    def _kinds(self) -> dict[CurveKind, tuple[str, str]]:
        """The name of each curve, and a short one for narrow plots."""
        if self._quantity == LEARNING_RATE:
            return {CurveKind.RATE: ("", "")}
        return {
            CurveKind.TRAIN: (tr("train"), ""),
            CurveKind.VALIDATION: (tr("validation"), tr("val")),
            CurveKind.BATCHES: (tr("batches"), ""),
        }

    @property
    def title(self) -> str:
        """The quantity in words."""
        return tr("learning rate") if self._quantity == LEARNING_RATE else self._quantity

    def _apply_theme(self) -> None:
        self.header.arrange(self._history, quantity=self._quantity)
        for kind, entry in self.header.legend.items():
            entry.set_stroke(self.canvas.pen(kind))

    @Slot(bool)
    def _legend_toggled(self, _on: bool) -> None:
        self._redraw()

    @Slot(int)
    def _choose(self, index: int) -> None:
        self.show_quantity(self.header.chooser.itemText(index))
        self.quantity_chosen.emit(self._quantity)

    @Slot()
    def _ask_follow(self) -> None:
        self.follow()
        self.follow_asked.emit()

    @Slot()
    def _taken(self) -> None:
        self.stay()
        self._redraw()
        self.moved.emit()

    @Slot(float)
    def _hovered(self, place: float) -> None:
        self.show_cursor(place)
        self.cursor_moved.emit(place)
        text = self.canvas.mark_near(place) if math.isfinite(place) else ""
        if text:
            QToolTip.showText(QCursor.pos() + QPoint(0, SPACE.s), text, self.canvas)
        elif QToolTip.isVisible():
            QToolTip.hideText()

    def _redraw(self) -> None:
        if not self.canvas.fits_screen:
            self.canvas.apply_theme()
            self._apply_theme()
        history = self._history
        self.canvas.finding_marks.wait()
        series = series_of(history, self._quantity)
        by_kind = {kind: Curve.of(kind, one) for kind, one in series.items()}
        self._curves = tuple(by_kind.values())
        self._is_log = log = self._log and any(rises_above_zero(one) for one in series.values())
        self.canvas.show_log(log)
        epochs = epochs_of(history, self._curves)
        self.canvas.limit(epochs, self._padded(Extent.of(self._curves, log=log)))
        if self._following:
            self.canvas.box.setXRange(*epochs, padding=0)
        (low, high), _ = self.canvas.box.viewRange()
        extent = Extent()
        for kind, entry in self.header.legend.items():
            curve = by_kind.get(kind)
            entry.setVisible(curve is not None)
            empty = Curve(kind, np.empty(0), np.empty(0))
            shown = curve if curve is not None and entry.isChecked() else empty
            smoothed, raw = shown, empty
            if shown is curve and kind in self._smoothing:
                smoothed, raw = Curve.of(kind, self._smoothing[kind].of(series[kind])), shown
            for target, data in ((self.canvas.draw_curve, smoothed), (self.canvas.draw_raw, raw)):
                thinned = thin(data, low=low, high=high, buckets=max(self.canvas.pixels, 200))
                self.drawn_curves[kind, data is raw] = thinned
                drawn = Curve(kind, thinned.x, log10(thinned.y)) if log else thinned
                extent.add(drawn.y)
                target(drawn)
        if self._following:
            self.canvas.box.setYRange(*self._padded(extent), padding=0)
        self._draw_best(by_kind, log=log)
        self.canvas.draw_marks(history.marks)
        self.canvas.finding_marks.place()
        self._read_out()
        self.header.arrange(history, quantity=self._quantity)

    def _padded(self, extent: Extent) -> tuple[float, float]:
        return extent.padded(room=_ROOM / max(self.canvas.box.height(), 2 * _ROOM))

    def _draw_best(self, by_kind: dict[CurveKind, Curve], *, log: bool) -> None:
        saved = self._history.saved
        best = saved or self._history.best()
        of = CurveKind.VALIDATION if CurveKind.VALIDATION in by_kind else CurveKind.TRAIN
        curve = by_kind.get(of)
        point = None
        if best is not None and curve is not None and self.header.legend[of].isChecked():
            found = nearest(curve, best.epoch)
            # this metric may have no value in that epoch
            if found is not None and found[0] == best.epoch and math.isfinite(found[1]):
                value = found[1] if not log else float(log10(np.array([found[1]]))[0])
                point = (found[0], value) if math.isfinite(value) else None
        words = ""
        if best is not None and point is not None:
            named = {"epoch": best.epoch, "monitor": best.monitor, "value": numbers.value(best.value)}
            words = (
                tr("saved model: epoch {epoch}, {monitor} {value}", **named)
                if saved is not None
                else tr("best epoch: {epoch}, {monitor} {value}", **named)
            )
        self.canvas.draw_best(point, words)

    def _read_out(self) -> None:
        place = snapped(self._curves, self._place, whole_epochs=self._quantity == LEARNING_RATE)
        values: list[float] = []
        for curve in self._curves:
            entry = self.header.legend[curve.kind]
            point = (
                nearest(curve, place) if math.isfinite(place) else (float(curve.x[-1]), float(curve.y[-1]))
            )
            if point is None:
                continue
            far = math.isfinite(place) and curve.kind is CurveKind.VALIDATION and point[0] != place
            written = numbers.rate if curve.kind is CurveKind.RATE else numbers.value
            entry.set_value("–" if far else written(point[1]))
            if (
                entry.isChecked()
                and curve.kind in (CurveKind.TRAIN, CurveKind.VALIDATION, CurveKind.RATE)
                and not far
            ):
                values.append(point[1])
        heights = log10(np.array(values)).tolist() if self._is_log and values else values
        self.canvas.draw_cursor(place, heights)
        self.header.where.setText(tr("epoch {epoch}", epoch=f"{place:.4g}") if math.isfinite(place) else "")
