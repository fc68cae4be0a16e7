"""How long a frame of one growing curve takes: from kept extremes, and with pyqtgraph's downsampling."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QApplication

from engine.history.curve_buffer import Series
from gui.views.plots.curves import Curve, CurveKind, thin
from gui.views.plots.plot_canvas import PlotCanvas

WIDTH, HEIGHT = 1600, 400
_NEW = 100  # points that come in between two frames

Shape = Literal["noise", "falling"]
"""Noise from edge to edge, or a falling loss with little noise."""


def curve_times(*, points: int, frames: int, shape: Shape) -> dict[str, float]:
    """Milliseconds from new points to pixels, the medians of `frames` frames; needs a QApplication.

    Args:
        points: Of the curve at first; each frame has 100 more.
        frames: For each of the two ways, which take turns.
        shape: Of the curve.
    """
    rng = np.random.default_rng(4)
    series = Series(limit=2 * points + _NEW * frames)
    series.extend(np.linspace(0, 1, points), _values(shape, rng, np.linspace(0, 1, points)))
    ways = {"fitroom": _by_fitroom(), "pyqtgraph": _by_pyqtgraph()}
    took: dict[str, list[float]] = {name: [] for name in ways}
    for frame in range(frames):
        x = np.linspace(1 + frame / frames, 1 + (frame + 1) / frames, _NEW, endpoint=False)
        series.extend(x, _values(shape, rng, x))
        for name, (canvas, draw) in ways.items():
            began = time.perf_counter()
            canvas.box.setXRange(0, float(x[-1]), padding=0)
            draw(series)
            canvas.viewport().repaint()
            took[name].append((time.perf_counter() - began) * 1000)
            QApplication.processEvents()
    for canvas, _ in ways.values():
        canvas.hide()
        canvas.deleteLater()
    return {name: float(np.median(times)) for name, times in took.items()}


def _canvas() -> PlotCanvas:
    canvas = PlotCanvas(hue=0)
    canvas.resize(WIDTH, HEIGHT)
    canvas.box.setYRange(0, 1, padding=0)
    canvas.show()
    QApplication.processEvents()
    return canvas


def _by_fitroom() -> tuple[PlotCanvas, Callable[[Series], None]]:
    canvas = _canvas()

    def draw(series: Series) -> None:
        (low, high), _ = canvas.box.viewRange()
        curve = Curve.of(CurveKind.TRAIN, series)
        canvas.draw_curve(thin(curve, low=low, high=high, buckets=canvas.pixels))

    return canvas, draw


def _by_pyqtgraph() -> tuple[PlotCanvas, Callable[[Series], None]]:
    canvas = _canvas()
    # one pixel wide without antialiasing, as ours draws a noisy curve: a wider line takes seconds there
    item: Any = pg.PlotDataItem(pen=pg.mkPen(canvas.pen(CurveKind.TRAIN).color()), antialias=False)
    item.setDownsampling(auto=True, method="peak")
    item.setClipToView(True)
    canvas.box.addItem(item, ignoreBounds=True)

    def draw(series: Series) -> None:
        item.setData(*series.points)

    return canvas, draw


def _values(shape: Shape, rng: np.random.Generator, x: np.ndarray) -> np.ndarray:
    if shape == "noise":
        return rng.uniform(0.1, 0.9, len(x))
    return 0.1 + 0.8 * np.exp(-3 * x) + rng.normal(0, 0.001, len(x))
