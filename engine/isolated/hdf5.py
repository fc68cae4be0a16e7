"""Which arrays an HDF5 file of weights has, and whether all of them can be read.

Every array is read once here, so that a file that crashes the library, or of which a few bytes stand for
gigabytes, does so in this process. Links that lead out of the file are refused: their targets would be
opened. Putting weights into a model is left to `engine.models.saved`.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Any

from engine.isolated.errors import IsolatedError, refusing, too_large
from engine.language import tr
from engine.opening import open_regular

WEIGHTS = "model.weights.h5"
"""The file of weights in a `.keras` file."""


@dataclass(frozen=True, slots=True)
class WeightsAsked:
    """Which file to check.

    Attributes:
        path: of the file, itself HDF5 or a `.keras` file.
        most: how many bytes its arrays may have.
    """

    path: str
    most: int


def arrays_in(asked: WeightsAsked) -> tuple[str, ...]:
    """Return the names of all arrays; () where a `.keras` file has no weights.

    Raises:
        IsolatedError: the file is corrupt, too large, or refers to another file.
    """
    import h5py

    with refusing(), open_regular(asked.path) as file:
        source: Any = file
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                _check(archive, asked.most)
                if WEIGHTS not in archive.namelist():
                    return ()
                source = io.BytesIO(archive.read(WEIGHTS))
        source.seek(0)
        with h5py.File(source, "r") as weights:
            return _names(weights, asked.most)


def _check(archive: zipfile.ZipFile, most: int) -> None:
    unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > most:
        raise IsolatedError(too_large(unpacked, most))


def _names(weights: Any, most: int) -> tuple[str, ...]:
    import h5py

    names: list[str] = []
    seen: set[Any] = set()
    waiting: list[tuple[str, Any]] = [("", weights)]
    left = most
    while waiting:
        place, group = waiting.pop()
        for name in group:
            where = f"{place}/{name}".lstrip("/")
            if not isinstance(group.get(name, getlink=True), h5py.HardLink):
                raise IsolatedError(tr("{name} in it points at something else", name=where))
            item = group[name]
            if isinstance(item, h5py.Group):
                if item.id not in seen:  # a group can contain itself
                    seen.add(item.id)
                    waiting.append((where, item))
            elif isinstance(item, h5py.Dataset):
                if item.external or item.is_virtual:
                    raise IsolatedError(tr("{name} in it points at another file", name=where))
                left -= item.nbytes
                if left < 0:
                    raise IsolatedError(
                        tr("its arrays have more than the {most:,} bytes that fit into memory", most=most)
                    )
                item[()]
                names.append(where)
    return tuple(names)
