"""Picture files, decoded and resized as those of the training data were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.images.decode_all import threads_for
from engine.data.images.labels_csv import IMAGE_SUFFIXES
from engine.data.images.pixels import Frame, ImageRefused, pixels, prepare
from engine.data.problems import LeftOut
from engine.opening import printable, read_regular
from engine.predict.new.rows import NewRows, Reader
from engine.predict.signature.examples import WHITE_OF_16, Pictures

_MOST_BYTES = 2**30


class PictureReader(Reader):
    """Reads picture files.

    Args:
        form: What each becomes.
        name: Of the input of the model.
    """

    suffixes = IMAGE_SUFFIXES

    def __init__(self, form: Pictures, *, name: str) -> None:
        self._form, self._name = form, name
        self._frame = Frame(form.height, form.width, form.resize)
        prepare()

    def files(self, paths: Sequence[Path]) -> Iterator[NewRows]:
        """Yield the pictures in one part."""
        with ThreadPoolExecutor(threads_for([_size(path) for path in paths])) as threads:
            found = list(threads.map(self._read, paths))
        rows = [one for one in found if not isinstance(one, LeftOut)]
        names = [
            printable(str(path))
            for path, one in zip(paths, found, strict=True)
            if not isinstance(one, LeftOut)
        ]
        yield NewRows(
            tuple(names),
            {self._name: np.stack(rows)} if rows else None,
            tuple(one for one in found if isinstance(one, LeftOut)),
        )

    def _read(self, path: Path) -> NDArray[Any] | LeftOut:
        try:
            found = pixels(read_regular(path, most=_MOST_BYTES), self._form.mode, frame=self._frame)
        except OSError as error:
            return LeftOut(printable(str(path)), error.strerror or str(error))
        except ImageRefused as error:
            return LeftOut(printable(str(path)), str(error))
        found = found.reshape(self._form.shape)
        if self._form.dtype == "uint8":
            return found
        low, high = self._form.low, self._form.high
        white = WHITE_OF_16 if self._form.mode == "grey16" else 255
        return (low + found.astype(np.float32) * ((high - low) / white)).astype(np.float32)


def _size(path: Path) -> int:
    """Return the bytes of a file; 0 for one that is not there, which reading it reports."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0
