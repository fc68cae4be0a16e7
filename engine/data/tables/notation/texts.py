"""A column of text by its different values, so that each of them is looked at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

_Value = TypeVar("_Value", bound=np.generic)
FIRST_ROW = 2
"""The row of the first example as in spreadsheets, where row 1 is the header."""


@dataclass(frozen=True, slots=True)
class Texts:
    """A column of text by its different values.

    Attributes:
        column: (rows,) as "string", missing where empty or marked as missing by a person.
        codes: (rows,) int64, the place of each value, -1 where missing.
        values: the different values, without spaces around them.
        counts: how often each occurs.
    """

    column: pd.Series
    codes: NDArray[np.int64]
    values: list[str]
    counts: NDArray[np.int64]

    def spread(self, found: NDArray[_Value], missing: object) -> NDArray[_Value]:
        """Return a value for each row.

        Args:
            found: one for each different value.
            missing: for the rows without a value.
        """
        return np.append(found, np.array([missing], found.dtype))[self.codes]


def texts_of(column: pd.Series, marks: frozenset[str]) -> Texts:
    """Return a column by its different values.

    Args:
        column: of any dtype but numbers.
        marks: what else means missing in it.
    """
    import pandas as pd

    text = column.astype(pd.StringDtype())
    codes, values = pd.factorize(text.to_numpy(dtype=object), use_na_sentinel=True)
    different = [str(value).strip() for value in values]
    if any(len(one) != len(value) for one, value in zip(different, values, strict=True)):
        # values that differ in the spaces around them alone are one
        again, values = pd.factorize(np.array(different, dtype=object))
        codes = np.where(codes < 0, -1, again[codes])
        different = [str(value) for value in values]
        text = text.str.strip()
    gone = [at for at, value in enumerate(different) if value == "" or value in marks]
    if gone:
        kept = np.ones(len(different), np.bool_)
        kept[gone] = False
        places = np.append(np.where(kept, np.cumsum(kept) - 1, -1), -1)
        codes = places[codes]
        different = [value for value, is_kept in zip(different, kept.tolist(), strict=True) if is_kept]
        text = text.mask(codes < 0)
    counts = np.bincount(codes[codes >= 0], minlength=len(different))
    return Texts(text, codes, different, counts)


def row_of(texts: Texts, value: str) -> int:
    """Return the row of the first cell with a value, as in a spreadsheet.

    Args:
        texts: the column.
        value: one of its different values.
    """
    at = int(np.flatnonzero(texts.codes == texts.values.index(value))[0])
    return int(texts.column.index[at]) + FIRST_ROW
