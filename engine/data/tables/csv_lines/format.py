"""How the text of a CSV file is written: its separator, decimal sign and header line, by its first lines."""

import csv
import io
import re
from collections import Counter

from engine.data.dataset import DataError
from engine.language import tr

SEPARATORS = (",", ";", "\t", "|")
_SNIFFED_LINES = 50
_WITH_COMMA = re.compile(r"\s*-?\d+,\d+\s*")
_WITH_POINT = re.compile(r"\s*-?\d+\.\d+\s*")
_START = re.compile(r"(?:[ \t]*\r?\n)*(?:sep=.\r?\n)?")


def start_of(text: str) -> tuple[str, int]:
    """Return what is before the header: empty lines, and Excel's "sep=;".

    Args:
        text: the beginning of the file.

    Returns:
        The characters before the header, and how many lines they are.
    """
    start = _START.match(text)
    before = start[0] if start else ""
    return before, before.count("\n")


def header_of(text: str, separator: str = "") -> tuple[str, ...]:
    """Return the names in the header line, without spaces around them.

    Args:
        text: begins with the header line.
        separator: one of `SEPARATORS`; "" to find it.
    """
    lines = _sniffed(text)
    header, *_ = _parsed(lines, separator or _separator(lines)) or [[]]
    return tuple(name.strip() for name in header)


def _sniffed(text: str) -> str:
    return "\n".join(text[:200_000].splitlines()[:_SNIFFED_LINES])


def format_of(text: str, name: str) -> tuple[str, str]:
    """Return the separator, one of `SEPARATORS`, and the decimal sign, "." or ",".

    Args:
        text: begins with the header line.
        name: of the file, for sentences.

    Raises:
        DataError: there is no header line, it has a name twice, or fewer names than the row below has values.
    """
    lines = _sniffed(text)
    separator = _separator(lines)
    header, *others = _parsed(lines, separator) or [[]]
    names = [name.strip() for name in header if name.strip()]
    twice = next((column for column, count in Counter(names).items() if count > 1), "")
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
    """Return the separator that cuts most lines into as many fields as the first; else the comma."""
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


def detail_of(error: Exception) -> str:
    """Return what is wrong with a file that pandas refuses, in words."""
    found = re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", str(error))
    if found is None:
        return tr("a quotation mark may be open or a line broken")
    return tr(
        "line {line} has {values} values and the header {names} names",
        line=found[2],
        values=found[3],
        names=found[1],
    )
