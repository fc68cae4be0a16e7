"""A CSV file -> a pandas table, with its separator, encoding and decimal sign found.

What the columns hold is told by `columns`. pandas is imported when the first file is read, as the window
should be there before it.
"""

import codecs
import csv
import difflib
import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from engine.data.dataset import DataError
from engine.data.reading import Reading, require_memory
from engine.language import tr

if TYPE_CHECKING:
    import pandas as pd

SEPARATORS = (",", ";", "\t", "|")
_SNIFFED_LINES = 50
_WITH_COMMA = re.compile(r"\s*-?\d+,\d+\s*")
_WITH_POINT = re.compile(r"\s*-?\d+\.\d+\s*")
_MEMORY_PER_BYTE = 6
_BEGINNING = 1 << 20
_START = re.compile(r"(?:[ \t]*\r?\n)*(?:sep=.\r?\n)?")
FIRST_ROW = 2
"""The row of the first example as spreadsheets count: row 1 is the header."""


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A table that was read, and what is known about it.

    table: one column a name; its index counts the rows from 0 as in the file, with empty rows left out. name
    is the file's, fingerprint the sha256 of its bytes, notes are sentences for people. encoding,
    separator and decimal sign are those of the file; skipped lines stand before its header. format says
    what the file is when it is no CSV, and sheet which part of it was read.
    """

    name: str
    table: "pd.DataFrame"
    fingerprint: str
    notes: tuple[str, ...] = ()
    encoding: str = "utf-8-sig"
    separator: str = ","
    decimal: str = "."
    skipped: int = 0
    format: Literal["csv", "excel", "parquet"] = "csv"
    sheet: str = ""

    def column(self, wanted: str, *, setting: str) -> str:
        """`wanted` if there is such a column, else DataError with all names and the nearest one."""
        names = [str(name) for name in self.table.columns]
        if wanted in names:
            return wanted
        near = difflib.get_close_matches(wanted.casefold(), [name.casefold() for name in names], n=1)
        meant = next((name for name in names if near and name.casefold() == near[0]), "")
        sentence = tr(
            "{name} has no column {wanted}; it has: {names}.",
            name=self.name,
            wanted=wanted,
            names=", ".join(names[:50]),
        )
        hint = " " + tr("Is {name} meant?", name=meant) if meant else ""
        raise DataError(sentence + hint, path=setting)


def read_csv(path: Path, reading: Reading, *, as_text: bool = False) -> CsvFile:
    """The table in a CSV file with a header line. Raises DataError.

    With `as_text` every cell is text as it stands, and only an empty one is missing.

    The separator is comma, semicolon, tab or bar; the encoding UTF-8, UTF-16 with its mark, Korean (cp949)
    or else Western (cp1252).
    """
    import pandas as pd

    _refuse_folder(path)
    require_memory(path.stat().st_size * _MEMORY_PER_BYTE, tr("The table {name}", name=path.name))
    reading.step(0, 1)
    raw = path.read_bytes()
    text, encoding = _decoded(raw, path.name)
    text, skipped = _without_start(text)
    if not text.strip():
        raise DataError(tr("{name} is empty; choose a CSV file with a header line and rows.", name=path.name))
    separator, decimal = _form(text, path.name)
    values: dict[str, Any] = (
        {"dtype": str, "keep_default_na": False, "na_values": [""]} if as_text else {"na_values": ["?"]}
    )
    try:
        table = pd.read_csv(
            io.StringIO(text), sep=separator, decimal=decimal, skip_blank_lines=False, low_memory=False,
            skipinitialspace=True, **values,
        )  # fmt: skip
    except (ValueError, OverflowError) as error:
        found = re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", str(error))
        detail = (
            tr(
                "line {line} has {values} values and the header {names} names",
                line=found[2],
                values=found[3],
                names=found[1],
            )
            if found
            else tr("a quotation mark may be open or a line broken")
        )
        raise DataError(
            tr("{name} is not a proper CSV file: {detail}; correct it.", name=path.name, detail=detail)
        ) from error
    table.columns = [str(name).strip() for name in table.columns]
    table.index = pd.RangeIndex(skipped, skipped + len(table))
    notes = (
        []
        if encoding in ("utf-8-sig", "utf-16")
        else [tr("{name} was read as {encoding}, as it is not UTF-8.", name=path.name, encoding=encoding)]
    )
    index = [name for name in table.columns if name.startswith("Unnamed: ") and _is_row_count(table[name])]
    if index and len(table.columns) > 1:
        table = table.drop(columns=index)
        notes.append(tr("A column without a name that only counts the rows is left out."))
    table = table.dropna(how="all")
    if table.empty:
        raise DataError(tr("{name} has a header line but no rows.", name=path.name))
    reading.step(1, 1)
    return CsvFile(
        path.name, table, hashlib.sha256(raw).hexdigest(), tuple(notes), encoding, separator, decimal, skipped
    )


def column_names(path: Path) -> tuple[str, ...]:
    """The names in the header line of a CSV file; only its beginning is read. Raises DataError."""
    _refuse_folder(path)
    with path.open("rb") as file:
        text, _ = _decoded(file.read(_BEGINNING), path.name, is_whole=False)
    lines = _sniffed(_without_start(text)[0])
    header, *_ = _parsed(lines, _separator(lines)) or [[]]
    return tuple(name.strip() for name in header)


def _refuse_folder(path: Path) -> None:
    if path.is_dir():
        raise DataError(tr("{name} is a folder; choose a CSV file.", name=path.name))


def _without_start(text: str) -> tuple[str, int]:
    """The text from its header on, and how many lines stood before it: empty ones, and Excel's "sep=;"."""
    start = _START.match(text)
    before = start[0] if start else ""
    return text[len(before) :], before.count("\n")


def _sniffed(text: str) -> str:
    return "\n".join(text[:200_000].splitlines()[:_SNIFFED_LINES])


def _decoded(raw: bytes, name: str, *, is_whole: bool = True) -> tuple[str, str]:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp949", "cp1252")
    for encoding in encodings:
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(raw, is_whole)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text, encoding
    raise DataError(tr("{name} is not a text file; save the table as CSV (UTF-8).", name=name))


def _form(text: str, name: str) -> tuple[str, str]:
    """The separator and the decimal sign. Raises DataError when there is no header line."""
    lines = _sniffed(text)
    separator = _separator(lines)
    header, *others = _parsed(lines, separator) or [[]]
    names = [name.strip() for name in header if name.strip()]
    twice = next((column for column in names if names.count(column) > 1), "")
    if twice:
        raise DataError(
            tr(
                "{name} has more than one column named {twice}; give each a name of its own.",
                name=name,
                twice=twice,
            )
        )
    first = next((row for row in others if any(value.strip() for value in row)), [])
    if len(first) > len(header):
        raise DataError(
            tr(
                "{name} has {names} names in its first line but {values} values below; correct it.",
                name=name,
                names=len(header),
                values=len(first),
            )
        )
    if header and all(_is_number(value) for value in header) and any(_is_number(value) for value in first):
        raise DataError(
            tr(
                "{name} begins with numbers, so it has no header line; add a first line with column names.",
                name=name,
            )
        )
    values = [value for row in others for value in row]
    commas, points = (
        sum(bool(form.fullmatch(value)) for value in values) for form in (_WITH_COMMA, _WITH_POINT)
    )
    return separator, "," if separator != "," and commas > points else "."


def _separator(lines: str) -> str:
    """The separator that cuts most lines into as many parts as the first; the comma when none does."""
    best, width = ",", 1
    for separator in SEPARATORS:
        found = _parsed(lines, separator)
        same = sum(len(row) == len(found[0]) for row in found)
        if found and len(found[0]) > width and 2 * same > len(found):
            best, width = separator, len(found[0])
    return best


def _parsed(lines: str, separator: str) -> list[list[str]]:
    try:
        return [
            row for row in csv.reader(io.StringIO(lines), delimiter=separator, skipinitialspace=True) if row
        ]
    except csv.Error:
        return []


def _is_number(value: str) -> bool:
    try:
        float(value.replace(",", "."))
    except ValueError:
        return False
    return True


def _is_row_count(column: "pd.Series") -> bool:
    if column.dtype.kind != "i" or column.empty:
        return False
    values = column.to_numpy()
    return bool(values[0] in (0, 1) and (values[1:] - values[:-1] == 1).all())
