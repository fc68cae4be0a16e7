"""Parquet files, read with fastparquet in a process of its own.

No other reader fits into the bundle, and this one does not stand every file that is torn: of some it crashes,
and some it reads for ever.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from engine.data.apart import ApartError, call_apart
from engine.data.torn import BROKEN
from engine.language import tr

if TYPE_CHECKING:
    import pandas as pd

    from engine.data.reading import Reading

_SECONDS = 30.0
_BYTES_A_SECOND = 1_000_000
"""How long a file may take: many times what one of its size does."""


def read_parquet(path: Path, reading: Reading) -> tuple[pd.DataFrame, list[str]]:
    """The table, and notes on what was left out. Raises ApartError for a file that is torn."""
    table = cast("pd.DataFrame", _apart(_table, path, reading))
    # what the writer kept as the index of its rows is a column like any other
    table = table.reset_index() if table.index.name is not None else table
    left_out = [name for name in table.columns if _is_of_parts(table[name])]
    notes = [
        tr("Column {name} holds lists, objects or bytes, and is left out.", name=name) for name in left_out
    ]
    return table.drop(columns=left_out), notes


def parquet_columns(path: Path, reading: Reading) -> tuple[str, ...]:
    """The names of the columns. Raises ApartError for a file that is torn."""
    return cast("tuple[str, ...]", _apart(_names, path, reading))


def _apart(call: Any, path: Path, reading: Reading) -> Any:
    seconds = _SECONDS + path.stat().st_size / _BYTES_A_SECOND
    return call_apart(call, str(path), seconds=seconds, reading=reading)


def _is_of_parts(column: pd.Series) -> bool:
    present = column.dropna()
    return not present.empty and isinstance(present.iloc[0], (bytes, list, dict))


# what follows runs in the other process


def _table(path: str) -> pd.DataFrame:
    return _told(lambda: _opened(path).to_pandas())


def _names(path: str) -> tuple[str, ...]:
    return _told(lambda: tuple(str(name) for name in _opened(path).columns))


def _opened(path: str) -> Any:
    import fastparquet

    raw = Path(path).read_bytes()
    # given as bytes: by itself fastparquet leaves the file open, and warns of it
    return fastparquet.ParquetFile(path, open_with=lambda *_: io.BytesIO(raw))


def _told(read: Any) -> Any:
    import cramjam
    from fastparquet.util import ParquetException

    try:
        return read()
    except (*BROKEN, ParquetException, cramjam.DecompressionError, MemoryError) as error:
        raise ApartError((str(error).strip().splitlines() or [type(error).__name__])[0]) from error
