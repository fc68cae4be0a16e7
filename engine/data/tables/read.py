"""A table as a data set: one row an example, one column or more the target.

The role of each column is decided in `column_roles`, what numbers it becomes in `rows` and `fitted_columns`,
once the rows that train are known. A row without a target or weight is left out; one in which an input is
missing only where the settings say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from engine.data.arrays.usable import check_weight
from engine.data.dataset import DataError, LeftOut, RawDataset
from engine.data.problems import noted
from engine.data.tables.as_read import as_read, read_columns
from engine.data.tables.column_kinds import TEXT_KINDS, VALUES, texts
from engine.data.tables.column_roles import Roles, roles_of
from engine.data.tables.columns import Holds, holds, numbers
from engine.data.tables.csv import FIRST_ROW
from engine.data.tables.file import read_table_file
from engine.data.tables.notation.written import Written
from engine.data.tables.rows import TableRows
from engine.data.targets.labels import FEW_TABLE_CLASSES, Targets, targets_of
from engine.language import tr

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from engine.data.kind_facts import Use
    from engine.data.reading.context import Reading
    from engine.data.tables.csv import CsvFile
    from engine.settings.data.tables import TableData

_EXACT = 2.0**53


def read_table(settings: TableData, reading: Reading) -> RawDataset:
    """Read a table.

    Args:
        settings: the file, and the role and kind of its columns.
        reading: what every reader gets.

    Returns:
        y: (n,) class numbers, or (n, targets) float32.

    Raises:
        DataError: the file cannot be read, or no row can be used.
        LoadCancelled: `reading` was cancelled.
    """
    written = Written.of(settings, text=text_columns(settings))
    file = read_table_file(reading.find(settings.path), reading, sheet=settings.sheet, written=written)
    table = file.table
    roles = roles_of(file, settings, like=reading.like)
    file.require(*roles.targets, *([roles.weight] if roles.weight else []), *roles.inputs)
    found = {name: _target_values(table[name], settings) for name in roles.targets}
    missing = {name: gaps for name, (_, gaps) in found.items()}
    weights = numbers(table[roles.weight], setting="data.weight") if roles.weight else None
    if weights is not None:
        missing[roles.weight] = np.isnan(weights)
    grouped = texts(table[roles.group]).astype(str) if roles.group else None
    if grouped is not None:
        missing[roles.group] = grouped == ""
    values: dict[str, NDArray[Any]] = {}
    for name, kind in roles.inputs.items():
        reading.look()
        values[name] = VALUES[kind](table[name])
    if settings.missing == "drop":
        missing |= {name: _gaps(column) for name, column in values.items()}
    rows, left_out = _complete_rows(table, missing)
    notes = [*file.notes, *roles.notes(settings)]
    if left_out:
        notes.append(
            noted(tr("{count:,} rows with missing values are left out.", count=len(left_out)), "data.missing")
        )
    y_values = [values[rows] for values, _ in found.values()]
    targets = _targets(y_values, settings, reading=reading, names=roles.targets)
    return RawDataset(
        kind="table",
        task=targets.task,
        y=targets.y,
        fingerprint=file.fingerprint,
        sample_weight=_weight(weights, rows, name=roles.weight),
        groups=None if grouped is None else np.unique(grouped[rows], return_inverse=True)[1].astype(np.int64),
        class_names=targets.class_names,
        target_names=roles.targets,
        left_out=(*file.rows_left_out, *left_out),
        notes=(*notes, *targets.notes),
        columns=roles.facts,
        rows=TableRows(
            roles.inputs,
            {name: column[rows] for name, column in values.items()},
            settings,
            _written_dates(file, roles, rows=table.index[rows]),
        ),
        as_read=as_read(
            file,
            read_columns(file, _uses(roles), facts=roles.facts),
            rows=table.index.to_numpy(np.int64)[rows],
        ),
    )


def _written_dates(file: CsvFile, roles: Roles, *, rows: pd.Index) -> dict[str, pd.Series]:
    return {
        name: (file.cells[name].text if name in file.cells else file.table[name]).loc[rows]
        for name, kind in roles.inputs.items()
        if kind == "date"
    }


def _uses(roles: Roles) -> dict[str, Use]:
    uses: dict[str, Use] = dict.fromkeys(roles.inputs, "input")
    uses.update(dict.fromkeys(roles.targets, "target"))
    if roles.weight:
        uses[roles.weight] = "weight"
    if roles.group:
        uses[roles.group] = "group"
    return uses


def text_columns(settings: TableData) -> frozenset[str]:
    """Return the columns that are text because a person has said so.

    Args:
        settings: the kinds of columns.
    """
    return frozenset(name for name, kind in settings.columns.items() if kind in TEXT_KINDS)


def _gaps(column: NDArray[Any]) -> NDArray[np.bool_]:
    return np.isnan(column) if column.dtype.kind == "f" else column == ""


def _target_values(column: pd.Series, settings: TableData) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """Return the target as integers, numbers or text, and where it is missing."""
    kind, name = holds(column), column.name
    if kind is Holds.NOTHING:
        raise DataError(
            tr("The target column {name} is empty; choose another.", name=name), path="data.target"
        )
    if kind is not Holds.NUMBERS and settings.task == "regression":
        raise DataError(
            tr(
                "The target column {name} holds {what}, so regression cannot learn it.",
                name=name,
                what=tr(kind.value),
            ),
            path="data.task",
        )
    if kind is not Holds.NUMBERS or (_is_truth(column) and settings.task != "regression"):
        found = texts(column)
        return found, found == ""
    values = numbers(column, setting="data.target")
    missing = np.isnan(values)
    values = np.where(missing, 0, values)
    # integers beside empty cells are read as floats; they may still be classes
    whole = bool((values % 1 == 0).all() and (np.abs(values) < _EXACT).all())
    return values.astype(np.int64) if whole else values, missing


def _is_truth(column: pd.Series) -> bool:
    if column.dtype.kind in "iuf":
        return False
    return {str(value).strip().casefold() for value in column.dropna().unique()} <= {"true", "false"}


def _complete_rows(
    table: pd.DataFrame, missing: dict[str, NDArray[np.bool_]]
) -> tuple[NDArray[np.int64], tuple[LeftOut, ...]]:
    """Return the positions of the rows with every value, and the others with the column that misses one."""
    gone = np.logical_or.reduce(list(missing.values()))
    rows = np.flatnonzero(~gone)
    if not len(rows):
        emptiest = max(missing, key=lambda name: int(missing[name].sum()))
        raise DataError(
            tr(
                "Every row misses a value; column {emptiest} misses the most. Fill it, or choose"
                " other input columns.",
                emptiest=emptiest,
            ),
            path="data.features",
        )
    left_out = tuple(
        LeftOut(
            tr("row {number}", number=int(table.index[row]) + FIRST_ROW),
            tr(
                "no value in column {name}",
                name=next((name for name, empty in missing.items() if empty[row])),
            ),
        )
        for row in np.flatnonzero(gone).tolist()
    )
    return rows, left_out


def _targets(
    values: list[NDArray[Any]], settings: TableData, *, reading: Reading, names: tuple[str, ...]
) -> Targets:
    name = ", ".join(names)
    if len(values) > 1:
        if settings.task == "classification" or any(column.dtype.kind not in "iuf" for column in values):
            raise DataError(
                tr("{names} are all targets, but classes can be learned from one column only.", names=name),
                path="data.columns",
            )
        return _checked(np.stack(values, axis=1), "regression", reading=reading, name=name)
    return _checked(values[0], settings.task, reading=reading, name=name)


def _checked(values: NDArray[Any], task: Any, *, reading: Reading, name: str) -> Targets:
    try:
        return targets_of(values, task, few=FEW_TABLE_CLASSES, like=reading.like)
    except DataError as error:
        path = error.path if error.path != "data.path" else "data.target"
        raise DataError(tr("Target column {target}: {error}", target=name, error=error), path=path) from error


def _weight(
    weights: NDArray[np.float64] | None, rows: NDArray[np.int64], *, name: str
) -> NDArray[np.float32] | None:
    if weights is None:
        return None
    weight = weights[rows].astype(np.float32)
    check_weight(weight, name, setting="data.weight")
    return weight
