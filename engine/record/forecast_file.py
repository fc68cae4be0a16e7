"""The forecast of the validation part in a run folder: `forecast.npz`, written atomically and read back.

The model's forecast is made in `engine.run.outputs.forecaster`.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.kind_facts import ForecastRows
from engine.data.series.naive_forecast import Errors
from engine.files import write_atomically

_MOST_VALUES = 2_000_000
_LEAD = 200
"""Rows before the first forecast that are kept, so that the plot shows what it continues."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast, for drawing.

    Attributes:
        epoch: After which it was made (from 1).
        columns: Names of the columns that are forecast.
        series: Names of the series.
        truth: (rows, columns) float32, all series one after the other.
        times: (rows,) float64, seconds since 1970 where `dated`, else numbers of rows.
        dated: See `times`.
        bounds: (series, 2) int64, first row and end of each series.
        starts: (n,) int64, row of the first forecast value of each window.
        predicted: (n, columns, horizon) float32.
        errors: Mean absolute errors of the whole forecast.
    """

    epoch: int
    columns: tuple[str, ...]
    series: tuple[str, ...]
    truth: NDArray[np.float32]
    times: NDArray[np.float64]
    dated: bool
    bounds: NDArray[np.int64]
    starts: NDArray[np.int64]
    predicted: NDArray[np.float32]
    errors: Errors

    @property
    def horizon(self) -> int:
        """How many steps ahead are forecast."""
        return int(self.predicted.shape[2])


def forecast_of(
    rows: ForecastRows,
    windows: NDArray[np.int64],
    *,
    predicted: NDArray[np.float32],
    errors: Errors,
    epoch: int,
) -> Forecast:
    """Return a forecast for drawing, cut to its last two million values.

    Args:
        rows: The whole series.
        windows: (n,) int64, numbers of the windows.
        predicted: (n, columns, horizon) float32.
        errors: Mean absolute errors.
        epoch: After which it was made (from 1).
    """
    most = max(1, _MOST_VALUES // predicted[0].size)
    windows, predicted = windows[-most:], predicted[-most:]
    starts = rows.starts[windows]
    pieces: list[NDArray[np.int64]] = []
    names: list[str] = []
    bounds: list[tuple[int, int]] = []
    moved = np.empty_like(starts)
    at = 0
    for name, (first, end) in zip(rows.series, rows.bounds.tolist(), strict=True):
        inside = (starts >= first) & (starts < end)
        if inside.any():
            begin = max(first, int(starts[inside].min()) - _LEAD)
            pieces.append(np.arange(begin, end))
            names.append(name)
            bounds.append((at, at + end - begin))
            moved[inside] = starts[inside] - begin + at
            at += end - begin
    chosen = np.concatenate(pieces)
    return Forecast(
        epoch=epoch,
        columns=rows.columns,
        series=tuple(names),
        truth=rows.values[chosen],
        times=rows.times[chosen],
        dated=rows.dated,
        bounds=np.array(bounds, np.int64),
        starts=moved,
        predicted=predicted,
        errors=errors,
    )


def write_forecast(path: Path, forecast: Forecast) -> None:
    """Write a forecast atomically.

    Raises:
        OSError: When it cannot be written.
    """
    errors = forecast.errors
    content = io.BytesIO()
    np.savez(
        content,
        epoch=forecast.epoch,
        columns=np.array(forecast.columns, np.str_),
        series=np.array(forecast.series, np.str_),
        truth=forecast.truth,
        times=forecast.times,
        dated=forecast.dated,
        bounds=forecast.bounds,
        starts=forecast.starts,
        predicted=forecast.predicted,
        model_error=errors.model,
        last_value_error=errors.last_value,
        season_ago_error=np.empty(0) if errors.season_ago is None else errors.season_ago,
        season=errors.season or 0,
    )
    write_atomically(path, content.getvalue(), through_links=False)


def read_forecast(path: Path) -> Forecast | None:
    """Read a forecast; None where there is no file, or a corrupt one."""
    try:
        with np.load(path, allow_pickle=False) as file:
            found: dict[str, Any] = {name: file[name] for name in file.files}
        season = int(found["season"]) or None
        return Forecast(
            epoch=int(found["epoch"]),
            columns=tuple(found["columns"].tolist()),
            series=tuple(found["series"].tolist()),
            truth=found["truth"],
            times=found["times"],
            dated=bool(found["dated"]),
            bounds=found["bounds"],
            starts=found["starts"],
            predicted=found["predicted"],
            errors=Errors(
                model=found["model_error"],
                last_value=found["last_value_error"],
                season_ago=None if season is None else found["season_ago_error"],
                season=season,
            ),
        )
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
