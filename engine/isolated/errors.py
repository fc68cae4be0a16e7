"""What libraries raise for a file that is corrupt, encrypted or malicious, and how it is reported."""

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
    tokenize.TokenError,  # raised by NumPy for the header of an array
)
"""What reading raises; none of the libraries has one class for all of it."""
_LONGEST = 200  # characters of a library's message


class IsolatedError(Exception):
    """The call failed. The message is the reason in words."""


class CrashedError(IsolatedError):
    """The process of the call ended without an answer, as when a library crashes."""


def reason_of(error: BaseException) -> str:
    """Return the first line of the message of a library's error, or else its class."""
    return printable((str(error).strip().splitlines() or [type(error).__name__])[0][:_LONGEST])


def too_large(unpacked: int, most: int) -> str:
    """Return the reason why a file is not unpacked.

    Args:
        unpacked: its unpacked size in bytes.
        most: the bytes that are allowed.
    """
    return tr("it unpacks to {size:,} bytes, and {most:,} fit into memory", size=unpacked, most=most)


@contextmanager
def refusing(*errors: type[Exception]) -> Generator[None]:
    """Turn what a library raises for a corrupt file into an IsolatedError.

    Args:
        errors: what it raises besides those in CORRUPT.

    Raises:
        IsolatedError: with the reason, as `reason_of` words it.
    """
    try:
        yield
    except (*CORRUPT, *errors) as error:
        raise IsolatedError(reason_of(error)) from error
