"""Reading a table of numbers, categories and dates: with the program, and with pandas.read_csv alone."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pandas as pd

from engine.data import load
from engine.settings.data.kinds import TableData


def write_csv(path: Path, rows: int) -> Path:
    """Write a table and return its path."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "when": pd.date_range("2015-01-01", periods=rows, freq="min").strftime("%Y-%m-%d %H:%M"),
            "a": rng.normal(size=rows).round(4),
            "b": rng.normal(size=rows).round(3),
            "k": rng.integers(0, 1000, rows),
            "c": rng.choice(list("abcd"), rows),
            "y": rng.integers(0, 3, rows),
        }
    )
    frame.to_csv(path, index=False)
    return path


def reading_seconds(path: Path, *, rules: str) -> tuple[float, float]:
    """Return the processor time of the program and of pandas.

    Args:
        path: of the table.
        rules: the reading rules.
    """
    data = TableData(path=str(path)).model_copy(update={"rules": rules})
    start = time.process_time()
    load(data, None)
    middle = time.process_time()
    pd.read_csv(path)
    return middle - start, time.process_time() - middle
