"""Files with weights are proved in an isolated process before Keras reads them in this one.

A file that has not changed since is not proved again, as the window looks at a model after every change.
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
    """The names of the arrays in the `.weights.h5` or `.keras` file at `path`, all of which can be read.

    Raises ModelError, with `setting` as its path.
    """
    try:
        about = require_regular(path)
        return _proved(str(path), about.st_mtime_ns, about.st_size)
    except OSError as error:
        raise ModelError(cannot_be_read(path, error.strerror or str(error)), path=setting) from error
    except IsolatedError as error:
        raise ModelError(damaged_weights(path, str(error)), path=setting) from error


def check_names(path: Path, *, setting: str) -> None:
    """Raise ModelError when the `.keras` file at `path` has a name that leads out of it."""
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
    """The sentence for a file of a model that the system does not give."""
    return tr("{name} cannot be read: {reason}.", name=printable(path.name), reason=reason)


def damaged_weights(path: Path, reason: str) -> str:
    """The sentence for a file of which the weights cannot be read."""
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
