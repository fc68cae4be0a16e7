"""Images as streamed rows: decoded from their files at every read, or read from one file of pixels.

Both give the same bytes as images in memory. Which one is used is decided in `storage`.
"""

import io
import threading
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from engine.data.images.pixels import Frame, ImageRefused, Mode, pixels, prepare, stored_dtype
from engine.data.problems import DataError, LeftOut
from engine.data.streamed import Fetched, Indices, StreamedRows
from engine.language import tr
from engine.opening import read_regular


@dataclass(frozen=True, slots=True)
class PixelSpec:
    """What every image becomes.

    Attributes:
        mode: its channels, and their bits.
        frame: its size.
    """

    mode: Mode
    frame: Frame

    @property
    def shape(self) -> tuple[int, int, int]:
        """(height, width, 1 or 3)."""
        return self.frame.height, self.frame.width, 3 if self.mode == "rgb" else 1

    @property
    def stored(self) -> np.dtype[Any]:
        """The dtype of decoded pixels."""
        return stored_dtype(self.mode)

    @property
    def dtype(self) -> np.dtype[Any]:
        """The dtype in which a model gets them: uint8, or float32 of 16 bits."""
        return np.dtype(np.float32 if self.mode == "grey16" else np.uint8)

    @property
    def nbytes(self) -> int:
        """The number of bytes of one decoded image."""
        height, width, channels = self.shape
        return height * width * channels * self.stored.itemsize

    @property
    def in_memory(self) -> int:
        """The number of bytes of one image in memory."""
        return self.nbytes // self.stored.itemsize * self.dtype.itemsize


class ImageFileRows(StreamedRows):
    """Images that are decoded from their files whenever they are read.

    Args:
        root: the folder of images.
        names: the files below it.
        spec: what each becomes.
        rows: int64 places in `names`; None for all.
    """

    def __init__(
        self, root: Path, names: Sequence[str], *, spec: PixelSpec, rows: Indices | None = None
    ) -> None:
        # names, not paths: 100,000 paths would take as much memory as their pixels
        self._root, self._names, self._spec = root, tuple(names), spec
        self._rows = np.arange(len(self._names), dtype=np.int64) if rows is None else rows
        self.shape, self.dtype = (len(self._rows), *spec.shape), spec.dtype
        prepare()

    def select(self, indices: Indices) -> Self:
        """Return the images at `indices`; nothing is read."""
        return type(self)(self._root, self._names, spec=self._spec, rows=self._rows[indices])

    def fetch(self, indices: Indices) -> Fetched:
        """Decode the files at `indices`; one that can no longer be decoded is reported in `failed`."""
        found = np.empty((len(indices), *self._spec.shape), self._spec.dtype)
        kept: list[int] = []
        failed: list[LeftOut] = []
        for place, row in enumerate(self._rows[indices].tolist()):
            name = self._names[row]
            try:
                data = read_regular(self._root / name)
                found[len(kept)] = pixels(data, self._spec.mode, frame=self._spec.frame)
            except OSError as error:
                reason = tr("it cannot be read: {reason}", reason=error.strerror or error)
                failed.append(LeftOut(name, reason))
            except ImageRefused as refused:
                failed.append(LeftOut(name, str(refused)))
            else:
                kept.append(place)
        return Fetched(found[: len(kept)], np.array(kept, np.int64), tuple(failed))

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        prepare()  # in another process Pillow's decoders are not loaded yet


class PixelFile:
    """A file of decoded images, one after the other. Any thread may read.

    It stays open as long as it is referenced, so that the file may be deleted meanwhile (not on Windows).

    Args:
        path: of the file.

    Raises:
        DataError: it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        try:
            self._file = io.FileIO(path)
        except OSError as error:
            raise self._lost(str(error.strerror or error)) from error
        weakref.finalize(self, self._file.close)

    def __reduce__(self) -> tuple[Any, ...]:
        return PixelFile, (self._path,)

    def read(self, numbers: Indices, *, into: NDArray[np.uint8]) -> None:
        """Read images into an array.

        Args:
            numbers: (m,) int64, the images.
            into: (m, bytes of an image) uint8, filled in place.

        Raises:
            DataError: the file cannot be read, or is truncated.
        """
        size = into.shape[1]
        with self._lock:
            for place, number in enumerate(numbers.tolist()):
                try:
                    self._file.seek(number * size)
                    found = self._file.readinto(into[place].data)
                except OSError as error:
                    raise self._lost(str(error.strerror or error)) from error
                if found != size:
                    raise self._lost(tr("it is cut off"))

    def _lost(self, reason: str) -> DataError:
        sentence = tr(
            "The file of decoded images {path} cannot be read: {reason}. Delete it, and read the data again.",
            path=self._path,
            reason=reason,
        )
        return DataError(sentence, path="data.storage")


class PixelFileRows(StreamedRows):
    """Images in a `PixelFile`.

    Args:
        file: of the pixels.
        rows: int64 numbers of the images in it.
        spec: what each is.
    """

    def __init__(self, file: PixelFile, rows: Indices, *, spec: PixelSpec) -> None:
        self._file, self._rows, self._spec = file, rows, spec
        self.shape, self.dtype = (len(rows), *spec.shape), spec.dtype

    def select(self, indices: Indices) -> Self:
        """Return the images at `indices`; nothing is read."""
        return type(self)(self._file, self._rows[indices], spec=self._spec)

    def fetch(self, indices: Indices) -> Fetched:
        """Read the images at `indices`.

        Raises:
            DataError: the file can no longer be read.
        """
        # read, not memory-mapped: mapped pages count as memory of the process
        found = np.empty((len(indices), self._spec.nbytes), np.uint8)
        self._file.read(self._rows[indices], into=found)
        every = np.arange(len(indices), dtype=np.int64)
        images = found.view(self._spec.stored).reshape(len(indices), *self._spec.shape)
        return Fetched(images.astype(self.dtype, copy=False), every)
