"""Decodes all files of a folder of images: by a few threads, in order, some blocks of files ahead.

A thread is given a block of files at a time: small images are decoded faster than threads take turns.
"""

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

from engine.data.image_files import FoundImage
from engine.data.pixels import Frame, ImageRefused, Mode, pixels
from engine.data.reading import Reading
from engine.language import tr

_THREADS = min(8, os.cpu_count() or 1)
_AHEAD = 2 * _THREADS
_BLOCK, _BLOCK_BYTES = 256, 4 * 1024**2


@dataclass(frozen=True, slots=True)
class DecodedImage:
    """One file read: the sha256 of its bytes, and its pixels or the reason why there are none."""

    digest: str
    image: NDArray[np.uint8] | None = None
    reason: str = ""


def decode_all(
    files: Sequence[FoundImage], mode: Mode, *, frame: Frame, reading: Reading
) -> Iterator[tuple[FoundImage, DecodedImage]]:
    """Every file with its pixels, in order; at most `_AHEAD` blocks are decoded ahead."""

    def one(found: FoundImage) -> DecodedImage:
        try:
            data = found.path.read_bytes()
        except OSError as error:
            return DecodedImage("", reason=tr("it cannot be read: {reason}", reason=error.strerror or error))
        digest = hashlib.sha256(data).hexdigest()
        try:
            return DecodedImage(digest, pixels(data, mode, frame=frame))
        except ImageRefused as refused:
            return DecodedImage(digest, reason=str(refused))

    def all_of(block: Sequence[FoundImage]) -> list[DecodedImage]:
        return [one(found) for found in block]

    pixels_of_one = frame.height * frame.width * 3
    size = min(max(_BLOCK_BYTES // pixels_of_one, 1), _BLOCK)
    with _pool() as pool:
        waiting = (files[start : start + size] for start in range(0, len(files), size))
        running: deque[tuple[Sequence[FoundImage], Future[list[DecodedImage]]]] = deque()
        done = 0
        while True:
            ahead = _AHEAD - len(running)
            running += [(block, pool.submit(all_of, block)) for block in islice(waiting, ahead)]
            if not running:
                return
            block, future = running.popleft()
            for found, decoded in zip(block, future.result(), strict=True):
                yield found, decoded
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
