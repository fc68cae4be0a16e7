"""Which role each column of a table has in a time series: time, series, feature, target or class.

What the columns hold is left to `tables.columns`, and putting rows in order to `cut_series`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.data.dataset import DataError, Dataset
from engine.data.series.found_time import found_time, with_joined_time
from engine.data.tables.columns import Holds, dates, holds, numbers
from engine.data.tables.csv import CsvFile, read_csv
from engine.data.tables.notation.written import Written
from engine.language import tr
from engine.settings.data.kinds import SeriesData

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from engine.data.reading.context import Reading

_TIME_NAMES = ("date", "time", "datetime", "timestamp", "ds", "unixtime", "epoch", "year")


@dataclass(frozen=True, slots=True)
class SeriesColumns:
    """The names of the columns by role.

    Attributes:
        time: the column that orders the rows; "" for none.
        series: the column that names the series; "" for none.
        label: the column of the classes; "" for a forecast.
        features: the inputs.
        targets: the columns that are forecast; empty where there is a label.
        time_parts: the columns that the time is made of, where they are several.
    """

    time: str
    series: str
    label: str
    features: tuple[str, ...]
    targets: tuple[str, ...]
    time_parts: tuple[str, ...] = ()

    @property
    def numbers(self) -> tuple[str, ...]:
        """The columns whose values are used, each once: the features, then what else is forecast."""
        return tuple(dict.fromkeys([*self.features, *self.targets]))


def columns_of(file: CsvFile, settings: SeriesData, *, like: Dataset | None) -> SeriesColumns:
    """Return the role of each column.

    Args:
        file: the table.
        settings: what is set; the rest is found.
        like: the training data, whose features and targets are used; None for training data itself.

    Raises:
        DataError: a column is missing, has two roles, or there is nothing to learn from.
    """
    if file.parsed:
        time = found_time(file, settings)
        time_parts = file.cells[time].joined if time in file.cells else ()
    else:
        time, time_parts = _time_column(file, settings), ()
    series = file.column(settings.series, setting="data.series") if settings.series else ""
    label = file.column(settings.label, setting="data.label") if settings.label else ""
    if series and series in (time, label):
        raise DataError(
            tr(
                "Column {name} cannot name the series and be something else too; choose another.", name=series
            ),
            path="data.series",
        )
    free = _number_columns(file, besides=(time, series, label, *time_parts))
    if label:
        targets: tuple[str, ...] = ()
    elif like is not None and like.series is not None and like.series.forecast is not None:
        targets = _named(file, like.series.forecast.columns, setting="data.target")
    else:
        targets = _named(file, settings.target, setting="data.target") or free[-1:]
    if not targets and not label:
        raise DataError(
            tr("{name} has no column with numbers to forecast.", name=file.name), path="data.target"
        )
    wanted = settings.features if like is None else like.feature_names
    features = _named(file, wanted, setting="data.features") or (tuple(free) if label else targets)
    if not features:
        raise DataError(
            tr("{name} has no column with numbers to learn from.", name=file.name), path="data.features"
        )
    if label in features:
        raise DataError(
            tr("Column {name} has the classes, so it cannot be an input too.", name=label),
            path="data.features",
        )
    file.require(*targets, setting="data.target")
    file.require(*features, setting="data.features")
    return SeriesColumns(time, series, label, features, targets, time_parts)


def read_series_file(
    path: "Path", settings: SeriesData, *, reading: "Reading", known: frozenset[str] = frozenset()
) -> CsvFile:
    """Read the file of a time series.

    Args:
        path: of the file.
        settings: how it is written, as far as it is set.
        reading: what every reader gets.
        known: the names of columns that new data has, in a header of one row or several.

    Raises:
        DataError: it cannot be read.
        LoadCancelled: `reading` was cancelled.
    """
    texts = frozenset(name for name in (settings.series, settings.label) if name)
    written = replace(Written.of(settings, text=texts), known=known)
    return with_joined_time(read_csv(path, reading, written=written), settings)


def time_values(file: CsvFile, name: str) -> "tuple[pd.Series, bool]":
    """Return the values of the time column.

    Args:
        file: the table.
        name: of the column.

    Returns:
        Dates or float64, one a row of the table, with missing values; and whether they are dates.

    Raises:
        DataError: it holds neither dates nor numbers.
    """
    import pandas as pd

    column = file.table[name]
    found = dates(column)
    if found is not None:
        return found, True
    if holds(column) is not Holds.NUMBERS:
        raise DataError(
            tr("Column {name} holds neither dates nor numbers, so it cannot order the rows.", name=name),
            path="data.time",
        )
    return pd.Series(numbers(column, setting="data.time"), index=column.index), False


def _time_column(file: CsvFile, settings: SeriesData) -> str:
    """Return the chosen one, or the first with dates, or with integers and a name that says time."""
    if settings.time:
        return file.column(settings.time, setting="data.time")
    taken = (settings.series, settings.label, *settings.target, *settings.features)
    names = [str(name) for name in file.table.columns if str(name) not in taken]
    for name in names:
        if holds(file.table[name]) is Holds.DATES:
            return name
    for name in names:
        whole = file.table[name].dtype.kind == "i"
        if name.casefold() in _TIME_NAMES and whole and len(file.table.columns) > 1:
            return name
    return ""


def _number_columns(file: CsvFile, *, besides: tuple[str, ...]) -> tuple[str, ...]:
    names = (str(name) for name in file.table.columns if str(name) not in besides)
    return tuple(name for name in names if holds(file.table[name]) is Holds.NUMBERS)


def _named(file: CsvFile, wanted: Sequence[str], *, setting: str) -> tuple[str, ...]:
    """Return the columns `wanted`, each once, which must hold numbers."""
    chosen = tuple(file.column(name, setting=setting) for name in dict.fromkeys(wanted))
    for name in chosen:
        found = holds(file.table[name])
        if found is not Holds.NUMBERS:
            raise DataError(
                tr(
                    "Column {name} holds {what}, and a time series needs numbers; choose another.",
                    name=name,
                    what=tr(found.value),
                ),
                path=setting,
            )
    return chosen


def number_table(file: CsvFile, columns: SeriesColumns) -> "pd.DataFrame":
    """Return the columns with numbers as float64, NaN where missing.

    Args:
        file: the table.
        columns: `numbers` of them are used.

    Raises:
        DataError: a value is not a number.
    """
    import pandas as pd

    values = {
        name: numbers(file.table[name], setting="data.target" if name in columns.targets else "data.features")
        for name in columns.numbers
    }
    return pd.DataFrame(values, index=file.table.index)
