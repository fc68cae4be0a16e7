"""Decodes all files of a folder of images: by one or more threads, in order, some blocks of files ahead.

A thread gets a block of files at a time: small images are decoded faster than threads switch. How one file is
decoded is left to `pixels`, and where the pixels go to `storage`.
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
from engine.settings.data.sections import Rules

_SMALL = 4 * 1024  # bytes of a file, on average
_MOST_THREADS = 8
_BLOCK, _BLOCK_BYTES = 128, 4 * 1024**2

Files = Sequence[FoundImage]


@dataclass(frozen=True, slots=True)
class DecodedBlock:
    """The decoded files of a block, in their order.

    Attributes:
        digests: the sha256 of each file's bytes as hex; "" for one that cannot be read.
        pixels: those of all images that can be used, one after the other, as bytes of their dtype.
        refused: the places of all others in the block, with the reason.
    """

    digests: tuple[str, ...]
    pixels: bytes
    refused: dict[int, str]


def decode_all(
    files: Files, mode: Mode, *, frame: Frame, reading: Reading
) -> Generator[tuple[Files, DecodedBlock]]:
    """Decode all files, block by block, in order.

    Two blocks for each thread are decoded ahead. Close the generator when it is not exhausted: its threads
    end with it.

    Args:
        files: the images.
        mode: what each becomes.
        frame: the size of each.
        reading: gets the progress, and can cancel.

    Yields:
        The files of a block, and the block.

    Raises:
        LoadCancelled: `reading` was cancelled.
        DataError: it takes too long.
    """
    left = deque(_blocks(files, frame))
    running: deque[Future[DecodedBlock]] = deque()
    done = 0
    threads = threads_for([found.size for found in files])
    with _pool(threads) as pool:
        while left:
            while len(running) < min(2 * threads, len(left)):
                running.append(pool.submit(_decoded, left[len(running)], mode, frame, reading.rules))
            decoded, block = running.popleft().result(), left.popleft()
            yield block, decoded
            done += len(block)
            reading.step(done, len(files))


def threads_for(sizes: Sequence[int]) -> int:
    """Return how many threads decode files of images in the shortest time.

    Pillow gives Python's lock back for every short piece of work. With small files, threads that wait for the
    lock take twice as long as one thread alone; with larger ones each core decodes.

    Args:
        sizes: of the files, in bytes.
    """
    if sum(sizes) < _SMALL * len(sizes):
        return 1
    return min(_MOST_THREADS, os.cpu_count() or 1)


def _blocks(files: Files, frame: Frame) -> Iterator[Files]:
    """Yield the files in blocks of limited pixels and bytes, so that none takes long."""
    most = min(max(_BLOCK_BYTES // (frame.height * frame.width * 3), 1), _BLOCK)
    begin = size = 0
    for place, found in enumerate(files):
        if place > begin and (place - begin == most or size + found.size > _BLOCK_BYTES):
            yield files[begin:place]
            begin, size = place, 0
        size += found.size
    if files:
        yield files[begin:]


def _decoded(block: Files, mode: Mode, frame: Frame, rules: Rules) -> DecodedBlock:
    """Decode all files of a block; a file that cannot be used does not end it."""
    images: list[bytes] = []
    digests: list[str] = []
    refused: dict[int, str] = {}
    for place, found in enumerate(block):
        digest = ""
        try:
            data = read_regular(found.file)
            digest = hashlib.sha256(data).hexdigest()
            images.append(pixel_bytes(data, mode, frame=frame, rules=rules))
        except OSError as error:
            refused[place] = tr("it cannot be read: {reason}", reason=error.strerror or error)
        except ImageRefused as reason:
            refused[place] = str(reason)
        digests.append(digest)
    return DecodedBlock(tuple(digests), b"".join(images), refused)


@contextmanager
def _pool(threads: int) -> Generator[ThreadPoolExecutor]:
    """Yield a thread pool that drops what has not started when reading ends early."""
    pool = ThreadPoolExecutor(threads, thread_name_prefix="images")
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
