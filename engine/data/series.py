"""A CSV file in time order, cut into windows of the past and what follows them.

Window i holds the rows i * stride ... i * stride + window - 1, its targets are the next `horizon` rows of
the target column. No target of a training window lies at or behind the first target of a validation window:
`gap` windows before the cut are left out. A validation window may look back into the time that was trained
on, as it does when a forecast is made. Gaps within a column are filled along a straight line between their
neighbours, so one value right before the cut may know one behind it.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from engine.data.columns import Holds, dates, holds, numbers
from engine.data.csv_file import FIRST_ROW, CsvFile, read_csv
from engine.data.dataset import DataError, Dataset, LeftOut
from engine.data.reading import Reading, require_memory
from engine.language import tr
from engine.settings.data import SeriesData

if TYPE_CHECKING:
    import pandas as pd

_TIME_NAMES = ("date", "time", "datetime", "timestamp", "ds", "unixtime", "epoch", "year")
_JUMP = 2.5


def read_series(settings: SeriesData, reading: Reading) -> Dataset:
    """x: (n, window, features) float32, y: (n, horizon) float32, ordered. Raises DataError."""
    file = read_csv(reading.find(settings.path), reading)
    time, notes = _time_column(file)
    table = file.table
    if time is not None:
        table, more = _in_order(table, time)
        notes += more
    target = _target(file, settings, time=None if time is None else str(time.name))
    features = [file.column(name, setting="data.features") for name in settings.features] or [target]
    chosen = list(dict.fromkeys([*features, target]))
    values = np.column_stack([_column(table, name, is_target=name == target) for name in chosen])
    values, left_out = _without_ends(values, table)
    for number, name in enumerate(chosen):
        filled = _fill(values[:, number])
        if filled:
            notes.append(
                tr(
                    "{filled:,} missing values of {name} are filled along a straight line between their"
                    " neighbours.",
                    filled=filled,
                    name=name,
                )
            )
    used = values[:, [chosen.index(name) for name in features]]
    x, y = _windows(used, values[:, chosen.index(target)], settings=settings)
    return Dataset(
        kind="series",
        task="regression",
        x=x,
        y=y,
        fingerprint=file.fingerprint,
        feature_names=tuple(features),
        target_names=tuple(f"{target} +{step}" for step in range(1, settings.horizon + 1)),
        left_out=left_out,
        notes=(*file.notes, *notes),
        ordered=True,
        gap=(settings.horizon - 1) // settings.stride,
    )


def _time_column(file: CsvFile) -> tuple["pd.Series | None", list[str]]:
    """The first column with dates, or with whole numbers and a name that says time; and a note."""
    for name in file.table.columns:
        column = file.table[name]
        if holds(column) is Holds.DATES:
            return dates(column), [tr("Rows are ordered by {name}; that column is not an input.", name=name)]
    for name in file.table.columns:
        column = file.table[name]
        if name.casefold() in _TIME_NAMES and column.dtype.kind == "i" and len(file.table.columns) > 1:
            return column, [tr("Rows are ordered by {name}; that column is not an input.", name=name)]
    return None, [tr("No column with dates was found; the rows are taken to be in time order.")]


def _in_order(table: "pd.DataFrame", time: "pd.Series") -> tuple["pd.DataFrame", list[str]]:
    notes: list[str] = []
    undated = int(time.isna().sum())
    if undated:
        notes.append(tr("{undated:,} rows without a date are left out.", undated=undated))
        table, time = table[time.notna()], time.dropna()
    if not bool(time.is_monotonic_increasing):
        notes.append(tr("The rows were not in time order and are sorted by date."))
        order = np.argsort(time.to_numpy(), kind="stable")
        table, time = table.iloc[order], time.iloc[order]
    steps = np.diff(time.to_numpy()).astype("int64")
    repeated = int((steps == 0).sum())
    if repeated:
        notes.append(
            tr(
                "{repeated:,} rows have the same time as the row before them; all are kept.",
                repeated=repeated,
            )
        )
    if (
        len(steps)
        and (jumps := int((steps > _JUMP * float(np.median(steps))).sum()))
        and np.median(steps) > 0
    ):
        notes.append(
            tr(
                "Time jumps forward at {jumps:,} places; the rows on both sides are taken as neighbours.",
                jumps=jumps,
            )
        )
    return table, notes


def _target(file: CsvFile, settings: SeriesData, *, time: str | None) -> str:
    if settings.target:
        return file.column(settings.target, setting="data.target")
    for name in reversed(file.table.columns.tolist()):
        if name != time and holds(file.table[name]) is Holds.NUMBERS:
            return str(name)
    raise DataError(tr("{name} has no column with numbers to forecast.", name=file.name), path="data.target")


def _column(table: "pd.DataFrame", name: str, *, is_target: bool) -> NDArray[np.float64]:
    setting = "data.target" if is_target else "data.features"
    column = table[name]
    found = holds(column)
    if found is not Holds.NUMBERS:
        raise DataError(
            tr(
                "Column {name} holds {what}, and a time series needs numbers; choose another.",
                name=name,
                what=tr(found.value),
            ),
            path=setting,
        )
    return numbers(column, setting=setting)


def _without_ends(
    values: NDArray[np.float64], table: "pd.DataFrame"
) -> tuple[NDArray[np.float64], tuple[LeftOut, ...]]:
    """The rows from the first to the last that have every value."""
    whole = np.flatnonzero(np.isfinite(values).all(axis=1))
    if not len(whole):
        raise DataError(
            tr("No row has a value in every chosen column; choose other columns."), path="data.features"
        )
    first, last = int(whole[0]), int(whole[-1]) + 1
    reason = tr("a value is missing at the beginning or end of the series")
    rows = [*range(first), *range(last, len(values))]
    left_out = tuple(
        LeftOut(tr("row {number}", number=int(table.index[row]) + FIRST_ROW), reason) for row in rows
    )
    return values[first:last], left_out


def _fill(column: NDArray[np.float64]) -> int:
    """Fill NaN between neighbours in place; how many there were."""
    missing = np.isnan(column)
    rows = np.arange(len(column))
    column[missing] = np.interp(rows[missing], rows[~missing], column[~missing])
    return int(missing.sum())


def _windows(
    used: NDArray[np.float64], target: NDArray[np.float64], *, settings: SeriesData
) -> tuple[NDArray[Any], NDArray[Any]]:
    window, horizon, stride = settings.window, settings.horizon, settings.stride
    whole = len(used) - window - horizon + 1
    if whole < 1:
        raise DataError(
            tr(
                "The series has {count:,} rows, but a window of {window:,} and a horizon of"
                " {horizon:,} need at least {needed:,}; choose smaller ones.",
                count=len(used),
                window=window,
                horizon=horizon,
                needed=window + horizon,
            ),
            path="data.window",
        )
    count = (whole - 1) // stride + 1
    require_memory(count * (window * used.shape[1] + horizon) * 4, f"{count:,} windows", path="data.window")
    past = sliding_window_view(used.astype(np.float32), window, axis=0)[:whole:stride]
    future = sliding_window_view(target[window:].astype(np.float32), horizon)[::stride]
    return np.ascontiguousarray(past.transpose(0, 2, 1)), np.ascontiguousarray(future)
