"""Which pictures of a folder are the same: the same bytes, or nearly the same pixels.

A picture that trains and validates makes validation look better than it is; what is said of it is left to
`engine.inspect.preflight.parts`. Near ones are found by difference hashes, and then compared.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.streamed import Inputs

Marks = NDArray[np.uint64]

_SIDE = 8
_SMALLEST = 4 * _SIDE  # of smaller pictures a hash holds too much: unlike ones would be compared
_MOST = 20_000
_AT_ONCE = 2_000
_BITS, _BANDS = 3, 4
"""Hashes of the same picture differ in so few bits, of which at least one of four bands has none."""
_NEIGHBOURS = 3
_LIKE = 8.0  # mean difference in shades of 255 up to which two pictures with one hash are the same
_FLAT = 2.0  # mean difference between neighbouring cells below which a picture shows nothing


def marks_of(x: Inputs, digests: Marks) -> Marks:
    """Return a mark for each picture, equal for pictures that are the same or nearly so.

    Args:
        x: (n, height, width, channels) of any range; near ones are looked for in memory alone.
        digests: (n,) of the bytes of each file.
    """
    marks = digests.copy()
    if not isinstance(x, np.ndarray) or not 1 < len(x) <= _MOST or min(x.shape[1:3]) < _SMALLEST:
        return marks
    x = _in_bytes(x)
    bits, shows = _hashes(x)
    for first, second in _pairs(bits):
        if not (shows[first] and shows[second]) or marks[first] == marks[second]:
            continue
        if np.abs(x[first].astype(np.int16) - x[second]).mean() <= _LIKE:
            marks[marks == marks[second]] = marks[first]
    return marks


def _in_bytes(x: NDArray[Any]) -> NDArray[np.uint8]:
    """Return pictures of 16 bits with the shades that are compared."""
    if x.dtype == np.uint8:
        return x
    low, high = float(x.min()), float(x.max())
    return ((x - low) * (255 / (high - low or 1.0))).astype(np.uint8)


def _pairs(bits: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Yield pairs, the lower place first, whose hashes are nearly equal."""
    bands = np.packbits(bits, axis=1).view(np.uint16)
    for band in range(_BANDS):
        order = np.lexsort([bands[:, (band + further) % _BANDS] for further in range(_BANDS - 1, -1, -1)])
        for away in range(1, _NEIGHBOURS + 1):
            one, other = order[:-away], order[away:]
            alike = bands[one, band] == bands[other, band]
            one, other = one[alike], other[alike]
            near = (bits[one] != bits[other]).sum(axis=1) <= _BITS
            for pair in zip(one[near].tolist(), other[near].tolist(), strict=True):
                yield min(pair), max(pair)


def _hashes(x: NDArray[np.uint8]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return the difference hash of each picture, (n, 64) bool, and whether it shows anything, (n,).

    A bit says whether a cell of 8 x 9 is lighter than the one at its left.
    """
    rows = np.linspace(0, x.shape[1], _SIDE, endpoint=False).astype(np.int64)
    columns = np.linspace(0, x.shape[2], _SIDE + 1, endpoint=False).astype(np.int64)
    heights = np.diff(rows, append=x.shape[1])[:, None]
    widths = np.diff(columns, append=x.shape[2])
    bits: list[NDArray[np.bool_]] = []
    shows: list[NDArray[np.bool_]] = []
    for start in range(0, len(x), _AT_ONCE):
        shades = x[start : start + _AT_ONCE, ..., x.shape[-1] // 2].astype(np.uint32)  # grey, or green
        cells = np.add.reduceat(np.add.reduceat(shades, rows, axis=1), columns, axis=2)
        steps = np.diff(cells / (heights * widths), axis=2)
        bits.append((steps > 0).reshape(len(shades), -1))
        shows.append(np.abs(steps).mean(axis=(1, 2)) >= _FLAT)
    return np.concatenate(bits), np.concatenate(shows)
