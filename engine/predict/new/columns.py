"""Rows of a table, each cell read as the column of the training data was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import DataError
from engine.data.problems import LeftOut
from engine.data.reading.context import Reading, rules_of, unreadable
from engine.data.reading.limits import Limits
from engine.data.tables.column_kinds import TEXT_KINDS, days, texts
from engine.data.tables.csv import FIRST_ROW, CsvFile
from engine.data.tables.file import read_table_file
from engine.data.tables.notation.like_training import ColumnRules, number_cells, proved_sign, time_cells
from engine.data.tables.notation.number_times import NumberTime
from engine.isolated.errors import CORRUPT
from engine.language import tr
from engine.opening import printable
from engine.predict.new.encodings import SET, read_known, written_in
from engine.predict.new.rows import BATCH, NewRows, Reader, refused
from engine.predict.signature.examples import Column, Rows

if TYPE_CHECKING:
    import pandas as pd

    from engine.data.tables.notation.number_notation import DecimalSign
    from engine.settings.data.tables import TableData

_LONGEST = 60
_PROOF_ROWS = 1_000


class RowReader(Reader):
    """Reads the rows of tables.

    Args:
        form: The columns.
        settings: How files are written, as far as it is set.
    """

    suffixes = frozenset({".csv", ".tsv", ".xlsx", ".xlsm", ".parquet"})

    def __init__(self, form: Rows, settings: TableData) -> None:
        self._form, self._settings = form, settings

    def files(self, paths: Sequence[Path]) -> Iterator[NewRows]:
        """Yield the rows of each file."""
        for path in paths:
            try:
                file = read_known(partial(self._cells, path), self._known)
                yield from self._table(file, printable(str(path)))
            except DataError as error:
                yield refused(printable(str(path)), str(error))

    def values(self, values: dict[str, str]) -> NewRows:
        """Return one row whose cells are given as text.

        Args:
            values: By the name of the column; "" where a value is missing.
        """
        import pandas as pd

        wanted = [name for column in self._form.columns for name in column.joined or (column.name,)]
        cells = {name: [values.get(name, "").strip() or None] for name in wanted}
        table = pd.DataFrame(cells, dtype="string")
        file = CsvFile("", table, "")
        try:
            return next(iter(self._table(file, "")))
        except DataError as error:
            return refused("", str(error))

    def _cells(self, path: Path, encoding: str) -> CsvFile:
        known = (name for column in self._form.columns for name in column.joined or (column.name,))
        return read_cells(path, self._settings, encoding=encoding, known=frozenset(known))

    def _known(self, file: CsvFile) -> int:
        """How many columns and categories of a table the model knows."""
        found = 0
        for column in self._form.columns:
            if column.name in file.table.columns:
                found += 1 + int(file.table[column.name].isin(column.categories).sum())
        return found

    def _table(self, file: CsvFile, name: str) -> Iterator[NewRows]:
        for column in self._form.columns:
            for part in column.joined or (column.name,):
                file.column(part, setting="data.path")
        count = len(file.table)
        at = [f"{name}:{int(row) + FIRST_ROW}" if name else "" for row in file.table.index]
        reasons: dict[int, str] = {}
        remarks: list[LeftOut] = []
        x: dict[str, NDArray[Any]] = {}
        # of a file with a decimal comma somewhere, "1.618" is more than a thousand
        decimal = "comma" if proved_sign(file.table, rows=_PROOF_ROWS) == "comma" else None
        for column in self._form.columns:
            values, odd = _read(file, column, decimal=decimal)
            for row in np.flatnonzero(odd).tolist():
                reasons.setdefault(row, _odd_sentence(file, column, row))
            gone = np.isnan(values) if values.dtype.kind == "f" else values == ""
            if self._form.refuses_missing:
                for row in np.flatnonzero(gone).tolist():
                    reasons.setdefault(row, tr("no value in column {name}", name=column.name))
            if column.categories:
                known = set(column.categories)
                remarks += [
                    LeftOut(at[row], _new_sentence(column, value))
                    for row, value in enumerate(values.tolist())
                    if value and value not in known
                ]
            x[column.input] = values[:, np.newaxis]
        kept = np.array([row for row in range(count) if row not in reasons], np.int64)
        refused_rows = tuple(LeftOut(at[row], reason) for row, reason in sorted(reasons.items()))
        out = (*refused_rows, *(LeftOut(f"{name}: {one.name}", one.reason) for one in file.rows_left_out))
        yield from in_parts([at[row] for row in kept.tolist()], x, kept=kept, refused=out, remarks=remarks)


def in_parts(
    names: Sequence[str],
    x: dict[str, NDArray[Any]],
    *,
    kept: NDArray[np.int64],
    refused: tuple[LeftOut, ...],
    remarks: Sequence[LeftOut] = (),
) -> Iterator[NewRows]:
    """Yield rows, at most `BATCH` at once, with what is refused and remarked in the first part.

    Args:
        names: Of the rows that are kept.
        x: By input, (n, ...) each.
        kept: (m,) int64, which of the n rows are kept.
        refused: Those that are not, with the reason.
        remarks: On rows that are kept.
    """
    first = NewRows(refused=refused, remarks=tuple(remarks))
    for start in range(0, len(kept), BATCH):
        chosen = kept[start : start + BATCH]
        part = {name: values[chosen] for name, values in x.items()}
        yield NewRows(tuple(names[start : start + BATCH]), part, first.refused, first.remarks)
        first = NewRows()
    if first.refused or first.remarks:
        yield first


def read_cells(
    path: Path, settings: TableData, *, encoding: str = SET, known: frozenset[str] = frozenset()
) -> CsvFile:
    """Return the table in a file, its cells of text as they are written.

    Args:
        path: Of the file.
        settings: How it is written, as far as it is set.
        encoding: In which it is read; `SET` for that of the settings.
        known: The names of columns that it has, in a header of one row or several.

    Raises:
        DataError: It cannot be read as a table.
    """
    reading = Reading(limits=Limits.of(settings), rules=rules_of(settings))
    try:
        written = replace(written_in(settings, encoding), known=known)
        return read_table_file(path, reading, written=written, as_text=True)
    except OSError as error:
        raise DataError(unreadable(path, error)) from error
    except CORRUPT as error:
        raise DataError(
            tr("{name} cannot be read as a table; save it again, or as CSV.", name=path.name)
        ) from error


def _read(
    file: CsvFile, column: Column, *, decimal: DecimalSign | None
) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """Return the values of a column as the model takes them, and which cells are not understood."""
    cells = file.table[column.name]
    rules = ColumnRules(
        column.decimal or decimal,
        column.date_order,
        column.first_year,
        NumberTime(column.number_time, column.digits, first_year=column.first_year)
        if column.number_time
        else None,
        frozenset(column.missing),
    )
    if column.kind in TEXT_KINDS:
        return _texts(cells, column, rules), np.zeros(len(cells), np.bool_)
    if column.kind == "number":
        values, odd = number_cells(_truth(cells) if column.dtype_read.startswith("bool") else cells, rules)
        return values.astype(np.float32), odd
    if column.joined:
        cells = _joined(file, column.joined)
    times, odd = time_cells(cells, rules)
    if bool(np.isnat(times).all()):  # a column without dates is none of dates for `days`
        return np.full(len(times), np.nan, np.float32), odd
    import pandas as pd

    return days(pd.Series(times, name=column.name)), odd


def _truth(cells: pd.Series) -> pd.Series:
    """Return cells with 1 and 0 for true and false, which training had read as such."""
    if cells.dtype.kind in "biuf":
        return cells
    return cells.astype("string").str.strip().str.casefold().replace({"true": "1", "false": "0"})


def _joined(file: CsvFile, names: tuple[str, ...]) -> pd.Series:
    """Return the cells of several columns as one text, as `notation.times_in` joins a date and a clock."""
    found = file.table[names[0]].astype("string").str.strip()
    for name in names[1:]:
        found = found + " " + file.table[name].astype("string").str.strip()
    return found


def _texts(cells: pd.Series, column: Column, rules: ColumnRules) -> NDArray[Any]:
    """Return the cells as text, as `column_kinds.texts` wrote those of the training data."""
    import pandas as pd

    found = texts(cells)
    found[np.isin(found.astype(str), list(rules.signs))] = ""
    if column.dtype_read.startswith(("int", "float", "Int", "Float")):
        # values that were read as numbers: 3.0 and 3 are one category
        numbers = pd.to_numeric(pd.Series(found, dtype="string"), errors="coerce").astype("float64")
        is_number = numbers.notna().to_numpy()
        written = texts(numbers[is_number])
        # beside 2.5 the 3 of the training data is "3.0", and new rows may have no 2.5
        known = {float(one): one for one in column.categories if _is_number(one)}
        values = numbers[is_number].tolist()
        found[is_number] = [known.get(value, text) for value, text in zip(values, written, strict=True)]
    elif column.dtype_read.startswith("bool"):
        truth = {"true": "True", "false": "False"}
        found = np.array([truth.get(one.casefold(), one) for one in found.tolist()], dtype=object)
    return found


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _odd_sentence(file: CsvFile, column: Column, row: int) -> str:
    parts = [str(file.table[name].iloc[row]) for name in column.joined or (column.name,)]
    values = {"name": " + ".join(column.joined) or column.name, "text": " ".join(parts)[:_LONGEST]}
    if column.kind == "number":
        return tr("column {name} holds numbers, and {text!r} is none", **values)
    return tr("column {name} holds dates, and {text!r} is not understood as one", **values)


def _new_sentence(column: Column, value: str) -> str:
    return tr(
        "column {name} has {text!r}, which the model has not learned; it is taken as other",
        name=column.name,
        text=value[:_LONGEST],
    )
