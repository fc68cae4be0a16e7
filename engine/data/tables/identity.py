"""Columns that say which row it is, not what it is like: left out unless a person wants them.

Counters, the index of rows, names and hashes, copies of the target and constants teach a model nothing that
holds for other rows. A column of measured numbers is never one of them because all of its values differ, and
a time keeps its use. What is a function of the target is another matter, see `leaks`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from engine.data.tables.columns import Holds, holds
from engine.data.tables.notation.joined_times import PARTS
from engine.data.tables.notation.number_times import is_time_name
from engine.language import tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from engine.data.tables.csv import CsvFile

_UNNAMED = re.compile(r"Unnamed: \d+|index|level_\d+|", re.IGNORECASE)
_IDENTITY_NAME = re.compile(
    r"(?i)(?:.*[\W_])?(?:id|ids|uid|uuid|guid|no|nr|num|idx|index|key|seq|rowid|row|rownum|serial|#)"
    r"|[a-z]+I[dD]|.*(?:번호|순번|일련|아이디|식별)|編號|编号|番号|№"
)
_FEW_ROWS = 20
_NEARLY = 0.95


def identities(file: CsvFile, targets: Sequence[str]) -> Mapping[str, str]:
    """Return why columns say which row it is, by name.

    Args:
        file: the table.
        targets: the names of the target columns.
    """
    found: dict[str, str] = {}
    for name in file.table.columns.astype(str):
        if name not in targets and (reason := _reason(file, name, targets)):
            found[name] = reason
    return found


def _reason(file: CsvFile, name: str, targets: Sequence[str]) -> str:
    column = file.table[name]
    present = column.dropna()
    if len(present) < len(column) or len(column) < 2:
        return ""  # who counts leaves no gaps, and a gap beside one value may mean something
    kind = holds(column)
    if len(column) > 2 and column.nunique() == 1:
        return tr("it has the same value in every row, so nothing can be learned from it")
    for target in targets:
        if len(column) >= _FEW_ROWS and _is_copy(column, file.table[target]):
            return tr("it is a copy of the target {target}", target=target)
    if kind is Holds.NUMBERS:
        return _counts(name, column)
    if kind is Holds.TEXT and len(column) >= _FEW_ROWS and _is_name(column):
        return tr("it holds text with {count:,} different values, as names do", count=int(column.nunique()))
    return ""


def _counts(name: str, column: pd.Series) -> str:
    """Return why whole numbers only count the rows, or ""."""
    if column.dtype.kind not in "iuf" or _is_part_of_time(name):
        return ""
    values = column.to_numpy(np.float64)
    if not bool(np.isfinite(values).all()) or not bool((values % 1 == 0).all()):
        return ""
    steps = np.diff(values)
    steady = bool(steps[0] != 0 and (steps == steps[0]).all())
    named = _IDENTITY_NAME.fullmatch(name.strip()) is not None
    unnamed = _UNNAMED.fullmatch(name.strip()) is not None
    if steady and (named or unnamed or len(values) >= _FEW_ROWS):
        return tr("it only counts the rows")
    if not (named or unnamed) or len(np.unique(values)) < len(values):
        return ""
    return tr("each row has a number of its own in it, as an index of rows has")


def _is_part_of_time(name: str) -> bool:
    return is_time_name(name) or any(name.strip().casefold() in names for names in PARTS.values())


def _is_copy(column: pd.Series, target: pd.Series) -> bool:
    if column.dtype.kind in "biuf" and target.dtype.kind in "biuf":
        return bool((column.astype("float64") == target.astype("float64")).all())
    texts = [one.astype("string").str.strip() for one in (column, target)]
    return bool((texts[0] == texts[1]).fillna(False).all())


def _is_name(column: pd.Series) -> bool:
    """Return whether nearly all texts differ and are single words, such as hashes and names of files."""
    texts = column.astype("string").str.strip()
    if texts.nunique() < _NEARLY * len(texts):
        return False
    return float(texts.str.contains(r"\s", regex=True).mean()) < 1 - _NEARLY or bool(
        texts.str.fullmatch(r"[^/\\]*[/\\].*|.*\.\w{1,5}").all()
    )
