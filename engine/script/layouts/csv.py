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
        signs: Texts that mean in the target column that a value is missing.
        replaced: Whether broken bytes are replaced.
        below: Number of rows at the end that are no examples.
        names: The names of all columns where they are made; else ().
        replacements: (pattern, replacement) that make each text of the target column a number.
    """

    path: Path
    encoding: str
    separator: str
    decimal: str
    skipped: int
    target: str
    missing: bool
    whole: bool = False
    signs: tuple[str, ...] = ()
    replacements: tuple[tuple[str, str], ...] = ()
    replaced: bool = False
    below: int = 0
    names: tuple[str, ...] = ()


def csv_layout(file: CsvFile, path: Path, **more: Any) -> CsvLayout:
    """Return the layout of `file`, which was read from `path`; `more` are fields that `file` lacks."""
    return CsvLayout(
        path,
        file.encoding,
        file.separator,
        file.decimal,
        file.skipped,
        replaced=file.replaced,
        below=len(file.rows_left_out),
        names=file.made_names,
        **more,
    )
