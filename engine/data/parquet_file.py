"""Parquet files, read with DuckDB: of the readers tried it alone is small and survives torn files."""

from __future__ import annotations

import glob
from typing import TYPE_CHECKING, Any

from engine.language import tr

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

_NOT_A_VALUE = {"list", "array", "struct", "map", "union", "blob", "variant", "geometry"}
"""Types of columns whose cells hold more than one value, or bytes."""
_PANDAS_INDEX = "__index_level_"
"""How pandas names the numbers of rows when it writes them as a column."""


def read_parquet(path: Path) -> tuple[pd.DataFrame, list[str]]:
    """The table, and notes on what was left out. Raises what `broken_parquet` names for a torn file."""
    found = _opened(path)
    kinds = {name: str(kind.id) for name, kind in zip(found.columns, found.types, strict=True)}
    left_out = [name for name, kind in kinds.items() if kind in _NOT_A_VALUE]
    table: pd.DataFrame = found.df()
    table = table.drop(columns=[*left_out, *(name for name in kinds if name.startswith(_PANDAS_INDEX))])
    notes = [
        tr("Column {name} holds lists, objects or bytes, and is left out.", name=name) for name in left_out
    ]
    return table, notes


def parquet_columns(path: Path) -> tuple[str, ...]:
    """The names of the columns. Raises what `broken_parquet` names for a torn file."""
    return tuple(_opened(path).columns)


def broken_parquet() -> tuple[type[Exception], ...]:
    """What is raised for a file that is torn."""
    import duckdb

    # NumPy and DuckDB's own C++ have classes of their own for what does not fit
    return (duckdb.Error, RuntimeError, ValueError, OverflowError, MemoryError)


def _opened(path: Path) -> Any:
    import duckdb

    # a connection of its own, as files are read in several threads; nothing is ever downloaded for it
    alone = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    # one file is meant, whatever signs are in its name
    return alone.read_parquet(glob.escape(str(path)))
