"""Ten examples that go along, as files that predict.py reads. What is expected is added when the file is run.

Pictures go along as they are, or as PNG where the file is not there any more; rows, windows and texts of a
table as CSV, other texts as text files, everything else as one array.
"""

from __future__ import annotations

import csv
import shutil
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from PIL import Image

from engine.export.folder.reading import decimal_of
from engine.export.proof.expected import EXAMPLES
from engine.predict.signature.examples import Pictures, Rows, Texts, Windows

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from engine.data.tables.notation.number_notation import DecimalSign
    from engine.export.folder.reading import TableAsRead
    from engine.export.proof.examples import Examples
    from engine.predict.signature.schema import Signature

MOST = 10


def write_shown(
    folder: Path,
    examples: Examples,
    *,
    signature: Signature,
    source: Path,
    table: TableAsRead,
    labels: NDArray[np.int64] | None = None,
) -> list[tuple[str, int]]:
    """Write the examples.

    Args:
        folder: Of the export.
        examples: From which ten are taken, evenly spaced.
        signature: Of the run's model.
        source: The folder that names of pictures start from.
        table: How the table of the run is written; rows are written so.
        labels: (n,) of the examples in the index of that table; None where they are not in it.

    Returns:
        For each its file below `EXAMPLES`, and its place in `examples`; those of one file in its order.

    Raises:
        OSError: They cannot be written.
    """
    to = folder / EXAMPLES
    to.mkdir()
    count = len(examples.rows)
    places = np.unique(np.linspace(0, count - 1, min(count, MOST)).astype(np.int64)).tolist()
    match signature.examples:
        case Rows():
            chosen = None if labels is None else labels[places]
            rows = _table(signature.examples, examples, places, table=table, labels=chosen)
            _write_csv(rows, to / "rows.csv", table)
            return [("rows.csv", place) for place in places]
        case Texts(column=column) if column:
            texts = examples.raw["text"][places, 0]
            _write_csv(pd.DataFrame({column: texts.astype(str)}), to / "texts.csv", table, quoted=True)
            return [("texts.csv", place) for place in places]
        case Texts():
            texts = examples.raw["text"][:, 0]
            for number, place in enumerate(places, start=1):
                (to / f"{number:02}.txt").write_bytes(str(texts[place]).encode())
            return [(f"{number:02}.txt", place) for number, place in enumerate(places, start=1)]
        case Windows():
            for number, place in enumerate(places, start=1):
                columns = signature.examples.columns
                cells = {
                    name: [
                        _number(value, decimal_of(name, table, known=signature.examples.decimal))
                        for value in examples.x[place][:, at]
                    ]
                    for at, name in enumerate(columns)
                }
                _write_csv(pd.DataFrame(cells), to / f"{number:02}.csv", table)
            return [(f"{number:02}.csv", place) for number, place in enumerate(places, start=1)]
        case Pictures():
            return [
                (_picture(to, number, examples, place, source=source), place)
                for number, place in enumerate(places, start=1)
            ]
        case _:
            np.save(to / "arrays.npy", examples.x[places])
            return [("arrays.npy", place) for place in places]


def _picture(to: Path, number: int, examples: Examples, place: int, *, source: Path) -> str:
    name = examples.dataset.names[examples.rows[place]] if examples.dataset.names else ""
    original = source / name
    if name and original.is_file():
        copied = f"{number:02}{original.suffix.lower()}"
        shutil.copyfile(original, to / copied)
        return copied
    dtype = np.uint16 if examples.x.dtype == np.float32 else np.uint8  # the values of 16 bits are kept
    pixels = np.asarray(examples.x[place], dtype)
    Image.fromarray(pixels[..., 0] if pixels.shape[-1] == 1 else pixels).save(to / f"{number:02}.png")
    return f"{number:02}.png"


def _write_csv(rows: pd.DataFrame, path: Path, table: TableAsRead, *, quoted: bool = False) -> None:
    # in quotes, spaces around a text stay
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    text = rows.to_csv(None, index=False, sep=table.separator, quoting=quoting)
    try:
        path.write_bytes(text.encode(table.encoding))
    except UnicodeEncodeError:  # names of a file beside it; UTF-8 is read too
        path.write_bytes(text.encode())


def _table(
    known: Rows,
    examples: Examples,
    places: list[int],
    *,
    table: TableAsRead,
    labels: NDArray[np.int64] | None,
) -> pd.DataFrame:
    """Return rows as text that predict.py reads back to the same values; as they stand, where known."""
    columns: dict[str, list[str]] = {}
    for column in known.columns:
        values = examples.raw[column.input][places, 0]
        if table.file is not None and labels is not None and column.name in table.file.cells:
            cells = table.file.text(column.name).astype("string").loc[labels.tolist()]
            columns[column.name] = cells.fillna("").tolist()
            if column.joined:
                columns |= _in_parts(columns[column.name], column.joined, table, labels)
        elif column.joined:
            dates = [_date(float(value), clock=True) for value in values]
            columns |= {
                name: [text.split(" ")[at] for text in dates] for at, name in enumerate(column.joined)
            }
        elif column.kind == "date":
            columns[column.name] = [_date(float(value)) for value in values]
        elif column.dtype == "float32":
            sign = decimal_of(column.name, table, known=column.decimal)
            columns[column.name] = [_number(value, sign) for value in values]
        else:
            columns[column.name] = [str(value) for value in values]
    return pd.DataFrame(columns)


def _number(value: np.floating[Any], decimal: DecimalSign | None) -> str:
    if np.isnan(value):
        return ""
    return str(value).replace(".", ",") if decimal == "comma" else str(value)


def _in_parts(
    texts: list[str], names: tuple[str, ...], table: TableAsRead, labels: NDArray[np.int64]
) -> dict[str, list[str]]:
    """Return a date and a clock that were read as one text, each by itself."""
    if table.file is None:
        return {}
    clocks = table.file.text(names[1]).astype("string").str.strip().loc[labels.tolist()].fillna("").tolist()
    dates = [text.removesuffix(clock).strip() for text, clock in zip(texts, clocks, strict=True)]
    return {names[0]: dates, names[1]: clocks}


def _date(days: float, *, clock: bool = False) -> str:
    if np.isnan(days):
        return " " if clock else ""
    found = pd.Timestamp("1970-01-01") + pd.to_timedelta(days, unit="D")
    if clock:
        return found.strftime("%Y-%m-%d %H:%M:%S")
    return found.strftime("%Y-%m-%d") if days % 1 == 0 else found.isoformat()
