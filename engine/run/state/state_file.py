"""One file that holds a JSON header and arrays, either intact or detected as corrupt.

Layout: 8 bytes of magic, 8 bytes of header length (little-endian), the header, the arrays' bytes one after
the other, 32 bytes of sha256 over everything before. `header` validates the header, `store` names the files.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.files import write_pieces_atomically
from engine.opening import read_regular

_MAGIC = b"FITROOM1"
_KINDS = "biufcSUV"  # plain numbers, and texts of a fixed length; V is bfloat16 and the like


class CorruptFileError(Exception):
    """The file is cut short or changed, or is no state file."""


def write_container(path: Path, header: Mapping[str, Any], *, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write a state file atomically.

    Args:
        path: The file.
        header: Plain JSON values.
        arrays: By name, of any shape and of numbers or texts of fixed length.

    Raises:
        OSError: When it cannot be written.
    """
    write_pieces_atomically(path, _pieces(header, arrays), through_links=False)


def _pieces(header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Iterator[bytes | memoryview]:
    described = {name: {"dtype": array.dtype.str, "shape": array.shape} for name, array in arrays.items()}
    head = json.dumps({"header": header, "arrays": described}).encode()
    digest = hashlib.sha256()
    for piece in (_MAGIC, len(head).to_bytes(8, "little"), head, *map(_bytes_of, arrays.values())):
        digest.update(piece)
        yield piece
    yield digest.digest()


def _bytes_of(array: NDArray[Any]) -> bytes | memoryview:
    return np.ascontiguousarray(array).reshape(-1).view(np.uint8).data if array.size else b""


def read_container(path: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Return header and arrays of a state file.

    Raises:
        CorruptFileError: When a byte is wrong.
        OSError: When it cannot be read.
    """
    content = read_regular(path)
    if len(content) < 48 or content[:8] != _MAGIC:
        raise CorruptFileError(f"{path.name} is not a state file")
    if hashlib.sha256(memoryview(content)[:-32]).digest() != content[-32:]:
        raise CorruptFileError(f"{path.name} is corrupt")
    # a right checksum proves nothing about who wrote the file: its content is input like any other
    try:
        return _parsed(content)
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OverflowError,
        RecursionError,
        SyntaxError,
    ) as error:
        raise CorruptFileError(f"{path.name} is not a state file") from error


def _parsed(content: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Return header and arrays. Raises what a wrong header makes Python and NumPy raise."""
    offset = 16 + int.from_bytes(content[8:16], "little")
    end = len(content) - 32
    head = json.loads(content[16 : min(offset, end)])
    header = head["header"]
    if not isinstance(header, dict):
        raise TypeError("header")
    arrays: dict[str, NDArray[Any]] = {}
    for name, described in head["arrays"].items():
        dtype, shape = np.dtype(str(described["dtype"])), tuple(described["shape"])
        if dtype.kind not in _KINDS or not all(type(size) is int and size >= 0 for size in shape):
            raise TypeError(name)
        count = math.prod(shape)
        if offset + count * dtype.itemsize > end:
            raise ValueError(name)
        arrays[name] = np.frombuffer(content, dtype, count, offset).reshape(shape).copy()
        offset += count * dtype.itemsize
    return header, arrays
