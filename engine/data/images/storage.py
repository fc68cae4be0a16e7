"""Where the pixels of a folder of images are while a run trains: in memory, in one file, or in their files.

All files are decoded once in any case, so that what is corrupt is known, reported and left out before a run.
The result is cached (`cache`), and files that have not changed are not decoded for it again.
"""

import contextlib
import hashlib
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Literal

import numpy as np

from engine.data.dataset import DataError, LeftOut
from engine.data.images.cache import ImageCache, Scan, cache_folder
from engine.data.images.decode_all import decode_all
from engine.data.images.files import FoundImage
from engine.data.images.rows import ImageFileRows, PixelFile, PixelFileRows, PixelSpec
from engine.data.reading.context import Reading
from engine.data.reading.memory import available_memory, readable_size
from engine.data.streamed import Inputs
from engine.language import tr
from engine.settings.data.kinds import Storage

IN_MEMORY = 512 * 1024**2
"""The most bytes that are kept in memory: training copies them, and other programs need memory too."""
_SHARE = 4
_ROOM = 1024**3  # bytes that stay free on the disk
_MANY = 5_000
"""The number of files from which on decoded pixels are also cached on disk."""

Place = Literal["memory", "disk", "stream"]
Read = tuple[Inputs, Scan]
"""The pixels of the files that can be used, in their order, and the result of the scan."""


def read_pixels(
    root: Path, files: Sequence[FoundImage], *, spec: PixelSpec, storage: Storage, reading: Reading
) -> Read:
    """Decode images.

    Args:
        root: the folder of images.
        files: the images in it.
        spec: what each becomes.
        storage: where the pixels are kept; "auto" chooses by their size.
        reading: gets the progress, can cancel, and limits memory and time.

    Returns:
        (n, height, width, 1 or 3) of the files that can be used, and the result of the scan.

    Raises:
        DataError: memory or disk has no room, or it takes too long.
        LoadCancelled: `reading` was cancelled.
    """
    reading = reading.within(sum(found.size for found in files), name=root.name, files=len(files))
    size = len(files) * spec.in_memory
    place: Place = _place_for(size) if storage == "auto" else storage
    try:
        return _READERS[place](root, files, spec, reading)
    except OSError as error:
        if place != "disk":
            raise
        if storage == "auto":
            return _in_files(root, files, spec, reading)
        raise DataError(
            tr(
                "The decoded images cannot be kept in {folder}: {reason}. Make room, or set storage to"
                " stream.",
                folder=cache_folder(),
                reason=error.strerror or error,
            ),
            path="data.storage",
        ) from error


def _place_for(size: int) -> Place:
    if size <= min(IN_MEMORY, available_memory() // _SHARE):
        return "memory"
    return "disk" if size + _ROOM <= _free_disk() else "stream"


def _free_disk() -> int:
    folder = cache_folder()
    try:
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        return shutil.disk_usage(folder).free
    except OSError:  # a disk that does not answer has no room
        return 0


def _in_memory(root: Path, files: Sequence[FoundImage], spec: PixelSpec, reading: Reading) -> Read:
    what = tr(
        "{count:,} images of {height} × {width} × {channels}",
        count=len(files),
        height=spec.shape[0],
        width=spec.shape[1],
        channels=spec.shape[2],
    )
    size = len(files) * spec.in_memory
    reading.limits.require_memory(size, what, path="data.height")
    if len(files) >= _MANY and size + _ROOM <= _free_disk():
        # decoding takes longest: a run starts with what the Data page has decoded before
        with contextlib.suppress(OSError):  # the cache cannot be written: read without one
            rows, scan = _on_disk(root, files, spec, reading)
            return rows.take(np.arange(len(rows), dtype=np.int64)), scan
    x = np.empty((len(files), *spec.shape), spec.dtype)
    count = 0

    def keep(pixels: bytes) -> None:
        nonlocal count
        images = np.frombuffer(pixels, spec.stored).reshape(-1, *spec.shape)
        x[count : count + len(images)] = images
        count += len(images)

    scan = _scan(files, spec, reading=reading, keep=keep)
    return x[:count], scan


def _on_disk(
    root: Path, files: Sequence[FoundImage], spec: PixelSpec, reading: Reading
) -> tuple[PixelFileRows, Scan]:
    frame = spec.frame
    cache = ImageCache(root, files, how=["pixels", spec.mode, frame.height, frame.width, frame.resize])
    scan = cache.known()
    size = len(files) * spec.nbytes
    if scan is not None:
        count = len(files) - len(scan.left_out)
        with contextlib.suppress(OSError, DataError):  # deleted or truncated: it is made again below
            if cache.pixels.stat().st_size == count * spec.nbytes:
                return _rows(cache, count, spec=spec), scan
    if size > _free_disk():
        raise DataError(
            tr(
                "The decoded images would take {size} of disk in {folder}, and {free} are free;"
                " make room, or set storage to stream.",
                size=readable_size(size),
                folder=cache_folder(),
                free=readable_size(_free_disk()),
            ),
            path="data.storage",
        )
    with cache.writing() as file:
        scan = _scan(files, spec, reading=reading, keep=file.write)
    cache.keep(scan)
    return _rows(cache, len(files) - len(scan.left_out), spec=spec), scan


def _rows(cache: ImageCache, count: int, *, spec: PixelSpec) -> PixelFileRows:
    return PixelFileRows(PixelFile(cache.pixels), np.arange(count, dtype=np.int64), spec=spec)


def _in_files(root: Path, files: Sequence[FoundImage], spec: PixelSpec, reading: Reading) -> Read:
    cache = ImageCache(root, files, how=["files"])
    scan = cache.known()
    if scan is None:
        scan = _scan(files, spec, reading=reading, keep=lambda _pixels: None)
        with contextlib.suppress(OSError):  # a full disk: the files are scanned again next time
            cache.keep(scan)
    broken = {left.name for left in scan.left_out}
    names = [found.name for found in files if found.name not in broken]
    return ImageFileRows(root, names, spec=spec), scan


def _scan(
    files: Sequence[FoundImage],
    spec: PixelSpec,
    *,
    reading: Reading,
    keep: Callable[[bytes], object],
) -> Scan:
    """Decode every file once; `keep` is called with the pixels of one block of files after the other."""
    fingerprint = hashlib.sha256()
    left_out: list[LeftOut] = []
    digests = bytearray()
    with closing(decode_all(files, spec.mode, frame=spec.frame, reading=reading)) as all_of_them:
        for block, decoded in all_of_them:
            for found, digest in zip(block, decoded.digests, strict=True):
                fingerprint.update(f"{found.name}\0{digest}\n".encode("utf-8", "surrogateescape"))
            left_out += [LeftOut(block[place].name, reason) for place, reason in decoded.refused.items()]
            kept = (one for place, one in enumerate(decoded.digests) if place not in decoded.refused)
            digests += b"".join(bytes.fromhex(digest[:16]) for digest in kept)
            keep(decoded.pixels)
    return Scan(fingerprint.hexdigest(), tuple(left_out), np.frombuffer(bytes(digests), np.uint64))


_READERS: dict[Place, Callable[[Path, Sequence[FoundImage], PixelSpec, Reading], Read]] = {
    "memory": _in_memory,
    "disk": _on_disk,
    "stream": _in_files,
}
