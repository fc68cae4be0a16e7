"""What stands around the examples of a table: unnamed columns, repeated names, notes, rows of totals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.data.dataset import LeftOut
from engine.data.problems import COLUMNS, noted
from engine.data.tables.notation.texts import FIRST_ROW
from engine.language import tr

if TYPE_CHECKING:
    import pandas as pd

TOTALS = re.compile(
    r"(?i)(?:grand\s+|sub-?)?totals?(?:\s*:)?|sum|summe|gesamt|insgesamt|average|mean|avg\.?|합\s*계|총\s*계|소\s*계"
    r"|누\s*계|계|평\s*균|총합|合計|合计|总计|總計|小計|小计|平均|total général|suma|totale|итого|mittelwert"
)
"""What the first text in a row of totals is."""
_OTHERS_BELOW = re.compile(
    r"(?i)(?:max|min|std|stdev|median|count|n|average|mean)(?:imum)?\.?:?|(?:closing|ending|opening)?\s*balance"
    r"|(?:end|schluss|anfangs)?saldo|durchschnitt|mittel|solde|saldo final"
    r"|최대값?|최소값?|최댓값|최솟값|표준편차|중앙값|잔액|건수"
    r"|(?:source|note|notes|quelle|출처|자료|주)\s*[:\uff1a].*|[※*].*"
)
"""What stands below a table of numbers; above it these may be names or values."""
_UNNAMED = re.compile(r"Unnamed: \d+(?:_level_\d+)?")
_MOST_AT_THE_END = 20
_SHOWN = 5
_LOOKED_AT, _MOSTLY = 200, 0.8


def with_unique_names(table: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the table with names without spaces around them, each once.

    Args:
        table: with the names of pandas, which numbers those that come again.

    Returns:
        The table, and notes.
    """
    names: dict[str, None] = {}
    again: list[str] = []
    for raw in table.columns:
        name = plain = str(raw).strip() or "Unnamed: 0"
        number = 1
        while name in names:
            name, number = f"{plain}.{number}", number + 1
        if name != plain:
            again.append(name)
        names[name] = None
    again += [name for name in names if (found := re.fullmatch(r"(.+)\.\d+", name)) and found[1] in names]
    table = table.set_axis(list(names), axis=1)
    if not again:
        return table, ()
    shown = ", ".join(dict.fromkeys(again[:_SHOWN]))
    return table, (
        noted(tr("Names that come again in the header are numbered: {names}.", names=shown), "data.header"),
    )


def without_extra_rows(table: pd.DataFrame) -> tuple[pd.DataFrame, tuple[LeftOut, ...], tuple[str, ...]]:
    """Return the table without empty columns and rows, and without notes and totals at its end.

    Args:
        table: with an index that counts the rows.

    Returns:
        The table, the rows that are left out, and notes.
    """
    empty = [
        name for name in table.columns if _UNNAMED.fullmatch(str(name)) and bool(table[name].isna().all())
    ]
    notes: list[str] = []
    if empty and len(empty) < len(table.columns):
        table = table.drop(columns=empty)
        said = tr("{count} empty columns without a name are left out.", count=len(empty))
        notes.append(noted(said, COLUMNS))
    table = table.dropna(how="all")
    left_out: list[LeftOut] = []
    last = len(table)
    while last > 1 and len(left_out) < _MOST_AT_THE_END:
        reason = _no_example(table, last - 1)
        if not reason:
            break
        last -= 1
        left_out.append(LeftOut(tr("row {number}", number=int(table.index[last]) + FIRST_ROW), reason))
    if left_out:
        table = table.iloc[:last]
        left_out.reverse()
        notes += [f"{one.name[:1].upper()}{one.name[1:]}: {one.reason}." for one in left_out[:_SHOWN]]
    return table, tuple(left_out), tuple(notes)


def _no_example(table: pd.DataFrame, at: int) -> str:
    """Return why a row at the end is no example, or ""."""
    # cell by cell: a row as one series would turn -3 into -3.0 beside a missing value
    cells = [column.iloc[at : at + 1].dropna().astype("string").str.strip() for _, column in table.items()]
    filled = {place: str(cell.iloc[0]) for place, cell in enumerate(cells) if len(cell)}
    place = next((place for place, text in filled.items() if not text.replace(".", "", 1).isdigit()), None)
    if place is None:
        return ""
    text, column = filled[place], table.iloc[:, place]
    if TOTALS.fullmatch(text) and _is_alone(column, at, text):
        return tr("it is a total, not an example")
    if _OTHERS_BELOW.fullmatch(text) and _is_among_numbers(column):
        return tr("it is a total, not an example")
    if len(table.columns) > 2 and len(filled) == 1 and _is_alone(column, at, text):
        return tr("it is a note below the table")
    return ""


def _is_among_numbers(column: pd.Series) -> bool:
    """Return whether a column holds numbers and dates."""
    cells = column.iloc[:_LOOKED_AT].dropna().astype("string").str.strip()
    return len(cells) > 1 and float(cells.str.match(r"\W{0,5}\d").mean()) > _MOSTLY


def _is_alone(column: pd.Series, at: int, text: str) -> bool:
    """Return whether a text at the end stands in no earlier row of its column."""
    earlier = column.iloc[max(at - 1000, 0) : at].astype("string").str.strip()
    return not bool((earlier == text).any())
