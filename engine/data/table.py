"""A CSV table as a data set: one row an example, one column the target.

Number columns stay float32. A text column becomes one column of 0 and 1 for each of its values, named
"island=Biscoe", values sorted; one with very many values is left out, as are dates. A row in which a used
value is missing is left out.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.data.arrays import check_weight
from engine.data.columns import Holds, holds, numbers
from engine.data.csv_file import FIRST_ROW, CsvFile, read_csv
from engine.data.dataset import DataError, Dataset, LeftOut
from engine.data.labels import FEW_TABLE_CLASSES, Targets, targets_of
from engine.data.reading import Reading, require_memory
from engine.language import tr
from engine.settings.data import TableData

if TYPE_CHECKING:
    import pandas as pd

MOST_VALUES = 50
"""A text column with more values than this is left out."""
_EXACT = 2.0**53


@dataclass(frozen=True, slots=True)
class _Feature:
    """One chosen column.

    values: its numbers, (n,) float64 with NaN where missing; or, with categories, its texts, "" where
    missing.
    """

    name: str
    values: NDArray[Any]
    categories: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns that it becomes."""
        return tuple(f"{self.name}={value}" for value in self.categories) or (self.name,)

    @property
    def missing(self) -> NDArray[np.bool_]:
        """(n,) whether the row has no value."""
        return self.values == "" if self.categories else np.isnan(self.values)

    def write(self, into: NDArray[np.float32], rows: NDArray[np.int64]) -> None:
        """Write the values of `rows` into the columns `into`, (len(rows), len(names))."""
        if not self.categories:
            into[:, 0] = self.values[rows]
        for number, value in enumerate(self.categories):
            into[:, number] = self.values[rows] == value


def read_table(settings: TableData, reading: Reading) -> Dataset:
    """x: (n, features) float32; y: class numbers, or (n, 1) float32. Raises DataError."""
    file = read_csv(reading.find(settings.path), reading)
    table, notes = file.table, list(file.notes)
    target = (
        file.column(settings.target, setting="data.target") if settings.target else str(table.columns[-1])
    )
    weight_name = file.column(settings.weight, setting="data.weight") if settings.weight else ""
    features = _features(file, settings, reading=reading, target=target, weight=weight_name, notes=notes)
    y_values, y_missing = _target_values(table[target], settings)
    missing = {target: y_missing, **{feature.name: feature.missing for feature in features}}
    weights = numbers(table[weight_name], setting="data.weight") if weight_name else None
    if weights is not None:
        missing[weight_name] = np.isnan(weights)
    rows, left_out = _complete_rows(table, missing)
    if left_out:
        notes.append(tr("{count:,} rows with missing values are left out.", count=len(left_out)))
    names = tuple(name for feature in features for name in feature.names)
    require_memory(
        len(rows) * len(names) * 4,
        tr("{rows:,} rows of {columns:,} columns", rows=len(rows), columns=len(names)),
    )
    x = np.empty((len(rows), len(names)), np.float32)
    at = 0
    for feature in features:
        feature.write(x[:, at : at + len(feature.names)], rows)
        at += len(feature.names)
    # one row alone would make every column look constant
    constant = [
        name for name, same in zip(names, (x == x[0]).all(axis=0), strict=True) if same and len(rows) > 1
    ]
    notes += [
        tr("Column {name} has the same value in every row, so nothing can be learned from it.", name=name)
        for name in constant[:10]
    ]
    targets = _targets(y_values[rows], settings, reading=reading, target=target)
    return Dataset(
        kind="table",
        task=targets.task,
        x=x,
        y=targets.y,
        fingerprint=file.fingerprint,
        sample_weight=_weight(weights, rows, name=weight_name),
        class_names=targets.class_names,
        feature_names=names,
        target_names=(target,),
        left_out=left_out,
        notes=(*notes, *targets.notes),
    )


def _features(
    file: CsvFile, settings: TableData, *, reading: Reading, target: str, weight: str, notes: list[str]
) -> list[_Feature]:
    """The chosen columns, or all that can be used; `notes` is told of those that cannot."""
    if target in settings.features:
        raise DataError(
            tr("Column {target} is the target, so it cannot be an input too.", target=target),
            path="data.features",
        )
    chosen = [file.column(name, setting="data.features") for name in dict.fromkeys(settings.features)]
    others = [str(name) for name in file.table.columns if name not in (target, weight)]
    known = _known(reading)
    found: list[_Feature] = []
    for name in chosen or others:
        made, reason = _feature(file.table[name], known)
        if made is not None:
            found.append(made)
        elif chosen:
            raise DataError(
                tr("Column {name} {reason}; do not choose it as an input.", name=name, reason=reason),
                path="data.features",
            )
        else:
            notes.append(tr("Column {name} {reason}; it is left out.", name=name, reason=reason))
    if known is not None and [name for feature in found for name in feature.names] != list(known):
        raise DataError(
            tr("The columns do not match those of the training data: {names}.", names=", ".join(known[:20]))
        )
    if not found:
        raise DataError(
            tr("{name} has no column left to learn from beside {target}.", name=file.name, target=target),
            path="data.features",
        )
    return found


def _known(reading: Reading) -> tuple[str, ...] | None:
    return None if reading.like is None else reading.like.feature_names


def _feature(column: "pd.Series", known: tuple[str, ...] | None) -> tuple[_Feature | None, str]:
    """The column as a feature, or None and why it cannot be one."""
    name = str(column.name)
    kind = holds(column)
    if known is not None:
        prefix = f"{name}="
        categories = tuple(text.removeprefix(prefix) for text in known if text.startswith(prefix))
        if categories:
            return _Feature(name, _texts(column), categories), ""
        if name not in known:
            return None, tr("is not used in training")
    elif kind is Holds.TEXT:
        texts = _texts(column)
        categories = tuple(sorted(set(texts.tolist()) - {""}))
        if len(categories) > MOST_VALUES:
            return (
                None,
                tr(
                    "holds text with {count:,} different values (at most {most} can be used)",
                    count=len(categories),
                    most=MOST_VALUES,
                ),
            )
        return _Feature(name, texts, categories), ""
    if kind is Holds.NUMBERS or known is not None:
        return _Feature(name, numbers(column, setting="data.features")), ""
    return None, "is empty" if kind is Holds.NOTHING else "holds dates"


def _texts(column: "pd.Series") -> NDArray[Any]:
    return column.astype("string").str.strip().fillna("").to_numpy(dtype=object)


def _target_values(column: "pd.Series", settings: TableData) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """The target as whole numbers, numbers or text, and where it is missing."""
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
        texts = _texts(column)
        return texts, texts == ""
    values = numbers(column, setting="data.target")
    missing = np.isnan(values)
    values = np.where(missing, 0, values)
    # whole numbers beside empty cells are read as floats; they may be classes all the same
    whole = bool((values % 1 == 0).all() and (np.abs(values) < _EXACT).all())
    return values.astype(np.int64) if whole else values, missing


def _is_truth(column: "pd.Series") -> bool:
    if column.dtype.kind in "iuf":
        return False
    return {str(value).strip().casefold() for value in column.dropna().unique()} <= {"true", "false"}


def _complete_rows(
    table: "pd.DataFrame", missing: dict[str, NDArray[np.bool_]]
) -> tuple[NDArray[np.int64], tuple[LeftOut, ...]]:
    """The positions of the rows with every value, and the others with the column that misses one."""
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


def _targets(values: NDArray[Any], settings: TableData, *, reading: Reading, target: str) -> Targets:
    try:
        return targets_of(values, settings.task, few=FEW_TABLE_CLASSES, like=reading.like)
    except DataError as error:
        path = error.path if error.path != "data.path" else "data.target"
        raise DataError(
            tr("Target column {target}: {error}", target=target, error=error), path=path
        ) from error


def _weight(
    weights: NDArray[np.float64] | None, rows: NDArray[np.int64], *, name: str
) -> NDArray[np.float32] | None:
    if weights is None:
        return None
    weight = weights[rows].astype(np.float32)
    check_weight(weight, name, setting="data.weight")
    return weight
