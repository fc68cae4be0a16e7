"""Strips a few large libraries, whose symbol tables would be half of the bundle."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from bundle.closure import Entry
from bundle.contents import STRIPPED, matching


def stripped(entries: Iterable[Entry], folder: Path) -> Iterator[Entry]:
    """Yield `entries`, with stripped copies in `folder` in place of the libraries that `STRIPPED` names."""
    entries = list(entries)
    chosen = set(matching((name for name, _, kind in entries if kind != "SYMLINK"), STRIPPED))
    for name, source, kind in entries:
        if name in chosen:
            yield name, str(_strip(Path(source), folder / name)), kind
        else:
            yield name, source, kind


def _strip(source: Path, copy: Path) -> Path:
    copy.parent.mkdir(parents=True, exist_ok=True)
    command = ["strip", "--strip-unneeded", "-o", str(copy), str(source)]
    subprocess.run(command, check=True)
    return copy
