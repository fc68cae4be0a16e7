"""Arrays in a file, in order: how this process and the isolated ones pass them to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray


def write_arrays(path: Path, arrays: Iterable[NDArray[Any]]) -> None:
    """Write arrays of numbers or text.

    Raises:
        OSError: They cannot be written.
    """
    np.savez(path, *arrays)


def read_arrays(path: Path) -> list[NDArray[Any]]:
    """Return what `write_arrays` has written."""
    with np.load(path) as arrays:
        return [arrays[f"arr_{number}"] for number in range(len(arrays.files))]
