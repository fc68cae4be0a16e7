"""A Parquet file read with fastparquet. No other reader fits into the bundle.

What becomes of the table is decided in `engine.data.tables.parquet`.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from engine.isolated.errors import refusing
from engine.opening import read_regular

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    import pandas as pd


def read_table(asked: tuple[str, int | None]) -> pd.DataFrame | tuple[int, int]:
    """Return the table of a Parquet file.

    Args:
        asked: the path, and how many cells are read at most; None for any number.

    Returns:
        The table, or its number of rows and columns where it has more cells.

    Raises:
        IsolatedError: the file is corrupt.
    """
    path, most = asked
    with _refusing():
        file = _opened(path)
        rows, columns = int(file.fmd.num_rows), len(file.columns)
        if most is not None and rows * max(columns, 1) > most:
            return rows, columns
        return file.to_pandas()


def column_names(path: str) -> tuple[str, ...]:
    """Return the names of the columns of the file at `path`.

    Raises:
        IsolatedError: the file is corrupt.
    """
    with _refusing():
        return tuple(str(name) for name in _opened(path).columns)


def _opened(path: str) -> Any:
    import fastparquet

    raw = read_regular(path)
    # as bytes: fastparquet itself leaves the file open, and warns of it
    return fastparquet.ParquetFile(path, open_with=lambda *_: io.BytesIO(raw))


def _refusing() -> AbstractContextManager[None]:
    import cramjam
    from fastparquet.util import ParquetException

    return refusing(ParquetException, cramjam.DecompressionError)
