"""Ten examples that go along, as files that predict.py reads. What is expected is added when the file is run.

Pictures go along as they are, or as PNG where the file is not there any more; rows and windows as CSV, texts
as text files, everything else as one array.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from PIL import Image

from engine.export.proof.expected import EXAMPLES
from engine.predict.signature.examples import Pictures, Rows, Texts, Windows

if TYPE_CHECKING:
    from pathlib import Path

    from engine.export.proof.examples import Examples
    from engine.predict.signature.form import Signature

MOST = 10


def write_shown(
    folder: Path, examples: Examples, *, signature: Signature, source: Path
) -> list[tuple[str, int]]:
    """Write the examples.

    Args:
        folder: Of the export.
        examples: From which ten are taken, evenly spaced.
        signature: Of the run's model.
        source: The folder that names of pictures start from.

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
            _table(signature.examples, examples, places).to_csv(to / "rows.csv", index=False)
            return [("rows.csv", place) for place in places]
        case Texts():
            texts = examples.raw["text"][:, 0]
            for number, place in enumerate(places, start=1):
                (to / f"{number:02}.txt").write_bytes(str(texts[place]).encode())
            return [(f"{number:02}.txt", place) for number, place in enumerate(places, start=1)]
        case Windows():
            for number, place in enumerate(places, start=1):
                rows = pd.DataFrame(examples.x[place], columns=list(signature.examples.columns))
                comma = "," if signature.examples.decimal == "comma" else "."
                rows.to_csv(to / f"{number:02}.csv", index=False, decimal=comma)
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


def _table(known: Rows, examples: Examples, places: list[int]) -> pd.DataFrame:
    """Return rows as text that predict.py reads back to the same values."""
    columns: dict[str, list[str]] = {}
    for column in known.columns:
        values = examples.raw[column.input][places, 0]
        if column.kind == "date":
            columns[column.name] = [_date(float(value)) for value in values]
        elif column.dtype == "float32":
            texts = ["" if np.isnan(value) else str(value) for value in values]
            comma = column.decimal == "comma"
            columns[column.name] = [text.replace(".", ",") for text in texts] if comma else texts
        else:
            columns[column.name] = [str(value) for value in values]
    return pd.DataFrame(columns)


def _date(days: float) -> str:
    if np.isnan(days):
        return ""
    found = pd.Timestamp("1970-01-01") + pd.to_timedelta(days, unit="D")
    return found.strftime("%Y-%m-%d") if days % 1 == 0 else found.isoformat()
