"""How time series and labelled series are written in their files: what a script that reads them must do."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.data.series.columns import columns_of, number_table, read_series_file, time_values
from engine.data.series.labelled import labelled_in, numbers_as, test_file_of, trimmed
from engine.data.tables.columns import date_format as date_format_of
from engine.data.tables.notation.written import Written
from engine.script.layouts.cells import CellLayout, TableCells, table_cells

if TYPE_CHECKING:
    from engine.data.dataset import Dataset
    from engine.data.reading.context import Reading


@dataclass(frozen=True, slots=True)
class SeriesLayout:
    """A CSV file with time series. Columns are given by name, "" for none.

    Attributes:
        path: The file.
        encoding: Its encoding, as Python names it.
        separator: The character between columns.
        decimal: The decimal mark, "." or ",".
        skipped: Number of lines before the header.
        targets: The target columns.
        series: The column that says which series a row belongs to.
        label: The column of the labels.
        sorted_by: The column to sort by.
        date_format: Format of the dates in `sorted_by`, "" where they are numbers.
        missing: Whether values are missing.
        texts: Whether pandas reads some columns of numbers as text.
        too_large: Whether some values do not fit into float32.
        nameless: Whether some rows belong to no series.
        whole: Whether labels are whole numbers that pandas reads with decimals.
        cells: How cells are written.
        when: How the times to sort by are written; None where `date_format` says it.
    """

    path: Path
    encoding: str
    separator: str
    decimal: str
    skipped: int
    targets: tuple[str, ...]
    series: str = ""
    label: str = ""
    sorted_by: str = ""
    date_format: str = ""
    missing: bool = False
    texts: bool = False
    too_large: bool = False
    nameless: bool = False
    whole: bool = False
    cells: TableCells = field(default_factory=TableCells)
    when: CellLayout | None = None


@dataclass(frozen=True, slots=True)
class LabelledLayout:
    """A file of labelled series.

    Attributes:
        path: The file.
        dimensions: Whether it is a `.ts` file, else a `.tsv` or `.txt` file.
        tabs: Whether values are separated by tabs.
        gaps: Whether values are missing.
        left_out: Whether series are left out.
        whole: Whether labels are whole numbers.
        leaves_out: Whether series are left out whose class does not train.
        test: The file of the test part, None without.
    """

    path: Path
    dimensions: bool
    tabs: bool = True
    gaps: bool = False
    left_out: bool = False
    whole: bool = True
    leaves_out: bool = False
    test: LabelledLayout | None = None


def series_layout(settings: Any, dataset: Dataset, *, reading: Reading) -> SeriesLayout:
    """Return how the time series that were read as `dataset` are written.

    Raises:
        DataError: The file cannot be read any more.
    """
    path = reading.find(settings.path)
    file = read_series_file(path, settings, reading=reading)
    columns = columns_of(file, settings, like=dataset)
    used = file.table[list(columns.numbers)]
    present = number_table(file, columns).notna()
    names = file.table[columns.series].dropna().astype(str) if columns.series else None
    sorted_by, date_format = columns.time, ""
    if columns.time:
        time, dated = time_values(file, columns.time)
        groups = [time] if names is None else [rows for _, rows in time.groupby(names)]
        date_format = date_format_of(file.table[columns.time]) if dated else ""
        if not time.isna().any() and all(group.is_monotonic_increasing for group in groups):
            sorted_by = ""
    wanted = [*columns.numbers, *([columns.label] if columns.label else [])]
    wanted += [columns.time] if sorted_by else []
    cells = table_cells(file, Written.of(settings), used=wanted)
    when = next((one for one in cells.columns if one.name == sorted_by), None)
    labels = file.table[columns.label] if columns.label else None
    return SeriesLayout(
        path,
        file.encoding,
        file.separator,
        file.decimal,
        file.skipped,
        targets=columns.targets,
        series=columns.series,
        label=columns.label,
        sorted_by=sorted_by,
        date_format=date_format,
        missing=not bool(present.all(axis=None)),
        texts=any(used[name].dtype.kind not in "biuf" for name in used),
        too_large=bool((used.notna() & ~present).any(axis=None)),
        nameless=names is not None and len(names) < len(file.table),
        whole=labels is not None and labels.dtype.kind == "f" and bool((labels.dropna() % 1 == 0).all()),
        cells=cells,
        when=when,
    )


def labelled_layout(settings: Any, dataset: Dataset, *, reading: Reading) -> LabelledLayout:
    """Return how the labelled series that were read as `dataset` are written.

    Raises:
        DataError: The file cannot be read any more.
    """
    path = reading.find(settings.path)
    first = _labelled(path, dataset, reading)
    if dataset.test_mask is None:
        return first
    test = test_file_of(settings, path, reading=reading)
    return replace(first, test=None if test is None else _labelled(test, dataset, reading))


def _labelled(path: Path, dataset: Dataset, reading: Reading) -> LabelledLayout:
    found = labelled_in(path, reading)
    numbers = numbers_as(found.labels)
    whole = numbers is not None and bool((numbers == np.round(numbers)).all())
    names = {str(int(number)) for number in numbers} if whole and numbers is not None else set(found.labels)
    return LabelledLayout(
        path,
        dimensions=path.suffix.lower() == ".ts",
        tabs="\t" in path.read_text("utf-8-sig"),
        gaps=any(bool(np.isnan(trimmed(series)).any()) for series in found.series),
        left_out=bool(dataset.left_out),
        whole=whole,
        leaves_out=dataset.task == "classification" and not names <= set(dataset.class_names),
    )
