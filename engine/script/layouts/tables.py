"""How a table is written in its file, and what each column becomes: found by inspecting file and data set."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from engine.data.tables.columns import date_format
from engine.data.tables.file import read_table_file
from engine.data.tables.fitted_columns import (
    MeasuredCategory,
    MeasuredColumn,
    MeasuredDate,
    MeasuredEmbedding,
    MeasuredNumber,
    MeasuredText,
)
from engine.data.tables.notation.written import Written
from engine.data.tables.read import text_columns
from engine.data.tables.rows import MeasuredTable, input_names
from engine.script.layouts.cells import CellLayout, TableCells, table_cells

if TYPE_CHECKING:
    from pathlib import Path

    from engine.data.dataset import Dataset
    from engine.data.reading.context import Reading
    from engine.data.tables.csv import CsvFile
    from engine.settings.data.tables import TableData


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """One input column.

    Attributes:
        name: Name of the input of the model.
        maker: The function of the script that turns the column into numbers: "number", "marked_number",
            "one_hot", "embedded", "date" or "text".
        date: Format of the dates, "" for other columns.
        group: Name of the column whose rows of one value stay in one part, "" without.
        group_whole: Whether the groups are whole numbers that pandas reads as floats.
        plain: Whether pandas reads its numbers as numbers.
        whole: Whether its categories are whole numbers that pandas reads with decimals.
        when: How its times are written, where more than a format says it; None for other columns.
        source: Name of the column in the file.
        missing: Whether some rows have no value.
        periods: Days after which a date is at the same place again, as far as they are encoded.
    """

    name: str
    maker: str
    date: str = ""
    plain: bool = True
    whole: bool = False
    when: CellLayout | None = None
    source: str = ""
    missing: bool = False
    periods: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class TableLayout:
    """A table in a file.

    Attributes:
        path: The file.
        columns: The input columns, in order.
        targets: Names of the target columns.
        weight: Name of the column of sample weights, "" without.
        format: "csv", "excel" or "parquet".
        sheet: Name of the Excel sheet, "" for the first.
        encoding: Encoding of a CSV file, as Python names it.
        separator: The character between columns of a CSV file.
        decimal: The decimal mark, "." or ",".
        skipped: Number of lines before the header.
        renamed: (old, new) names of columns whose names Keras does not accept.
        plain: Whether pandas reads targets and weights as numbers.
        whole: Whether classes are whole numbers.
        infinite: Whether some numbers exceed float32 and count as missing.
        cells: How cells are written.
        unused: Names of the columns that are neither inputs nor targets nor weights.
        left_out: Whether some rows are left out.
        tidy: Whether the names of classes stand in the file as the program has them.
        tidy_names: Whether the names of columns do.
    """

    path: Path
    columns: tuple[ColumnLayout, ...]
    targets: tuple[str, ...]
    weight: str = ""
    group: str = ""
    group_whole: bool = False
    format: str = "csv"
    sheet: str = ""
    encoding: str = "utf-8-sig"
    separator: str = ","
    decimal: str = "."
    skipped: int = 0
    renamed: tuple[tuple[str, str], ...] = ()
    plain: bool = True
    whole: bool = False
    infinite: bool = False
    cells: TableCells = field(default_factory=TableCells)
    unused: tuple[str, ...] = ()
    left_out: bool = True
    tidy: bool = False
    tidy_names: bool = False


_MAKERS: dict[type[MeasuredColumn], str] = {
    MeasuredNumber: "number",
    MeasuredCategory: "one_hot",
    MeasuredEmbedding: "embedded",
    MeasuredDate: "date",
    MeasuredText: "text",
}


def table_layout(settings: TableData, dataset: Dataset, *, reading: Reading) -> TableLayout:
    """Return the layout of the table that was read as `dataset`.

    Raises:
        DataError: The file cannot be read any more.
        TypeError: The preprocessing of `dataset` is not fitted.
    """
    path = reading.find(settings.path)
    written = Written.of(settings, text=text_columns(settings))
    file = read_table_file(path, reading, sheet=settings.sheet, written=written)
    fitted = dataset.fitted
    if not isinstance(fitted, MeasuredTable):
        raise TypeError("the table is not prepared")
    names = [column.name for column in fitted.columns]
    keys = input_names(names)
    weight, group = _weight(settings), group_of(settings)
    more = [name for name in (weight, group) if name]
    numbers = [column.name for column in fitted.columns if isinstance(column, MeasuredNumber)]
    used = [*names, *dataset.target_names, *more]
    cells = table_cells(file, written, used=used)
    return TableLayout(
        path=path,
        columns=tuple(
            _column(file, column, key=key, cells=cells)
            for column, key in zip(fitted.columns, keys, strict=True)
        ),
        targets=dataset.target_names,
        weight=weight,
        group=group,
        group_whole=bool(group) and _is_whole(file.table[group]),
        format=file.format,
        sheet=file.sheet if settings.sheet else "",
        encoding=file.encoding,
        separator=file.separator,
        decimal=file.decimal,
        skipped=file.skipped,
        renamed=tuple((name, key) for name, key in zip(names, keys, strict=True) if name != key),
        plain=all(
            _is_plain(file.table[name]) for name in (*dataset.target_names, *([weight] if weight else []))
        ),
        whole=dataset.task == "classification" and _is_plain(file.table[dataset.target_names[0]]),
        cells=cells,
        unused=tuple(
            name
            for name in (*file.table.columns, *file.dropped)
            if name not in {*names, *dataset.target_names, *more}
        ),
        left_out=bool(dataset.left_out),
        tidy=_tidy(file.table, dataset),
        tidy_names=file.format == "csv" and (bool(file.made_names) or _tidy_names(path, file)),
        infinite=any(_is_plain(file.table[name]) and _overflows(file.table[name]) for name in numbers),
    )


def group_of(settings: TableData) -> str:
    """Return the column that is marked as the group, "" without."""
    return next((name for name, kind in settings.columns.items() if kind == "group"), "")


def _weight(settings: TableData) -> str:
    marked = [name for name, kind in settings.columns.items() if kind == "weight"]
    return settings.weight or next(iter(marked), "")


def _column(file: CsvFile, column: MeasuredColumn, *, key: str, cells: TableCells) -> ColumnLayout:
    values = file.table[column.name]
    maker = _MAKERS[type(column)]
    if isinstance(column, MeasuredNumber) and column.indicator:
        maker = "marked_number"
    is_date = isinstance(column, MeasuredDate)
    when = next((one for one in cells.columns if is_date and one.name == column.name), None)
    return ColumnLayout(
        key,
        maker,
        date=date_format(values) if is_date else "",
        plain=_is_plain(values),
        whole=_is_whole(values),
        when=when,
        source=column.name,
        missing=bool(values.isna().any()) or not _is_plain(values) or _overflows(values),
        periods=column.periods if isinstance(column, MeasuredDate) else (),
    )


def _is_whole(column: pd.Series) -> bool:
    return column.dtype.kind == "f" and bool((column.dropna() % 1 == 0).all())


def _is_plain(column: pd.Series) -> bool:
    return column.dtype.kind in "biuf"


def _overflows(column: Any) -> bool:
    values = column.dropna().to_numpy(dtype=np.float64)
    return bool((np.abs(values) > float(np.finfo(np.float32).max)).any())


def _tidy(table: pd.DataFrame, dataset: Dataset) -> bool:
    names = set(table[dataset.target_names[0]].dropna()) if dataset.task == "classification" else set()
    return names <= set(dataset.class_names)


def _tidy_names(path: Path, file: CsvFile) -> bool:
    header = pd.read_csv(
        path,
        nrows=0,
        encoding=file.encoding,
        encoding_errors="replace" if file.replaced else "strict",
        sep=file.separator,
        skiprows=file.skipped,
        skipinitialspace=True,
    )
    return all(name == name.strip() for name in header.columns)
