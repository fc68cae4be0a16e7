"""Parquet files: the table is read in `engine.isolated.parquet`, and gets limits and plain columns here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from engine.data.reading.isolated_call import isolated_call
from engine.isolated.parquet import column_names, read_table
from engine.language import tr
from engine.opening import require_regular

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from engine.data.reading.context import Reading


def read_parquet(path: Path, reading: Reading) -> tuple[pd.DataFrame, list[str]]:
    """Read a Parquet file.

    Args:
        path: of the file.
        reading: can cancel, and limits rows, cells, memory and time.

    Returns:
        The table, and notes on what was left out.

    Raises:
        IsolatedError: the file is corrupt, or reading it takes too much time or memory.
        DataError: it is larger than can be read.
        LoadCancelled: `reading` was cancelled.
    """
    most = reading.limits.most_cells()
    found = _called(read_table, (str(path), most), path=path, reading=reading)
    if isinstance(found, tuple):
        rows, columns = cast("tuple[int, int]", found)
        reading.limits.require_shape(rows, columns, name=path.name)
        found = _called(read_table, (str(path), None), path=path, reading=reading)  # more memory is free now
    table = cast("pd.DataFrame", found)
    # what the writer stored as the index of its rows is a column like any other
    table = table.reset_index() if table.index.name is not None else table
    left_out = [name for name in table.columns if _is_of_parts(table[name])]
    notes = [
        tr("Column {name} holds lists, objects or bytes, and is left out.", name=name) for name in left_out
    ]
    return table.drop(columns=left_out), notes


def parquet_columns(path: Path, reading: Reading) -> tuple[str, ...]:
    """Return the names of the columns.

    Raises:
        IsolatedError: the file is corrupt, or reading it takes too much time or memory.
    """
    return cast("tuple[str, ...]", _called(column_names, str(path), path=path, reading=reading))


def _called(call: Any, argument: Any, *, path: Path, reading: Reading) -> Any:
    return isolated_call(call, argument, size=require_regular(path).st_size, reading=reading)


def _is_of_parts(column: pd.Series) -> bool:
    present = column.dropna()
    return not present.empty and isinstance(present.iloc[0], (bytes, list, dict))
