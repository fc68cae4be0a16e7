"""How long a frame of the page with the curves takes while a very long run goes on."""

from __future__ import annotations

import time
from typing import Any
from unittest import mock

import numpy as np
from PySide6.QtWidgets import QApplication

from engine.history.metric_history import MetricHistory
from engine.history.peaks import Peaks
from engine.record.events import BatchesEnded, EpochEnded, EpochStarted, TrainingStarted
from gui.views.run.train_view import TrainView

WIDTH, HEIGHT = 1600, 1000
_STEPS = 100  # batches that come in between two frames
_NAMES = ("loss", "accuracy")


def frame_times(*, points: int, frames: int, smoothed: int) -> dict[str, Any]:
    """Milliseconds from new values to pixels, p99 and median of `frames` frames; needs a QApplication.

    The page shows 7 curves of `points` points (batches, training and validation of two metrics, learning
    rate); those of epochs stand there raw as well in each of the `smoothed` plots (0 to 2): 9 or 11.
    """
    history = _long_history(points)
    view = TrainView()
    view.resize(WIDTH, HEIGHT)
    view.show_history(history)
    view.show()
    for plot in (view.plots.loss, view.plots.chosen)[:smoothed]:
        plot.set_smoothing(0.6)
    QApplication.processEvents()
    rng = np.random.default_rng(3)
    epoch = points + 1
    took: list[float] = []
    for frame in range(frames):
        _append(history, epoch + frame, rng)
        began = time.perf_counter()
        view.refresh()
        for plot in (view.plots.loss, view.plots.chosen, view.plots.rate):
            plot.canvas.viewport().repaint()
        took.append((time.perf_counter() - began) * 1000)
        QApplication.processEvents()
    view.hide()
    view.deleteLater()
    return {
        "p99": float(np.percentile(took, 99)),
        "median": float(np.median(took)),
        "curves": 7 + 2 * smoothed,
    }


def plain_frame_times(*, points: int, frames: int) -> dict[str, Any]:
    """The same where the extremes of all points are looked for in each frame, and none are kept."""
    with mock.patch.object(Peaks, "take"), mock.patch.object(Peaks, "blocks_for", return_value=None):
        return frame_times(points=points, frames=frames, smoothed=1)


def _long_history(points: int) -> MetricHistory:
    """A run of `points` epochs of one batch each, so that every curve has as many points."""
    history = MetricHistory(limit=points + 100_000)
    history.apply(
        TrainingStarted(
            epochs=2 * points,
            first_epoch=1,
            first_step=0,
            steps_per_epoch=_STEPS,
            validation_steps=1,
            batch_size=32,
            examples=32 * _STEPS,
            validation_examples=32,
            metrics=_NAMES,
            parameters=1,
            device="CPU",
        )
    )
    rng = np.random.default_rng(2)
    epochs = max(1, points // _STEPS)
    # batch values through the front door, epoch values straight into their series: a million events would
    # take longer than the measurement
    for epoch in range(1, epochs + 1):
        _batches(history, epoch, rng)
    x = np.linspace(0, epochs, points)
    for name in ("loss", "accuracy", "val_loss", "val_accuracy"):
        _epoch(history, 1, rng)
        series = history._epochs[name]
        series.truncate(-1)
        series.extend(x, _values(rng, points))
    history._rates.truncate(-1)
    history._rates.extend(x, _values(rng, points))
    return history


def _append(history: MetricHistory, epoch: int, rng: np.random.Generator) -> None:
    history.apply(EpochStarted(epoch=epoch, learning_rate=float(rng.uniform(0.5, 1.0))))
    _batches(history, epoch, rng)
    _epoch(history, epoch, rng)


def _batches(history: MetricHistory, epoch: int, rng: np.random.Generator) -> None:
    history.apply(
        BatchesEnded(
            epoch=epoch,
            first_step=0,
            values={name: _values(rng, _STEPS).astype(np.float32) for name in _NAMES},
        )
    )


def _epoch(history: MetricHistory, epoch: int, rng: np.random.Generator) -> None:
    values = {f"{part}{name}": float(rng.uniform(0.5, 1)) for part in ("", "val_") for name in _NAMES}
    history.apply(EpochEnded(epoch=epoch, values=values, learning_rate=0.01, seconds=0.1))


def _values(rng: np.random.Generator, count: int) -> np.ndarray:
    """Noise from edge to edge: no curve of a real run is harder to draw."""
    return rng.uniform(0.2, 1.0, count)
