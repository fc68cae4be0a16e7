"""How a run has read its table, as data: the part "reading" of preprocessing.json.

New rows may be few, so nothing is guessed from them: what was found of the training data decides, as in
`engine.predict.new`. preprocess.py follows these steps with the standard library and pandas alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from engine.data.problems import DataError
from engine.data.reading.context import Reading, rules_of
from engine.data.reading.limits import Limits
from engine.data.series.columns import read_series_file
from engine.data.tables.column_kinds import TEXT_KINDS
from engine.data.tables.csv import CsvFile, read_csv
from engine.data.tables.extra_rows import TOTALS
from engine.data.tables.file import read_table_file
from engine.data.tables.notation.joined_times import PARTS
from engine.data.tables.notation.missing_signs import USUAL_SIGNS, signs_for
from engine.data.tables.notation.number_notation import PATTERNS, SCALES, DecimalSign, NumberNotation
from engine.data.tables.notation.number_times import NumberTime
from engine.data.tables.notation.time_notation import TimeNotation
from engine.data.tables.notation.written import Written
from engine.data.tables.read import text_columns
from engine.export.folder.table_readers import TIME
from engine.predict.signature.examples import Column, Rows, Texts, Windows
from engine.settings.data.kinds import SeriesData, TableData, TextData

if TYPE_CHECKING:
    from engine.predict.signature.examples import Examples
    from engine.settings import Project

_WHOLE_AS_FLOAT = ((r"\.0+$", ""),)
_TRUTH = [["(?i)^true$", "1"], ["(?i)^false$", "0"]]
_DAYS = {"s": 1 / 86_400, "ms": 1 / 86_400e3, "us": 1 / 86_400e6, "ns": 1 / 86_400e9}
_DIGITS = {
    "digits": (),
    "short_digits": tuple((rf"^(\d{{{6 - zeros}}})$", "0" * zeros + r"\g<1>") for zeros in range(1, 4)),
    "weeks": ((r"^(\d{6})$", r"\g<1>1"),),
}
"""What makes whole numbers the digits of a date, by unit: zeros before them, the Monday of a week."""
_PARTS = {"year": "%Y", "month": "%m", "day": "%d", "hour": "%H", "minute": "%M", "second": "%S"}
_EXCEL_START = -25_569.0  # days from 1970-01-01 to 1899-12-30


@dataclass(frozen=True, slots=True)
class TableAsRead:
    """The table that a run was trained on, read again for how it is written.

    Attributes:
        encoding: As Python names it.
        separator: The character between two cells.
        errors: What becomes of broken bytes, as Python names it.
        file: The table; None where it is not there any more.
        sheet: That of a workbook; "" for the first.
    """

    encoding: str = "utf-8"
    separator: str = ","
    errors: Literal["strict", "replace"] = "strict"
    file: CsvFile | None = None
    sheet: str = ""


def table_of(project: Project) -> TableAsRead:
    """Return the table of a run; an empty one where its data are no table, or are gone.

    Args:
        project: Of the run, with absolute paths.

    Raises:
        LoadCancelled: Reading was cancelled.
    """
    settings = project.data
    try:
        file = _read(settings)
    except (DataError, OSError):
        file = None
    sheet = settings.sheet if isinstance(settings, TableData) else ""
    if file is None or file.format != "csv":
        return TableAsRead(file=file, sheet=sheet)
    errors = "replace" if file.replaced else "strict"
    return TableAsRead(file.encoding.removesuffix("-sig"), file.separator, errors, file, sheet)


def _read(settings: Any) -> CsvFile | None:
    if not isinstance(settings, (TableData, SeriesData, TextData)):
        return None
    reading = Reading(limits=Limits.of(settings), rules=rules_of(settings))
    path = reading.find(settings.path)
    if not path.is_file():
        return None
    if isinstance(settings, TableData):
        written = Written.of(settings, text=text_columns(settings))
        return read_table_file(path, reading, sheet=settings.sheet, written=written)
    if isinstance(settings, SeriesData):
        return read_series_file(path, settings, reading=reading)
    if path.suffix.lower() not in (".csv", ".tsv"):
        return None
    return read_csv(path, reading, as_text=True, written=Written.of(settings))


def reading_of(form: Examples, table: TableAsRead, *, signs: dict[str, str]) -> dict[str, Any]:
    """Return how a file is read, as JSON can hold it; {} where examples are no text and in no table.

    Args:
        form: How one example is read.
        table: The table that the run was trained on.
        signs: What a person has set to mean missing, by column (`data.missing_signs`).
    """
    columns: dict[str, Any]
    match form:
        case Rows():
            columns = {one.name: _of_column(one, table) for one in form.columns}
        case Windows():
            columns = {
                name: _number(name, table, decimal=form.decimal, missing=signs_for(name, signs), unit="")
                for name in form.columns
            }
            if form.time:
                columns[TIME] = _time(form.time, (), table, signs=signs_for(form.time, signs))
            elif form.time_parts and (parts := _time_of_parts(form.time_parts, table)):
                columns[TIME] = parts
        case Texts():
            missing = sorted(signs_for(form.column, signs))
            columns = (
                {form.column: {"from": [form.column], "form": "text", "missing": missing}}
                if form.column
                else {}
            )
        case _:
            return {}
    return {
        "encoding": table.encoding,
        "errors": table.errors,
        "separator": table.separator,
        "header_rows": 1 if table.file is None else table.file.header_rows,
        "rows_below_header": 0 if table.file is None else _leading(table.file.no_rows),
        "sheet": table.sheet,
        "signs": sorted(USUAL_SIGNS),
        "totals": TOTALS.pattern,
        "numbers": PATTERNS,
        "scales": SCALES,
        "columns": columns,
    }


def _leading(numbers: tuple[int, ...]) -> int:
    """Return how many of the numbers from 1 on are there."""
    return next(count for count in range(len(numbers) + 1) if count + 1 not in numbers)


def decimal_of(name: str, table: TableAsRead, *, known: DecimalSign | None) -> DecimalSign | None:
    """Return the decimal sign of a column of numbers; None where nothing says which.

    Args:
        name: Of the column.
        table: The table that it is in.
        known: What the signature says of it.
    """
    if known is not None or table.file is None:
        return known
    notation = _notation(name, table)
    if isinstance(notation, NumberNotation):
        return notation.decimal
    return "comma" if table.file.decimal == "," else None


def _of_column(column: Column, table: TableAsRead) -> dict[str, Any]:
    signs = frozenset(column.missing)
    if column.kind in TEXT_KINDS:
        is_value = column.dtype_read.startswith(("int", "float", "Int", "Float", "bool"))
        form = "value" if is_value else "text"
        return {"from": [column.name], "form": form, "missing": sorted(signs)}
    if column.kind == "number":
        found = _number(column.name, table, decimal=column.decimal, missing=signs, unit=column.unit)
        return found | {"replace": _TRUTH} if column.dtype_read.startswith("bool") else found
    return _time(column.name, column.joined, table, signs=signs, known=column)


def _number(
    name: str, table: TableAsRead, *, decimal: DecimalSign | None, missing: frozenset[str], unit: str
) -> dict[str, Any]:
    notation = _notation(name, table)
    return {
        "from": [name],
        "form": "number",
        "missing": sorted(missing),
        "decimal": decimal_of(name, table, known=decimal),
        "unit": notation.unit if isinstance(notation, NumberNotation) else unit,
    }


def _time(
    name: str,
    joined: tuple[str, ...],
    table: TableAsRead,
    *,
    signs: frozenset[str],
    known: Column | None = None,
) -> dict[str, Any]:
    notation = _notation(name, table)
    if table.file is None and known is not None and known.number_time:
        notation = NumberTime(known.number_time, known.digits, first_year=known.first_year)
    found: dict[str, Any] = {
        "from": list(joined or (name,)),
        "form": "date",
        "decimal": "point",
        "unit": "",
        "missing": sorted(signs),
        "replace": [],
        "formats": [],
    }
    if isinstance(notation, TimeNotation):
        return found | {
            "replace": [list(one) for one in notation.replacements],
            "formats": list(notation.formats),
        }
    if isinstance(notation, NumberTime):
        if notation.unit in _DIGITS:
            replace = [*_WHOLE_AS_FLOAT, *_DIGITS[notation.unit], *notation.replacements]
            return found | {"replace": [list(one) for one in replace], "formats": [notation.format]}
        start = _EXCEL_START if notation.unit == "days" else 0.0
        return found | {
            "form": "days",
            "decimal": "point",
            "scale": _DAYS.get(notation.unit, 1.0),
            "start": start,
        }
    is_number = (
        table.file is not None and name in table.file.table and table.file.table[name].dtype.kind in "iuf"
    )
    return found | {"form": "number"} if is_number else found


def _time_of_parts(names: tuple[str, ...], table: TableAsRead) -> dict[str, Any]:
    """Return how a time is read that stands in several columns; {} where that is not known."""
    if table.file is None:
        return {}
    joined = next((name for name, one in table.file.cells.items() if set(one.joined) == set(names)), "")
    found = _time(joined or names[0], names, table, signs=frozenset())
    if found["formats"] and joined in names:  # a date and a clock that were read as one text
        return found
    plain = [name.strip().casefold() for name in names]
    formats = [next((form for part, form in _PARTS.items() if name in PARTS[part]), "") for name in plain]
    whole = [[r"\.0+(?=\s|$)", ""]]  # whole numbers beside gaps
    if all(formats):
        return found | {"replace": whole, "formats": [" ".join(formats)]}
    date = _time(names[0], (), table, signs=frozenset())
    if date["formats"] and all(formats[1:]):
        more = " ".join(formats[1:])
        formats_of_both = [f"{form} {more}" for form in date["formats"]]
        return found | {"replace": [*date["replace"], *whole], "formats": formats_of_both}
    return {}


def _notation(name: str, table: TableAsRead) -> Any:
    if table.file is None or name not in table.file.cells:
        return None
    return table.file.cells[name].notation
