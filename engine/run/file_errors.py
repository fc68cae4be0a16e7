"""Finds the error of the system behind what TensorFlow, HDF5 or a ZIP archive raise when a file fails.

TensorFlow calls a full disk an exhausted resource, as it calls full memory; HDF5 raises a RuntimeError when
it closes a file, and several lines of its own otherwise. All of them name the path of the file and the
system's words for the error. The sentence for people is made by `session`.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

_WORDS = {os.strerror(number): number for number in errno.errorcode}
_NUMBER = re.compile(r"\berrno = (\d+)")
# an error without a file name is taken to be of the run folder only if nothing but writing can raise it
_OF_WRITING = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG})


def file_error(error: BaseException, folder: Path) -> OSError | None:
    """Return the system's error about a file below `folder` that `error` is, was raised from, or hides.

    Args:
        error: What was raised.
        folder: A run folder.

    Returns:
        An OSError with the system's usual words and nothing else, None where it is not about the folder.
    """
    for one in _chain(error):
        number = _number_of(one, str(folder))
        if number is not None:
            return OSError(number, os.strerror(number), str(folder))
    return None


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _number_of(error: BaseException, folder: str) -> int | None:
    text = str(error)
    if isinstance(error, OSError) and error.errno is not None:
        unnamed = error.filename is None and error.errno in _OF_WRITING
        return error.errno if unnamed or folder in text else None
    return _number_in(text) if folder in text else None


def _number_in(text: str) -> int | None:
    found = _NUMBER.search(text)
    if found is not None and int(found[1]) in errno.errorcode:
        return int(found[1])
    # the longest, as one error's words may be the beginning of another's
    named = max((words for words in _WORDS if words in text), key=len, default=None)
    return None if named is None else _WORDS[named]
