"""The cells of a CSV file by pandas: as it takes them, or as text where they may be something else."""

from __future__ import annotations

import warnings
from collections import Counter
from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np

from engine.data.dataset import DataError
from engine.data.tables.csv_lines.format import detail_of
from engine.data.tables.extra_rows import with_unique_names
from engine.data.tables.notation.joined_times import is_part
from engine.data.tables.notation.number_notation import GROUPED
from engine.data.tables.notation.number_times import is_time_name
from engine.language import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from engine.data.tables.csv_lines.header import CsvHeader
    from engine.data.tables.csv_lines.source import CsvSource
    from engine.data.tables.notation.number_notation import DecimalSign
    from engine.data.tables.notation.written import Written

_EXACT = 2.0**53
_CODE = r"[+-]?0\d+"
_MONTHS = r"\d{4}\.\d{1,2}"
_YEARS = (1900, 2101)
_SAMPLE, _THOUSAND, _ROUNDED = 1000, 1000, 1e-6


def read_cells(
    source: CsvSource,
    header: CsvHeader,
    *,
    decimal: str,
    as_text: bool,
    without: tuple[int, ...],
    **options: Any,
) -> pd.DataFrame:
    """Return the table with pandas's kinds of columns; only an empty cell is missing.

    Args:
        source: the file.
        header: where and how its table is written.
        decimal: the decimal sign of its numbers.
        as_text: whether every cell is text.
        without: rows behind the header that are none of the table, from 1.
        options: of `pandas.read_csv`.

    Returns:
        The table, whose index counts the rows of the file from 0, those `without` included.

    Raises:
        DataError: it is no such file.
    """
    import pandas as pd

    more: dict[str, Any] = {"dtype": str} if as_text else {}
    if header.trailing:
        more["index_col"] = False
    if without:
        more["skiprows"] = list(without)
    if header.headless:
        more |= {"header": None, "names": list(header.names), "index_col": False}
    table = by_pandas(
        source,
        header.characters,
        mixed_as=None if as_text or options else {"dtype": str},
        sep=header.separator,
        decimal=decimal,
        keep_default_na=False,
        na_values=[""],
        **more,
        **options,
    )
    first = header.lines - header.headless  # where no header is counted, the first row is one of its own
    if not without:
        table.index = pd.RangeIndex(first, first + len(table))
    else:
        gone = np.array(without) - (not header.headless)
        table.index = pd.Index(np.delete(np.arange(len(table) + len(gone)), gone) + first)
    return table


def by_pandas(
    source: CsvSource, start: int, *, mixed_as: Mapping[str, Any] | None, **options: Any
) -> pd.DataFrame:
    """Return the table of a file as `pandas.read_csv` reads it, in parts that need little memory.

    Args:
        source: the file.
        start: where the table begins, in characters.
        mixed_as: options with which columns are read again as a whole whose parts have different dtypes; None
            where there are none.
        options: of `pandas.read_csv`.

    Raises:
        DataError: it is no such file.
    """
    import pandas as pd

    def read(**others: Any) -> pd.DataFrame:
        with source.text(start) as text:
            return pd.read_csv(text, skip_blank_lines=False, skipinitialspace=True, **{**options, **others})

    try:
        # the causes of the warnings are seen to; the filters stay, as other threads read too
        warnings.simplefilter("ignore", pd.errors.DtypeWarning)
        warnings.simplefilter("ignore", pd.errors.ParserWarning)
        table = read(low_memory=True)
        if mixed_as is not None:
            mixed = [at for at in range(table.shape[1]) if _is_mixed(table.iloc[:, at])]
            whole = read(low_memory=False, usecols=mixed, **mixed_as) if mixed else table
            for place, at in enumerate(mixed):
                table.isetitem(at, cast("Any", whole.iloc[:, place]))
    except (ValueError, OverflowError) as error:
        raise DataError(
            tr(
                "{name} is not a proper CSV file: {detail}; correct it.",
                name=source.name,
                detail=detail_of(error),
            )
        ) from error
    return table


def _is_mixed(column: pd.Series) -> bool:
    """Return whether pandas inferred different dtypes in parts of a column, as it reads it in parts.

    Integers so large that a float is not exact may have been exact in one part.

    Args:
        column: as read, of any dtype.
    """
    from pandas.api.types import infer_dtype

    if column.dtype == object:
        return infer_dtype(column, skipna=True) not in ("string", "boolean", "empty")
    return column.dtype.kind == "f" and bool((column.abs() >= _EXACT).any())


def as_written(
    source: CsvSource,
    table: pd.DataFrame,
    *,
    header: CsvHeader,
    written: Written,
    without: tuple[int, ...],
) -> tuple[pd.DataFrame, DecimalSign | None]:
    """Return the table with those numbers as text that may not be what pandas takes them for.

    Args:
        source: the file.
        table: as `read_cells` returns it.
        header: where and how it is written.
        written: what is set.
        without: as in `read_cells`.

    Returns:
        The table, and the decimal sign that its columns of numbers prove.
    """
    table = with_codes(source, table, header=header, without=without)
    months = [name for name in table.columns if _may_be_months(str(name), table[name])]
    if months:
        table = _with_texts(source, table, header=header, names=months, without=without, form=_MONTHS)
    forms = {str(name): fraction_of(table[name]) for name in table.columns if table[name].dtype.kind == "f"}
    if "other" in forms.values():
        return table, "point" if header.decimal == "." else "comma"
    thousands = [name for name, form in forms.items() if form == "thousandths"]
    if not thousands or header.separator == "," or header.decimal == "," or written.decimal == "point":
        return table, None
    found = _with_texts(source, table, header=header, names=thousands, without=without, form=GROUPED.pattern)
    if any(found[name].dtype.kind == "f" for name in thousands):
        return table, "point"  # "1.5" has no thousands
    return found, None


def with_codes(
    source: CsvSource, table: pd.DataFrame, *, header: CsvHeader, without: tuple[int, ...]
) -> pd.DataFrame:
    """Return the table with whole numbers that begin with zeros as the text that they are.

    Args:
        source: the file.
        table: as `read_cells` returns it.
        header: where and how it is written.
        without: as in `read_cells`.
    """
    # 01 for January is a number
    whole = [name for name in table.columns if _is_whole(table[name]) and not is_part(str(name), table[name])]
    if not source.has_leading_zeros or not whole:
        return table
    return _with_texts(source, table, header=header, names=whole, without=without, form=_CODE, every=False)


def _with_texts(
    source: CsvSource,
    table: pd.DataFrame,
    *,
    header: CsvHeader,
    names: list[str],
    without: tuple[int, ...],
    form: str,
    every: bool = True,
) -> pd.DataFrame:
    """Return the table with columns as text if every cell, or any, has a form."""
    places = _places(header, [str(name) for name in table.columns])
    columns = sorted(places[name] for name in names if name in places)
    if not columns:
        return table
    read = read_cells(source, header, decimal=".", as_text=True, without=without, usecols=columns)
    read, _ = with_unique_names(read)
    for name in read.columns:
        text = read[name].loc[table.index]
        fits = text.dropna().str.strip().str.fullmatch(form)
        if bool(fits.all() if every else fits.any()):
            table[name] = text
    return table


def fraction_of(column: pd.Series) -> Literal["", "thousandths", "other"]:
    """Return which fractions the numbers of a column have: none, thousandths of 1 to 999 alone, or others.

    Args:
        column: of floats.
    """
    values = np.abs(column.to_numpy(np.float64))
    for some in (values[:_SAMPLE], values):  # a sample says it for most columns
        broken = some[np.isfinite(some) & (some % 1 != 0)]
        thousandths = np.abs(broken * 1000 - np.round(broken * 1000)) < _ROUNDED
        if not bool((thousandths & (broken > 1) & (broken < _THOUSAND)).all()):
            return "other"
    return "thousandths" if len(broken) else ""


def _may_be_months(name: str, column: pd.Series) -> bool:
    """Return whether numbers may be a year and a month, as 2024.1 for October is written 2024.10."""
    if column.dtype.kind != "f" or not is_time_name(name):
        return False
    values = column.dropna().to_numpy(np.float64)
    months = np.round(values % 1 * 100, 6)
    years = (values >= _YEARS[0]) & (values < _YEARS[1])
    return len(values) > 0 and bool((years & (months >= 1) & (months % 1 == 0)).all())


def _is_whole(column: pd.Series) -> bool:
    if column.dtype.kind == "f":  # whole numbers beside empty cells
        present = column.dropna()
        return bool((present.abs() < _EXACT).all()) and bool((present % 1 == 0).all())
    return column.dtype.kind in "iu"


def _places(header: CsvHeader, names: list[str]) -> Mapping[str, int]:
    """Return the place in the file of each column that has a name of its own."""
    counts = Counter(header.names)
    places = {name: at for at, name in enumerate(header.names)}
    return {name: places[name] for name in names if counts[name] == 1}
