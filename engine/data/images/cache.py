"""The cache of image folders that were read: which files cannot be used, and the decoded pixels.

Each entry has a key made of names, sizes and times of all files; a file that changes makes another key. It
lies in the program's cache folder, may be deleted at any time, and the oldest entries are removed. When
pixels are cached is decided in `storage`.
"""

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import platformdirs
from numpy.typing import NDArray

from engine.data.images.files import FoundImage
from engine.data.problems import LeftOut
from engine.files import replacing, write_atomically
from engine.language import tr

_VERSION = 1
_MOST_KEPT = 8
PIXELS = "pixels.raw"
_RECORD = "scan.json"
_PARTIAL = ".partial-"
_FORGOTTEN_S = 3600


@dataclass(frozen=True, slots=True)
class Scan:
    """The result of reading all files once.

    Attributes:
        fingerprint: a sha256 over names and bytes, as hex.
        left_out: the files that cannot be used.
        digests: (n,) uint64, the first 8 bytes of the sha256 of each file that can be used.
    """

    fingerprint: str
    left_out: tuple[LeftOut, ...]
    digests: NDArray[np.uint64]


def cache_folder() -> Path:
    """Return the folder of decoded images: below FITROOM_HOME if it is set, else in the platform's cache."""
    home = os.environ.get("FITROOM_HOME")
    root = Path(home) / "cache" if home else Path(platformdirs.user_cache_dir("Fitroom", appauthor=False))
    return root / "images"


class ImageCache:
    """The cache entry of one set of files, read in one way. Nothing is written until a method does.

    Args:
        root: the folder of images.
        files: the images in it.
        how: what else decides the pixels, as JSON values.

    Attributes:
        folder: of this entry.
    """

    def __init__(self, root: Path, files: Sequence[FoundImage], *, how: Sequence[object]) -> None:
        key = hashlib.sha256(json.dumps([_VERSION, str(root.resolve()), tr.language, *how]).encode())
        for found in files:
            key.update(f"{found.name}\0{found.size}\0{found.changed}\n".encode("utf-8", "surrogateescape"))
        self.folder = cache_folder() / key.hexdigest()[:32]

    @property
    def pixels(self) -> Path:
        """The path of the file of pixels."""
        return self.folder / PIXELS

    def known(self) -> Scan | None:
        """Return the stored scan of these files; None where there is none that can be read."""
        try:
            read: Any = json.loads((self.folder / _RECORD).read_bytes())
            left_out = tuple(LeftOut(str(name), str(reason)) for name, reason in read["left_out"])
            os.utime(self.folder)
            digests = np.frombuffer(bytes.fromhex(read["digests"]), np.uint64)
            return Scan(str(read["fingerprint"]), left_out, digests)
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def keep(self, scan: Scan) -> None:
        """Store a scan, and remove the oldest entries.

        Raises:
            OSError: it cannot be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        tree = {
            "fingerprint": scan.fingerprint,
            "left_out": [[left.name, left.reason] for left in scan.left_out],
            "digests": scan.digests.tobytes().hex(),
        }
        write_atomically(self.folder / _RECORD, json.dumps(tree).encode())
        _drop_oldest(self.folder.parent)

    @contextmanager
    def writing(self) -> Generator[BinaryIO]:
        """Open a file that becomes the file of pixels, and is deleted when an error is raised.

        Raises:
            OSError: it cannot be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        _drop_forgotten(self.folder)
        partial = self.folder / f"{_PARTIAL}{secrets.token_hex(4)}"
        with replacing(self.pixels, partial), partial.open("xb") as file:
            yield file


def _drop_forgotten(folder: Path) -> None:
    """Remove partial files of a killed program, which nobody writes to any more."""
    for partial in folder.glob(f"{_PARTIAL}*"):
        with contextlib.suppress(OSError):
            if time.time() - partial.stat().st_mtime > _FORGOTTEN_S:
                partial.unlink()


def _drop_oldest(folder: Path) -> None:
    """Remove all but the newest entries; one that is being read is open, and stays on Windows."""
    places = sorted(folder.iterdir(), key=lambda place: place.stat().st_mtime, reverse=True)
    for place in places[_MOST_KEPT:]:
        with contextlib.suppress(OSError):  # another run may be using it; it is removed next time
            shutil.rmtree(place)
