"""How a CSV file is written: what every script that reads one must know of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.data.tables.csv import CsvFile


@dataclass(frozen=True, slots=True)
class CsvLayout:
    """A CSV file with a table.

    `missing` says that values are missing, `whole` that class names are whole numbers written with decimals.
    """

    path: Path
    encoding: str
    separator: str
    decimal: str
    skipped: int
    target: str
    missing: bool
    whole: bool = False


def csv_layout(file: CsvFile, path: Path, **more: Any) -> CsvLayout:
    """The form of `file`, which was read from `path`; `more` are the fields beside its own."""
    return CsvLayout(path, file.encoding, file.separator, file.decimal, file.skipped, **more)
