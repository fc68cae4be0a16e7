"""Texts of a table to numbers and times, as a script: what `engine.data.tables.notation` does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.data.tables.notation.joined_times import PARTS
from engine.data.tables.notation.number_notation import NumberNotation
from engine.data.tables.notation.number_times import NumberTime
from engine.data.tables.notation.time_notation import TimeNotation
from engine.data.tables.notation.time_words import MIDNIGHT, MONTH_NAMES, OTHER_MONTH_NAMES
from engine.script.page import Page, literal
from engine.settings.declaration.call import Call, Named

if TYPE_CHECKING:
    from engine.script.layouts.cells import CellLayout, TableCells

_LONG_NAMES = r"(?i)\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
"""Names of months, of which a script keeps the three letters that `%b` reads."""


def read_arguments(cells: TableCells) -> dict[str, Any]:
    """Return the arguments of `pandas.read_csv` that say how cells are written."""
    found: dict[str, Any] = {"na_values": ["?"]}
    if cells.literal:
        found = {"keep_default_na": False, "na_values": [""]}
    if cells.replaced:
        found["encoding_errors"] = "replace"
    if cells.texts:
        found["dtype"] = dict.fromkeys(cells.texts, "str")
    return found


def skip_arguments(skipped: int, cells: TableCells) -> dict[str, Any]:
    """Return the arguments of `pandas.read_csv` that say which lines are no rows.

    Args:
        skipped: Number of lines before the header.
        cells: How the cells are written.
    """
    found: dict[str, Any] = {"header": None, "names": list(cells.names)} if cells.names else {}
    if cells.no_rows:
        return {"skiprows": [*range(skipped), *(skipped + row for row in cells.no_rows)], **found}
    return {"skiprows": skipped, **found} if skipped else found


def write_cells(page: Page, cells: TableCells) -> None:
    """Write lines that leave out what stands below the table, and convert its numbers."""
    if cells.below:
        page.line("# no examples stand below")
        page.line(f'table = table.dropna(how="all").iloc[:-{cells.below}]')
    if cells.filled:
        page.line("# each row of merged cells has their value")
        page.value("merged = ", list(cells.filled))
        page.line("table[merged] = table[merged].ffill()")
    for column in cells.columns:
        name = literal(column.name)
        if column.signs:
            _write_signs(page, column)
        if isinstance(column.notation, NumberNotation):
            page.line(f'text = table[{name}].astype("string").str.strip()')
            for pattern, put in column.notation.replacements:
                _write_replaced(page, pattern, put)
            page.line('number = pd.to_numeric(text, errors="coerce")')
            page.line(f'table[{name}] = number.astype("float64")')


def _write_replaced(page: Page, pattern: str, put: str) -> None:
    arguments = (Named(raw_literal(pattern), None), Named(raw_literal(put), None))
    page.value("text = ", Call("text.str.replace", args=arguments, kwargs={"regex": True}))


def _write_signs(page: Page, column: CellLayout) -> None:
    name, numbers = literal(column.name), [float(sign) for sign in column.signs if _is_number(sign)]
    signs = [*column.signs, *numbers]
    page.value("missing = ", signs)
    page.line(f"column = table[{name}]")
    page.line(f"table[{name}] = column.where(~column.isin(missing))")


def write_when(page: Page, column: CellLayout) -> None:
    """Write lines that set `when`, the UTC times of a column of `table`."""
    if column.notation is None:
        _write_parts(page, column)
        return
    name = literal(column.name)
    if isinstance(column.notation, NumberTime):
        _write_number_time(page, name, column.notation)
        return
    for number, part in enumerate(column.joined or (column.name,)):
        before = 'text = text + " " + ' if number else "text = "
        page.line(f'{before}table[{literal(part)}].astype("string").str.strip()')
    if not isinstance(column.notation, TimeNotation):
        raise TypeError(f"{column.name} holds no times")
    _write_texts(page, column.notation)


def _write_texts(page: Page, notation: TimeNotation) -> None:
    others, named = _replacements(notation)
    for pattern, put in others:
        if (pattern, put) == MIDNIGHT:
            _write_midnight(page, pattern)
        else:
            _write_replaced(page, pattern, put)
    if others:
        page.line("text = text.str.strip()")
    formats = [form.replace("%m月", "%b") if named else form for form in notation.formats]
    for number, form in enumerate(formats):
        arguments = {"format": form, "errors": "coerce", "utc": True}
        parsed = Call("pd.to_datetime", args=(Named("text", None),), kwargs=arguments)
        page.value("other = " if number else "when = ", parsed)
        if number:
            page.line("when = when.fillna(other)")
    if MIDNIGHT in others:
        page.line('when += pd.to_timedelta(late, unit="D")')


def _replacements(notation: TimeNotation) -> tuple[list[tuple[str, str]], bool]:
    """Return the replacements, and whether `%b` reads the names of the months that are left."""
    others = [one for one in notation.replacements if one not in MONTH_NAMES]
    if len(others) == len(notation.replacements):
        return others, False
    if any(one in OTHER_MONTH_NAMES for one in others):
        return list(notation.replacements), False
    return [*others, (_LONG_NAMES, r"\1")], True


def _write_midnight(page: Page, pattern: str) -> None:
    """Write lines that make the hour 24 the hour 0 of the day that follows."""
    page.value("late = ", Call("text.str.contains", args=(Named(raw_literal(pattern), None),)))
    page.line("late = late.fillna(False).astype(int)")
    _write_replaced(page, pattern, "00")


def _write_number_time(page: Page, name: str, notation: NumberTime) -> None:
    if notation.unit in ("digits", "short_digits", "weeks"):
        more = {"short_digits": ".str.zfill(6)", "weeks": ' + "1"'}.get(notation.unit, "")
        page.line(f'text = table[{name}].astype("Int64").astype("string"){more}')
        for pattern, put in notation.replacements:
            _write_replaced(page, pattern, put)
        if notation.midnight:
            _write_midnight(page, r"(?<=^\d{8})24")
        page.line(f"when = pd.to_datetime(text, format={literal(notation.format)}, utc=True)")
        if notation.midnight:
            page.line('when += pd.to_timedelta(late, unit="D")')
    elif notation.unit == "days":
        arguments = {"unit": "D", "origin": "1899-12-30", "utc": True}
        days = (Named(f"table[{name}]", None),)
        page.value("when = ", Call("pd.to_datetime", args=days, kwargs=arguments))
        page.line('when = when.dt.round("ms")')
    else:
        page.line(f'when = pd.to_datetime(table[{name}], unit="{notation.unit}", utc=True)')


def _write_parts(page: Page, column: CellLayout) -> None:
    """Write lines for a date, or year, month and day, beside columns of hours and less."""
    by_part = {
        part: name
        for name in column.joined
        for part, names in PARTS.items()
        if name.strip().casefold() in names
    }
    if "week" in by_part:
        texts = [f'table[{literal(by_part[part])}].astype("string")' for part in ("year", "week")]
        page.line(f'text = {texts[0]} + "-" + {texts[1]} + "-1"')
        page.line('when = pd.to_datetime(text, format="%G-%V-%u", utc=True)')
    elif column.date is not None:
        write_when(page, column.date)
    else:
        days = {part: name for part, name in by_part.items() if part in ("year", "month", "day")}
        columns: dict[str, Any] = {
            part: Named(f"table[{literal(name)}]", None) for part, name in days.items()
        }
        columns |= {} if "day" in days else {"day": 1}
        page.value("dates = ", Call("dict", kwargs=columns))
        page.line("when = pd.to_datetime(dates, utc=True)")
    for part, unit in (("hour", "h"), ("minute", "min"), ("second", "s")):
        if part in by_part:
            page.line(f'when += pd.to_timedelta(table[{literal(by_part[part])}], unit="{unit}")')


def raw_literal(pattern: str) -> str:
    """Return a regular expression or its replacement as Python source.

    Args:
        pattern: The expression.
    """
    return f'r"{pattern}"' if '"' not in pattern and pattern.isprintable() else repr(pattern)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
