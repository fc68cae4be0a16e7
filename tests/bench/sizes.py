"""How much each bench does: the size of the real measurement, and one that only shows that a bench works."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Counts of rows, epochs, files, points and events; `pairs` is how many times A and B are run in turn."""

    name: str
    pairs: int
    dense_rows: int
    lstm_rows: int
    cnn_rows: int
    epochs: int
    training_seconds: float  # of the run in which a timer's lateness is measured
    curve_points: int
    frames: int
    events: int
    digits_epochs: int
    long_epoch_steps: int
    images: int
    csv_rows: int
    growth_runs: int  # one after the other, in one process


FULL = Size(
    name="full",
    pairs=5,
    dense_rows=60_000,
    lstm_rows=2_000,
    cnn_rows=4_000,
    epochs=10,
    training_seconds=8.0,
    curve_points=1_000_000,
    frames=300,
    events=300_000,
    digits_epochs=30,
    long_epoch_steps=60_000,
    images=100_000,
    csv_rows=1_000_000,
    growth_runs=16,
)
QUICK = Size(
    name="quick",
    pairs=1,
    dense_rows=640,
    lstm_rows=96,
    cnn_rows=96,
    epochs=3,
    training_seconds=1.0,
    curve_points=20_000,
    frames=20,
    events=5_000,
    digits_epochs=2,
    long_epoch_steps=60,
    images=60,
    csv_rows=2_000,
    growth_runs=4,
)
SIZES = {size.name: size for size in (FULL, QUICK)}
