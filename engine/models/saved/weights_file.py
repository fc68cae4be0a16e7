"""Checks weights files in an isolated process before Keras reads them in this one.

An unchanged file is not checked again: the window builds a model after every edit. The
reading itself is `engine.isolated.hdf5`.
"""

from __future__ import annotations

import zipfile
from functools import lru_cache
from pathlib import Path, PurePosixPath

import psutil

from engine.isolated.errors import CORRUPT, IsolatedError, reason_of
from engine.isolated.hdf5 import WeightsAsked, arrays_in
from engine.isolated.process import call_isolated
from engine.language import tr
from engine.models.inputs import ModelError
from engine.opening import open_regular, printable, require_regular

_SECONDS = 60.0
_BYTES_A_SECOND = 200_000


def proved_arrays(path: Path, *, setting: str) -> tuple[str, ...]:
    """Return the names of the arrays in a weights file, after reading each of them.

    Args:
        path: A `.weights.h5` or `.keras` file.
        setting: Dotted path of the setting, for the error.

    Raises:
        ModelError: The file cannot be read, or its weights are corrupt.
    """
    try:
        about = require_regular(path)
        return _proved(str(path), about.st_mtime_ns, about.st_size)
    except OSError as error:
        raise ModelError(cannot_be_read(path, error.strerror or str(error)), path=setting) from error
    except IsolatedError as error:
        raise ModelError(damaged_weights(path, str(error)), path=setting) from error


def check_names(path: Path, *, setting: str) -> None:
    """Check that no file name in a `.keras` archive leads out of it.

    Args:
        path: The `.keras` file.
        setting: Dotted path of the setting, for the error.

    Raises:
        ModelError: A name is absolute or contains "..", or the archive cannot be read.
    """
    try:
        with open_regular(path) as file, zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except CORRUPT as error:
        raise ModelError(cannot_be_read(path, reason_of(error)), path=setting) from error
    for name in names:
        place = PurePosixPath(name.replace("\\", "/"))
        if place.is_absolute() or ".." in place.parts or ":" in place.parts[:1]:
            raise ModelError(
                tr(
                    "{name} holds a file called {inner}, which leads out of it; save the model again with"
                    " model.save('name.keras').",
                    name=printable(path.name),
                    inner=printable(name),
                ),
                path=setting,
            )


def cannot_be_read(path: Path, reason: str) -> str:
    """Return the sentence for a model file that cannot be read, with the `reason` of the system."""
    return tr("{name} cannot be read: {reason}.", name=printable(path.name), reason=reason)


def damaged_weights(path: Path, reason: str) -> str:
    """Return the sentence for a file whose weights are corrupt, with the `reason` of the library."""
    return tr(
        "The weights in {name} are damaged ({reason}); save the model again, or choose another file.",
        name=printable(path.name),
        reason=reason,
    )


@lru_cache(maxsize=16)
def _proved(path: str, _changed: int, size: int) -> tuple[str, ...]:
    memory = psutil.virtual_memory().available
    seconds = _SECONDS + size / _BYTES_A_SECOND
    return call_isolated(arrays_in, WeightsAsked(path, memory // 2), seconds=seconds, memory=memory)
