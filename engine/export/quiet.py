"""Sends what C++ libraries print to a file: converters write pages of it, and people shall read sentences."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


@contextmanager
def quiet(log: Path) -> Generator[None]:
    """Send all that this process prints inside of the block to the end of `log`.

    Only for processes that exist for one call: the streams are those of the whole process.

    Args:
        log: A text file, made where it is not there.
    """
    kept: list[tuple[int, int]] = []
    with log.open("ab") as file:
        for number, stream in ((1, sys.stdout), (2, sys.stderr)):
            try:
                copy = os.dup(number)
            except OSError:  # a windowed program on Windows has none
                continue
            if stream is not None:
                stream.flush()
            os.dup2(file.fileno(), number)
            kept.append((number, copy))
        try:
            yield
        finally:
            for number, copy in kept:
                os.dup2(copy, number)
                os.close(copy)
