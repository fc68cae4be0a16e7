"""What settings say about how a file is written, and what was found of the cells of a column."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.data.problems import DataQuestionError
from engine.data.tables.notation.number_notation import DecimalSign, NumberNotation
from engine.data.tables.notation.number_times import NumberTime
from engine.data.tables.notation.time_notation import TimeNotation

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from engine.data.tables.notation.time_formats import DateOrder

Notation = NumberNotation | TimeNotation | NumberTime


@dataclass(frozen=True, slots=True)
class Written:
    """How a file is written, as far as it is set.

    Attributes:
        rules: whether the present rules hold; False for those of a project of before.
        encoding: as Python names it; "auto" to find it.
        replace: whether broken bytes are replaced.
        decimal: the sign where "1,234" could be either; None to find it.
        order: of day, month and year where it could be either; None to find it.
        first_year: the first of the hundred years that two digits of a year mean; None to find it.
        signs: what means missing, by column (`data.missing_signs`).
        header: the line or row with the names, from 1; None to find it.
        header_rows: how many rows have them; None to find it.
        known: the names that columns of new data are known to have, in a header of one row or several.
        text: the columns that are text whatever they look like.
        joins: whether times in several columns of numbers are joined.
    """

    rules: bool = False
    encoding: str = "auto"
    replace: bool = False
    decimal: DecimalSign | None = None
    order: DateOrder | None = None
    first_year: int | None = None
    signs: Mapping[str, str] = field(default_factory=dict[str, str])
    header: int | None = None
    header_rows: int | None = None
    known: frozenset[str] = frozenset()
    text: frozenset[str] = frozenset()
    joins: bool = False

    @classmethod
    def of(cls, settings: Any, *, text: frozenset[str] = frozenset(), joins: bool = False) -> Written:
        """Return what the settings of a kind of data with a table say.

        Args:
            settings: a `engine.settings.data.sections.TableFileSection`.
            text: as the attribute.
            joins: as the attribute.
        """
        if settings.rules == "version_2":
            return cls()
        return cls(
            rules=True,
            encoding=settings.encoding,
            replace=settings.broken_bytes == "replace",
            decimal=None if settings.decimal == "auto" else settings.decimal,
            order=None if settings.date_order == "auto" else settings.date_order,
            first_year=settings.first_year,
            signs=settings.missing_signs,
            header=settings.header,
            header_rows=settings.header_rows,
            text=text,
            joins=joins,
        )


@dataclass(frozen=True, slots=True)
class Cells:
    """How the cells of a column are written, where its values were converted.

    Attributes:
        text: the cells as they stand in the file, missing where empty.
        notation: how they were read; None where they stay text.
        question: what must be answered before the column is used; None for nothing.
        joined: the names of the columns that are one time with this one, itself first; () for none.
        times: (rows,) the UTC times of a column of texts; None for other columns.
    """

    text: pd.Series
    notation: Notation | None = None
    question: DataQuestionError | None = None
    joined: tuple[str, ...] = ()
    times: NDArray[np.datetime64] | None = None
