"""Decodes all files of a folder of images: by a few threads, in order, a few hundred open at a time."""

import hashlib
import os
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from engine.data.class_folders import FoundFile
from engine.data.pixels import Frame, ImageRefused, Mode, pixels
from engine.data.reading import Reading
from engine.language import tr

_THREADS = min(8, os.cpu_count() or 1)
_AHEAD = 16 * _THREADS


@dataclass(frozen=True, slots=True)
class DecodedImage:
    """One file read: the sha256 of its bytes, and its pixels or the reason why there are none."""

    digest: str
    image: NDArray[np.uint8] | None = None
    reason: str = ""


def decode_all(
    files: Sequence[FoundFile], mode: Mode, *, frame: Frame, reading: Reading
) -> Iterator[tuple[FoundFile, DecodedImage]]:
    """Every file with its pixels, in order; at most `_AHEAD` are decoded ahead."""

    def one(found: FoundFile) -> DecodedImage:
        try:
            data = found.path.read_bytes()
        except OSError as error:
            return DecodedImage("", reason=tr("it cannot be read: {reason}", reason=error.strerror or error))
        digest = hashlib.sha256(data).hexdigest()
        try:
            return DecodedImage(digest, pixels(data, mode, frame=frame))
        except ImageRefused as refused:
            return DecodedImage(digest, reason=str(refused))

    with _pool() as pool:
        waiting = iter(files)
        running: deque[tuple[FoundFile, Future[DecodedImage]]] = deque()
        done = 0
        while True:
            running += [(found, pool.submit(one, found)) for found in islice(waiting, _AHEAD - len(running))]
            if not running:
                return
            found, future = running.popleft()
            yield found, future.result()
            done += 1
            reading.step(done, len(files))


@contextmanager
def _pool() -> Generator[ThreadPoolExecutor]:
    """Threads that drop what has not begun when reading ends early."""
    pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="images")
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
