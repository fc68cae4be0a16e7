"""What a column of a table holds: numbers, dates or text; and its values converted.

Tables and series use this; what a column is for is left to `tables.column_roles` and `series.columns`.
"""

from enum import Enum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import DataError
from engine.data.tables.csv import FIRST_ROW
from engine.language import tr, tr_later

if TYPE_CHECKING:
    import pandas as pd

TIMES = ("", " %H:%M", " %H:%M:%S")
DATE_FORMATS = (
    "ISO8601",
    *(
        date + time
        for date in (
            "%Y/%m/%d",
            "%Y.%m.%d",
            "%Y. %m. %d.",
            "%d.%m.%Y",
            "%d/%m/%Y",
            "%m/%d/%Y",
            "%Y-%m",
            "%d-%b-%Y",
        )
        for time in TIMES
    ),
)
NORMALIZED = r"^[\s₩$€£¥]+|[\s%원]+$|(?<=\d),(?=\d{3}(?!\d))"
"""What is removed from a text before it is read as a number: currency, percent, thousands separators."""
_MOSTLY = 0.5
_TRIED = 20


class Holds(Enum):
    """What the values of a column are."""

    NUMBERS = tr_later("numbers")
    DATES = tr_later("dates")
    TEXT = tr_later("text")
    NOTHING = tr_later("nothing")


def holds(column: "pd.Series") -> Holds:
    """Return what the column holds. Text among mostly numbers does not make it text: `numbers` reports it."""
    present = column.dropna()
    if present.empty:
        return Holds.NOTHING
    if present.dtype.kind in "biuf":
        return Holds.NUMBERS
    if present.dtype.kind == "M":
        return Holds.DATES
    if is_understood_text(column):
        return Holds.TEXT
    if float(_converted(present).notna().mean()) > _MOSTLY:
        return Holds.NUMBERS
    return Holds.DATES if dates(column) is not None else Holds.TEXT


def is_understood_text(column: "pd.Series") -> bool:
    """Return whether a column is known to hold text, as `notation.parse` leaves it."""
    import pandas as pd

    return isinstance(column.dtype, pd.StringDtype) and column.dtype.na_value is pd.NA


def numbers(column: "pd.Series", *, setting: str = "data.path") -> NDArray[np.float64]:
    """Return a column as numbers.

    Args:
        column: of the table.
        setting: the path that the error has.

    Returns:
        (n,) float64 with NaN where a value is missing or infinite.

    Raises:
        DataError: a value is not a number; the sentence names column, row and value.
    """
    if column.dtype.kind in "biuf":
        values = column.to_numpy(dtype=np.float64)
    else:
        converted = _converted(column)
        wrong = converted.isna() & column.notna()
        if bool(wrong.any()):
            at = int(np.flatnonzero(wrong.to_numpy())[0])
            raise DataError(
                tr(
                    "Column {name} holds numbers, but row {row} has {text!r}; correct it, empty the cell,"
                    " or do not use the column.",
                    name=column.name,
                    row=int(column.index[at]) + FIRST_ROW,
                    text=str(column.iloc[at])[:60],
                ),
                path=setting,
            )
        values = converted.to_numpy(dtype=np.float64)
    return np.where(np.abs(values) <= float(np.finfo(np.float32).max), values, np.nan)


def dates(column: "pd.Series") -> "pd.Series | None":
    """Return the column as dates, NaT where missing; None where it does not hold dates.

    Where day and month could be either, the reading that puts the rows in order is used.
    """
    found = _dated(column)
    return None if found is None else found[1]


def date_format(column: "pd.Series") -> str:
    """Return the format of the dates of a column, for pandas.to_datetime; "" where it holds none."""
    found = _dated(column)
    return "" if found is None else found[0]


def _dated(column: "pd.Series") -> "tuple[str, pd.Series] | None":
    import pandas as pd

    present = column.dropna()
    if present.empty or present.dtype.kind in "biuf" or is_understood_text(column):
        return None
    if present.dtype.kind == "M":
        return "ISO8601", _in_utc(column)
    text = column.astype("string").str.strip()
    few = text.dropna().head(_TRIED)
    first: tuple[str, pd.Series] | None = None
    for form in DATE_FORMATS:
        try:
            if bool(pd.to_datetime(few, format=form, errors="coerce", utc=True).isna().any()):
                continue
            found = pd.to_datetime(text, format=form, errors="coerce", utc=True).dt.tz_localize(None)
        except (ValueError, OverflowError):
            continue
        if int(found.notna().sum()) != len(present):
            continue
        if bool(found.dropna().is_monotonic_increasing):
            return form, found
        first = (form, found) if first is None else first
    return first


def _in_utc(column: "pd.Series") -> "pd.Series":
    import pandas as pd

    return pd.to_datetime(column, utc=True).dt.tz_localize(None)


def _converted(column: "pd.Series") -> "pd.Series":
    import pandas as pd

    # numbers in a text column: " 1.5" and "True" come from files that mix them with empty cells
    text = column.astype("string").str.replace(NORMALIZED, "", regex=True)
    truth = text.str.lower().map({"true": "1", "false": "0"})
    return pd.to_numeric(truth.fillna(text), errors="coerce").astype("float64")
