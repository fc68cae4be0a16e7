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

from engine.data.images.files import FoundImage
from engine.data.images.pixels import Frame, ImageRefused, Mode, pixel_bytes
from engine.data.reading.context import Reading
from engine.language import tr
from engine.opening import read_regular

_THREADS = min(8, os.cpu_count() or 1)
_AHEAD = 2 * _THREADS
_BLOCK, _BLOCK_BYTES = 128, 4 * 1024**2

Files = Sequence[FoundImage]


@dataclass(frozen=True, slots=True)
class DecodedBlock:
    """What the files of a block came to, in their order.

    `digests` are the sha256 of their bytes as hex, "" for one that cannot be read; `pixels` are those of all
    images that can be used, one behind the other; `refused` has the places of all others, and why.
    """

    digests: tuple[str, ...]
    pixels: bytes
    refused: dict[int, str]


def decode_all(
    files: Files, mode: Mode, *, frame: Frame, reading: Reading
) -> Generator[tuple[Files, DecodedBlock]]:
    """All files, block by block, in order; at most `_AHEAD` blocks are decoded ahead.

    Close it where it is not gone through to its end: the threads end with it.
    """
    left = deque(_blocks(files, frame))
    running: deque[Future[DecodedBlock]] = deque()
    done = 0
    with _pool() as pool:
        while left:
            while len(running) < min(_AHEAD, len(left)):
                running.append(pool.submit(_decoded, left[len(running)], mode, frame))
            decoded, block = running.popleft().result(), left.popleft()
            yield block, decoded
            done += len(block)
            reading.step(done, len(files))


def _blocks(files: Files, frame: Frame) -> Iterator[Files]:
    """The files, cut where the pixels or the bytes of a block become many, so that none takes long."""
    most = min(max(_BLOCK_BYTES // (frame.height * frame.width * 3), 1), _BLOCK)
    begin = size = 0
    for place, found in enumerate(files):
        if place > begin and (place - begin == most or size + found.size > _BLOCK_BYTES):
            yield files[begin:place]
            begin, size = place, 0
        size += found.size
    if files:
        yield files[begin:]


def _decoded(block: Files, mode: Mode, frame: Frame) -> DecodedBlock:
    """All files of a block; one that cannot be used never ends it."""
    images: list[bytes] = []
    digests: list[str] = []
    refused: dict[int, str] = {}
    for place, found in enumerate(block):
        digest = ""
        try:
            data = read_regular(found.file)
            digest = hashlib.sha256(data).hexdigest()
            images.append(pixel_bytes(data, mode, frame=frame))
        except OSError as error:
            refused[place] = tr("it cannot be read: {reason}", reason=error.strerror or error)
        except ImageRefused as reason:
            refused[place] = str(reason)
        digests.append(digest)
    return DecodedBlock(tuple(digests), b"".join(images), refused)


@contextmanager
def _pool() -> Generator[ThreadPoolExecutor]:
    """Threads that drop what has not begun when reading ends early."""
    pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="images")
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
