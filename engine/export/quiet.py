"""Sends what C++ libraries print to a file: converters write pages of it, and people shall read sentences."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def quiet(log: Path) -> None:
    """Send all that this process prints from here on to the end of `log`.

    Only for processes that exist for one call: libraries print until the very end of the process, so nothing
    is put back.

    Args:
        log: A text file, made where it is not there.
    """
    # without buffers of its own, as those of the libraries are written below Python
    file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for stream in (1, 2):
        with suppress(OSError):  # a windowed program on Windows has none
            os.dup2(file, stream)
    os.close(file)
