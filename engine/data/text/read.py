"""Texts in a folder or in a table -> a data set whose tokens are counted later, on the training part.

The files of a folder are read in `files`, texts are cut in `tokens`, and token ids are made in `vocabulary`.
What has no text, or no target, is left out and reported.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from engine.data.dataset import DataError, LeftOut, RawDataset
from engine.data.tables.as_read import as_read, read_columns
from engine.data.tables.columns import Holds, holds, numbers
from engine.data.tables.csv import FIRST_ROW, CsvFile, read_csv
from engine.data.tables.notation.missing_signs import signs_for
from engine.data.tables.notation.parse import parse_columns
from engine.data.tables.notation.written import Written
from engine.data.targets.labels import FEW_TABLE_CLASSES, as_text, targets_of
from engine.data.text.files import read_folder
from engine.data.text.tokens import Tokenizer
from engine.data.text.vocabulary import Texts
from engine.language import tr

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

    from engine.data.kind_facts import AsRead
    from engine.data.reading.context import PartName, Reading
    from engine.settings.data.text import TextData

_EXACT = 2.0**53


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read: texts, what each is called, and their targets, (n,); "" or NaN where one is missing.

    Attributes:
        table: the file of the texts; None for a folder.
        text: the column of the texts; "" for a folder.
        parts: (n,) the part that each is for; None where the texts have no parts.
    """

    texts: list[str]
    names: list[str]
    values: NDArray[Any]
    target: str
    fingerprint: str
    left_out: list[LeftOut]
    notes: list[str]
    table: CsvFile | None = None
    text: str = ""
    parts: NDArray[Any] | None = None


def read_text(settings: TextData, reading: Reading) -> RawDataset:
    """Read texts.

    Args:
        settings: the folder or table, and how texts are cut.
        reading: what every reader gets.

    Returns:
        A data set whose preprocessing is `Texts`; y: (n,) class numbers, or (n, 1) float32.

    Raises:
        DataError: the texts cannot be read, or none can be used.
        LoadCancelled: `reading` was cancelled.
    """
    path = reading.find(settings.path)
    read = _folder(path, settings, reading) if path.is_dir() else _table(path, settings, reading)
    tokenizer = Tokenizer.of(settings)
    texts, rows = [], []
    left_out, composed = list(read.left_out), 0
    for row, (text, name, missing) in enumerate(
        zip(read.texts, read.names, _missing(read.values).tolist(), strict=True)
    ):
        if row % 1024 == 0:
            reading.step(row, len(read.texts))
        if tokenizer.is_empty(text):
            left_out.append(LeftOut(name, tr("it has no text")))
        elif missing:
            left_out.append(LeftOut(name, tr("no value in column {name}", name=read.target)))
        else:
            whole = unicodedata.normalize("NFC", text)
            composed += whole != text
            texts.append(whole)
            rows.append(row)
    if not texts:
        raise DataError(tr("{name} has no text that can be learned from.", name=path.name), path="data.text")
    targets = _targets(read, np.array(rows), settings=settings, reading=reading)
    is_folder = path.is_dir()
    return RawDataset(
        kind="text",
        task=targets.task,
        y=targets.y,
        fingerprint=read.fingerprint,
        class_names=targets.class_names,
        target_names=(read.target,),
        names=tuple(read.names[row] for row in rows) if is_folder else (),
        left_out=tuple(left_out),
        notes=(*read.notes, *_notes(left_out, composed), *targets.notes),
        validation_mask=_mask(read, rows, "validation"),
        test_mask=_mask(read, rows, "test"),
        rows=Texts.of(texts, tokenizer, most=settings.vocabulary, length=settings.length),
        as_read=None if read.table is None else _as_read(read, rows),
    )


def _mask(read: _Read, rows: list[int], part: PartName) -> NDArray[np.bool_] | None:
    """Return which of the rows are for a part; None where none is."""
    found = None if read.parts is None else read.parts[rows] == part
    return found if found is not None and found.any() else None


def _missing(values: NDArray[Any]) -> NDArray[np.bool_]:
    return np.isnan(values) if values.dtype.kind == "f" else values == ""


def _notes(left_out: list[LeftOut], composed: int) -> list[str]:
    notes = [tr("{count:,} texts are left out.", count=len(left_out))] if left_out else []
    if composed:
        notes.append(
            tr(
                "{count:,} texts have letters in parts (Unicode NFD); they are put together (NFC)."
                " Do the same with texts that you give to the saved model.",
                count=composed,
            )
        )
    return notes


def _targets(read: _Read, rows: NDArray[np.int64], *, settings: TextData, reading: Reading) -> Any:
    values = read.values[rows]
    if values.dtype.kind == "f" and bool((values % 1 == 0).all() and (np.abs(values) < _EXACT).all()):
        values = values.astype(np.int64)  # may be class numbers
    try:
        return targets_of(values, settings.task, few=FEW_TABLE_CLASSES, like=reading.like)
    except DataError as error:
        path = error.path if error.path != "data.path" or not read.target else "data.target"
        raise DataError(str(error), path=path) from error


def _folder(path: Path, settings: TextData, reading: Reading) -> _Read:
    if settings.task == "regression":
        raise DataError(
            tr("The sub-folders of a folder are classes, and regression was chosen; choose classification."),
            path="data.task",
        )
    found = read_folder(path, reading, has_parts=settings.parts, encoding=settings.encoding)
    return _Read(
        texts=[file.text for file in found.files],
        names=[file.name for file in found.files],
        parts=np.array([file.part for file in found.files]),
        values=np.array([file.label for file in found.files], dtype=object),
        target="",
        fingerprint=found.fingerprint,
        left_out=list(found.left_out),
        notes=list(found.notes),
    )


def _table(path: Path, settings: TextData, reading: Reading) -> _Read:
    file, text, target = read_text_table(path, settings, reading=reading)
    file.require(target, setting="data.target")
    values = file.table[target]
    kind = holds(values)
    if kind is Holds.NOTHING:
        raise DataError(
            tr("The target column {name} is empty; choose another.", name=target), path="data.target"
        )
    is_number = kind is Holds.NUMBERS
    return _Read(
        texts=file.table[text].fillna("").tolist(),
        names=[tr("row {number}", number=int(row) + FIRST_ROW) for row in file.table.index],
        values=numbers(values, setting="data.target") if is_number else _as_texts(values),
        target=target,
        fingerprint=file.fingerprint,
        left_out=list(file.rows_left_out),
        notes=list(file.notes),
        table=file,
        text=text,
    )


def _as_read(read: _Read, rows: list[int]) -> AsRead:
    file = cast("CsvFile", read.table)
    columns = read_columns(file, {read.text: "input", read.target: "target"})
    columns = tuple(replace(one, kind="text") if one.name == read.text else one for one in columns)
    return as_read(file, columns, rows=file.table.index.to_numpy(np.int64)[rows])


def read_text_table(path: Path, settings: TextData, *, reading: Reading) -> tuple[CsvFile, str, str]:
    """Read a table with texts: every cell as it is written, but the target as what it holds.

    Args:
        path: of the file.
        settings: how it is written, as far as it is set, and its columns.
        reading: what every reader gets.

    Returns:
        The file, and the names of the column of texts and of the target column.

    Raises:
        DataError: it cannot be read.
        LoadCancelled: `reading` was cancelled.
    """
    written = Written.of(settings)
    file = read_csv(path, reading, as_text=True, written=written)
    text, target = text_columns(file, settings)
    if not written.rules:
        return file, text, target
    found = parse_columns(file.table[[target]], written)
    texts = file.table[text].mask(file.table[text].isin(signs_for(text, settings.missing_signs)))
    table = file.table.assign(**{text: texts, target: found.table[target]})
    read = replace(file, table=table, notes=(*file.notes, *found.notes), cells=found.cells)
    return read, text, target


def _as_texts(column: pd.Series) -> NDArray[Any]:
    return np.array([as_text(value) for value in column.fillna("")], dtype=object)


def text_columns(file: CsvFile, settings: TextData) -> tuple[str, str]:
    """Return the names of the column of texts and of the target column.

    Args:
        file: the table, as text.
        settings: name them; without, the column with the most text, and the last other column.

    Raises:
        DataError: there is no such column, or both are the same.
    """
    names = [str(name) for name in file.table.columns]
    if len(names) < 2:
        raise DataError(
            tr(
                "{name} has one column only; a column of texts and one of targets are needed.",
                name=file.name,
            )
        )
    target = file.column(settings.target, setting="data.target") if settings.target else ""
    if settings.text:
        text = file.column(settings.text, setting="data.text")
    else:
        others = [name for name in names if name != target]
        text = max(others, key=lambda name: int(file.table[name].str.len().fillna(0).sum()))
    target = target or [name for name in names if name != text][-1]
    if text == target:
        raise DataError(
            tr("Column {name} holds the texts, so it cannot be the target too; choose another.", name=text),
            path="data.target",
        )
    return text, target
