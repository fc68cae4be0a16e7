"""Arrays in an HDF5 file, which is tried in an isolated process before it is opened here.

A file that crashes the library does so there, and one that refers to other files is refused. What the arrays
mean is left to `names` and `read`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from engine.data.problems import DataError
from engine.data.reading.isolated_call import isolated_call
from engine.data.reading.memory import available_memory
from engine.isolated.errors import IsolatedError
from engine.isolated.hdf5 import WeightsAsked, arrays_in
from engine.language import tr
from engine.opening import open_regular, require_regular

if TYPE_CHECKING:
    from pathlib import Path

    from engine.data.reading.context import Reading

START = b"\x89HDF"
"""The first bytes of an HDF5 file."""
_NAMES_WITHIN = 1 << 16
_OF_KERAS = ((b"keras_version\0",), (b"layer_names\0",), (b"layers\0", b"vars\0"))
"""Names at the top of a model, of weights of Keras 2, and of weights of Keras 3."""
_TRIED: dict[tuple[str, int, int], tuple[str, ...]] = {}
"""The arrays of files that were tried, by path, size and time of the last change: one try reads all bytes."""
_MOST_TRIED = 16


def is_of_keras(path: Path) -> bool:
    """Return whether an HDF5 file has the model or the weights that Keras saves, rather than data.

    Only its first bytes are looked at, where the names at its top stand; no library opens it.

    Args:
        path: of the file.
    """
    with open_regular(path) as file:
        start = file.read(_NAMES_WITHIN)
    is_hdf5 = start.startswith(START)
    return is_hdf5 and any(all(name in start for name in names) for names in _OF_KERAS)


def headers(path: Path, reading: Reading) -> dict[str, tuple[tuple[int, ...], np.dtype[Any]]]:
    """Return the shape and dtype of each array by its name; one in a group has the group's name before it.

    Args:
        path: of the file.
        reading: can cancel, and limits memory and time.

    Raises:
        DataError: the file is corrupt, too large, or refers to another file.
        LoadCancelled: `reading` was cancelled.
    """
    import h5py

    names = _tried(path, reading)
    with open_regular(path) as file, h5py.File(file, "r") as found:
        kinds: dict[str, Any] = {name: found[name] for name in sorted(names)}
        return {
            name: (tuple(map(int, one.shape)), np.dtype("U1") if _is_text(one) else np.dtype(one.dtype))
            for name, one in kinds.items()
            if _is_text(one) or not one.dtype.hasobject
        }


def read_array(path: Path, name: str) -> NDArray[Any]:
    """Return one array of a file that `headers` has tried.

    Args:
        path: of the file.
        name: of the array.
    """
    import h5py

    with open_regular(path) as file, h5py.File(file, "r") as found:
        one: Any = found[name]
        return one.asstr()[()].astype(str) if _is_text(one) else one[()]


def _is_text(one: Any) -> bool:
    """Whether an array holds texts of any length, which h5py gives as objects."""
    import h5py

    return bool(one.dtype.hasobject) and h5py.check_string_dtype(one.dtype) is not None


def _tried(path: Path, reading: Reading) -> tuple[str, ...]:
    about = require_regular(path)
    key = (str(path), about.st_size, about.st_mtime_ns)
    if key not in _TRIED:
        asked = WeightsAsked(str(path), available_memory() // 2)
        try:
            names = cast(
                "tuple[str, ...]", isolated_call(arrays_in, asked, size=about.st_size, reading=reading)
            )
        except IsolatedError as error:
            raise DataError(tr("{name} cannot be read: {reason}.", name=path.name, reason=error)) from error
        while len(_TRIED) >= _MOST_TRIED:
            _TRIED.pop(next(iter(_TRIED)))
        _TRIED[key] = names
    return _TRIED[key]
