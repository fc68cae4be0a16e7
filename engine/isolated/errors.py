"""What libraries raise for a file that is corrupt, encrypted or made to do harm, and how it is told."""

from __future__ import annotations

import struct
import tokenize
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from engine.language import tr
from engine.opening import printable

if TYPE_CHECKING:
    from collections.abc import Generator

CORRUPT = (
    *(OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError, EOFError),
    *(ArithmeticError, NotImplementedError, RuntimeError, SyntaxError, MemoryError),
    *(struct.error, zlib.error, zipfile.BadZipFile, ParseError),
    tokenize.TokenError,  # of NumPy, for the header of an array
)
"""Errors of reading; none of the libraries has a class for all of it."""
_LONGEST = 200  # characters of what a library says


class IsolatedError(Exception):
    """The call came to nothing. The message is the reason in words."""


def reason_of(error: BaseException) -> str:
    """The first line of what an error of a library says, or else its class."""
    return printable((str(error).strip().splitlines() or [type(error).__name__])[0][:_LONGEST])


def too_large(unpacked: int, most: int) -> str:
    """The reason why a file is not unpacked."""
    return tr("it unpacks to {size:,} bytes, and {most:,} fit into memory", size=unpacked, most=most)


@contextmanager
def refusing(*errors: type[Exception]) -> Generator[None]:
    """Within this, what a library raises for a corrupt file becomes an IsolatedError.

    Args:
        errors: what it raises beside those that are CORRUPT.
    """
    try:
        yield
    except (*CORRUPT, *errors) as error:
        raise IsolatedError(reason_of(error)) from error
