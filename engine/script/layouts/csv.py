"""How a CSV file is written: what every script that reads one must know."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.data.tables.csv import CsvFile


@dataclass(frozen=True, slots=True)
class CsvLayout:
    """A CSV file with a table.

    Attributes:
        path: The file.
        encoding: Its encoding, as Python names it.
        separator: The character between columns.
        decimal: The decimal mark, "." or ",".
        skipped: Number of lines before the header.
        target: Name of the target column.
        missing: Whether values are missing.
        whole: Whether class names are whole numbers that are read with decimals.
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
    """Return the layout of `file`, which was read from `path`; `more` are fields that `file` lacks."""
    return CsvLayout(path, file.encoding, file.separator, file.decimal, file.skipped, **more)
