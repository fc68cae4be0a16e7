"""The size of the bundle and of its largest pieces: a check that fails when it becomes too large."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1e6
LARGEST = 10
LIMITS = {(False, False): 1000, (False, True): 1250}
"""Megabytes, by (GPU, QtWebEngine). None for the GPU flavour: the size of NVIDIA's libraries is fixed."""


@dataclass(frozen=True, slots=True)
class Size:
    """The size of the bundle in bytes.

    Attributes:
        total: Size of all files.
        pieces: (name, size) of packages and large files, the largest first.
    """

    total: int
    pieces: tuple[tuple[str, int], ...]

    def summary(self) -> str:
        """Return the ten largest pieces, one a line."""
        return "\n".join(f"{size / MEGABYTE:9.1f} MB  {name}" for name, size in self.pieces[:LARGEST])


def measure(folder: Path) -> Size:
    """Measure the bundle in `folder`, without symbolic links; a file of over 20 MB is a piece by itself."""
    pieces: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_symlink() or not path.is_file():
            continue
        size = path.stat().st_size
        parts = path.relative_to(folder).parts
        # PyInstaller puts everything but the program into _internal
        inner = parts[1:] or parts
        pieces["/".join(inner) if size > 20 * MEGABYTE else inner[0]] += size
    return Size(sum(pieces.values()), tuple(pieces.most_common()))


def problem(size: Size, *, gpu: bool, web: bool) -> str:
    """Return a message when the bundle is larger than its limit, else ""."""
    limit = LIMITS.get((gpu, web))
    if limit is None or size.total <= limit * MEGABYTE:
        return ""
    return (
        f"The bundle has {size.total / MEGABYTE:.0f} MB and may have {limit}. Its largest pieces are\n"
        f"{size.summary()}\n"
        "Leave out in packaging/bundle/contents.py what is not needed, or raise the limit in budget.py there."
    )
