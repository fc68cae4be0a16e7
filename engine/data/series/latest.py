"""The last window of each series, from which a forecast goes beyond the file, and the times that follow."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import DataError
from engine.data.reading.context import Reading
from engine.data.series.columns import columns_of, read_series_file
from engine.data.series.cut_series import Part, parts_in
from engine.language import tr
from engine.settings.data.kinds import SeriesData

_DAY = 86_400.0
_SEEN = 200
"""Times at the end of a series from which its step is taken."""


@dataclass(frozen=True, slots=True)
class Latest:
    """The end of one series, and the times that follow.

    Attributes:
        name: of the series; "" where no column names them.
        x: (window, features) float32, the last window.
        past_times: (rows,) float64, seconds since 1970 where `dated`, else numbers.
        past: (rows, columns) float64, the columns that are forecast.
        times: (horizon,) float64, the times after the last row.
        dated: whether times are dates.
    """

    name: str
    x: NDArray[np.float32]
    past_times: NDArray[np.float64]
    past: NDArray[np.float64]
    times: NDArray[np.float64]
    dated: bool


def latest_windows(settings: SeriesData, reading: Reading) -> tuple[Latest, ...]:
    """Read the last window of each series that is long enough.

    Args:
        settings: the file, its columns, and how windows are cut.
        reading: what every reader gets; `like` is the training data.

    Raises:
        DataError: the file cannot be read, or no series is as long as a window.
        LoadCancelled: `reading` was cancelled.
    """
    file = read_series_file(reading.find(settings.path), settings, reading=reading)
    columns = columns_of(file, settings, like=reading.like)
    found = parts_in(file, columns)
    used = [columns.numbers.index(name) for name in columns.features]
    forecast = [columns.numbers.index(name) for name in columns.targets]
    ends = tuple(
        Latest(
            name=part.name,
            x=part.values[-settings.window :, used].astype(np.float32),
            past_times=part.times,
            past=part.values[:, forecast],
            times=following(part, settings.horizon, dated=found.dated),
            dated=found.dated,
        )
        for part in found.parts
        if len(part.values) >= settings.window
    )
    if not ends:
        raise DataError(
            tr("No series has {window:,} rows, which the model sees.", window=settings.window),
            path="data.window",
        )
    return ends


def following(part: Part, count: int, *, dated: bool) -> NDArray[np.float64]:
    """Return the times of rows after the last one, by the rule of those before.

    Args:
        part: the series.
        count: how many rows follow.
        dated: whether times are dates.

    Returns:
        (count,) float64, as `Part.times`.
    """
    seen, ahead = part.times[-_SEEN:], np.arange(1, count + 1)
    if dated and len(seen) > 2:
        # months have no fixed length; the last days of months are the first days of the next ones, less a day
        for shift in (0.0, _DAY):
            months, within = _in_months(seen + shift)
            steps = np.diff(months)
            if steps[-1] > 0 and (steps == steps[-1]).all() and np.ptp(within) == 0:
                following = months[-1] + steps[-1] * ahead
                begin = following.astype("datetime64[M]").astype("datetime64[s]").astype(np.float64)
                return begin + within[-1] - shift
    step = float(np.median(np.diff(seen))) if len(seen) > 1 else 1.0
    return seen[-1] + step * ahead


def _in_months(times: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return months since 1970, and the seconds since each month began."""
    months = times.astype("datetime64[s]").astype("datetime64[M]")
    return months.astype(np.int64), times - months.astype("datetime64[s]").astype(np.float64)
