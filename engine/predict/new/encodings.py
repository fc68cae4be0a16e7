"""In which encoding a new file is written where its bytes alone do not say: that whose words the model knows.

A table of one row has a few letters beyond ASCII, which are letters in several encodings.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from engine.data.problems import DataError, DataQuestionError
from engine.data.tables.notation.written import Written

_Read = TypeVar("_Read")
SET = ""
"""Stands for the encoding that is set, or is to be found."""


def written_in(settings: Any, encoding: str) -> Written:
    """Return how a file is written, in this encoding.

    Args:
        settings: What is set, as `Written.of` takes it.
        encoding: As Python names it; `SET` for that of the settings.
    """
    written = Written.of(settings)
    return written if encoding == SET else replace(written, encoding=encoding)


def read_known(read: Callable[[str], _Read], known: Callable[[_Read], int]) -> _Read:
    """Read a file; where several encodings are as plausible, in the one of which the model knows most.

    Args:
        read: Reads the file in an encoding, as Python names it; `SET` where nothing is known.
        known: Returns how much of what was read the model knows.

    Raises:
        DataQuestionError: The model knows as much of it in several encodings.
        DataError: As `read` raises it.
    """
    try:
        return read(SET)
    except DataQuestionError as error:
        if error.path != "data.encoding":
            raise
        found: list[_Read] = []
        for encoding in error.choices:
            with contextlib.suppress(DataError, UnicodeError):
                found.append(read(encoding))
        counts = [known(one) for one in found]
        most = max(counts, default=0)
        if not most or counts.count(most) > 1:
            raise
        return found[counts.index(most)]
