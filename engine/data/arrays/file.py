"""Named arrays in an NPZ file, an NPY file, an HDF5 file or a folder of NPY files.

Pickle is never loaded, and sizes are known before an array is read. What the arrays mean is decided in
`arrays.read`.
"""

import hashlib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import numpy as np
from numpy.typing import NDArray

from engine.data.arrays.hdf5 import START, headers, read_array
from engine.data.dataset import DataError
from engine.data.reading.context import Reading, file_digest
from engine.isolated.errors import CORRUPT
from engine.language import tr
from engine.opening import is_regular, open_regular, printable

_NPY = b"\x93NUMPY"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_HEADERS = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}


@dataclass(frozen=True, slots=True)
class Member:
    """One array before it is read.

    Attributes:
        file: the NPY, NPZ or HDF5 file.
        entry: its name in the NPZ or HDF5 file; "" for an NPY file.
        shape: of the array.
        dtype: of the array.
        is_hdf5: whether the file is an HDF5 file.
    """

    file: Path
    entry: str
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    is_hdf5: bool = False

    def read(self, reading: Reading) -> NDArray[Any]:
        """Read the array; that of an NPY file is memory-mapped.

        Args:
            reading: what can cancel it, and limits memory.

        Raises:
            DataError: it holds Python objects or records, is corrupt, or does not fit into memory.
            LoadCancelled: `reading` was cancelled.
        """
        if self.dtype.hasobject:
            raise DataError(
                tr(
                    "{name} holds Python objects (pickle), which can run code when loaded; it is refused,"
                    " so save plain numbers instead.",
                    name=self._name,
                )
            )
        if self.dtype.names is not None:
            raise DataError(
                tr(
                    "{name} holds records with fields; save each field as an array of its own.",
                    name=self._name,
                )
            )
        size = int(np.prod(self.shape, dtype=object)) * self.dtype.itemsize
        try:
            if not self.entry:
                if size == 0:
                    return np.zeros(self.shape, self.dtype)
                return np.load(self.file, mmap_mode="r")
            reading.limits.require_memory(size, tr("The array {name}", name=self._name))
            if self.is_hdf5:
                return read_array(self.file, self.entry)
            with (
                open_regular(self.file) as file,
                zipfile.ZipFile(file) as archive,
                archive.open(self.entry) as stream,
            ):
                # not a file object, so that NumPy reads it in pieces
                return np.lib.format.read_array(cast("Any", _Watched(stream, reading)))
        except CORRUPT as error:
            raise DataError(
                tr("{name} is damaged or incomplete; save or download it again.", name=self._name)
            ) from error

    @property
    def _name(self) -> str:
        if not self.entry:
            return printable(self.file.name)
        return _inside(self.entry.removesuffix(".npy"), self.file)


@dataclass(frozen=True, slots=True)
class _Watched:
    """A stream whose every read checks whether reading should continue."""

    stream: IO[bytes]
    reading: Reading

    def read(self, size: int) -> bytes:
        """Return the next bytes."""
        self.reading.look()
        return self.stream.read(size)


def members(path: Path, reading: Reading) -> dict[str, Member]:
    """Return the arrays at `path` by name, of which only headers are read.

    Args:
        path: an NPZ file, an NPY file, an HDF5 file or a folder of NPY files.
        reading: what can cancel it.

    Raises:
        DataError: it is none of these, or is corrupt.
        LoadCancelled: `reading` was cancelled.
    """
    if path.is_dir():
        files = sorted(file for file in path.glob("*.npy") if is_regular(file))
        if not files:
            raise DataError(
                tr(
                    "The folder {name} holds no NPY files; choose an NPZ file, or a folder with x.npy and"
                    " y.npy.",
                    name=path.name,
                )
            )
        return {file.stem: _single(file) for file in files}
    with open_regular(path) as file:
        start = file.read(len(_NPY))
    if start == _NPY:
        return {path.stem: _single(path)}
    if start[:4] in _ZIP:
        return _archive(path, reading)
    if start[:4] == START:
        return _hdf5(path, reading)
    if start[:1] == b"\x80":
        raise DataError(
            tr(
                "{name} is a pickle file, which can run code when loaded; it is refused, so save the"
                " arrays with numpy.savez.",
                name=path.name,
            )
        )
    raise DataError(
        tr(
            "{name} is no NPZ, NPY or HDF5 file; save the arrays with numpy.savez or numpy.save.",
            name=path.name,
        )
    )


def _hdf5(path: Path, reading: Reading) -> dict[str, Member]:
    found = headers(path, reading)
    if not found:
        raise DataError(tr("{name} holds no arrays; save them with numpy.savez.", name=path.name))
    return {name: Member(path, name, *about, is_hdf5=True) for name, about in found.items()}


def fingerprint(used: Mapping[str, Member], reading: Reading) -> str:
    """Return the sha256 over the files of the members, as hex.

    Args:
        used: the members, by name.
        reading: what can cancel it.

    Raises:
        LoadCancelled: `reading` was cancelled.
    """
    files = sorted({member.file for member in used.values()})
    if len(files) == 1:
        return file_digest(files[0], reading)
    return hashlib.sha256("".join(file_digest(file, reading) for file in files).encode()).hexdigest()


def _single(file: Path) -> Member:
    with open_regular(file) as stream:
        shape, dtype = _header(stream, file.name)
    return Member(file, "", shape, dtype)


def _archive(path: Path, reading: Reading) -> dict[str, Member]:
    found: dict[str, Member] = {}
    try:
        with open_regular(path) as file, zipfile.ZipFile(file) as archive:
            for entry in archive.namelist():
                reading.look()
                if entry.endswith(".npy"):
                    with archive.open(entry) as stream:
                        shape, dtype = _header(stream, _inside(entry, path))
                    found[entry.removesuffix(".npy")] = Member(path, entry, shape, dtype)
    except CORRUPT as error:
        raise DataError(
            tr("{name} is damaged or incomplete; save or download it again.", name=path.name)
        ) from error
    if not found:
        raise DataError(tr("{name} holds no arrays; save them with numpy.savez.", name=path.name))
    return found


def _inside(entry: str, file: Path) -> str:
    """Return the name of an array of an NPZ file, as it is shown."""
    return tr("{array} in {file}", array=printable(entry), file=printable(file.name))


def _header(stream: IO[bytes], name: str) -> tuple[tuple[int, ...], np.dtype[Any]]:
    try:
        version = np.lib.format.read_magic(stream)
        reader = _HEADERS.get(version)
        if reader is None:
            raise DataError(
                tr(
                    "{name} is of NPY version {major}.{minor}; save it again with plain numbers.",
                    name=name,
                    major=version[0],
                    minor=version[1],
                )
            )
        shape, _, dtype = reader(stream)
    except CORRUPT as error:
        raise DataError(
            tr("{name} is damaged or incomplete; save or download it again.", name=name)
        ) from error
    if any(size < 0 for size in shape):
        raise DataError(
            tr("{name} is damaged: its shape is {shape}; save or download it again.", name=name, shape=shape)
        )
    return shape, dtype
