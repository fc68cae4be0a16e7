"""A confusion matrix as an image of one pixel a cell: right answers in one hue, mistakes in another.

The whole matrix is coloured at once by a table of 512 colours, so that a million cells take milliseconds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from engine.evaluate.measures.confusion import Confusion
from engine.report.grid_figure import blend, strength
from gui.style import Colors

_LEVELS = 256
_FAINTEST = 0.10  # of a cell that has any example, so that one mistake in a thousand is seen
_TINY_FAINTEST = 0.5


def shade(theme: Colors, amount: float, *, right: bool) -> str:
    """Return the colour of a cell.

    Args:
        theme: The colours in use.
        amount: How strong it is, 0 (empty) to 1.
        right: Whether it is on the diagonal.
    """
    return blend(theme.sunken, theme.curves[0 if right else 1], amount=amount)


class CellColors:
    """The colours of all cells, and images of them.

    Only cells with examples are looked at: of a million cells there are as many as there are predictions.

    Args:
        confusion: What is coloured.
    """

    def __init__(self, confusion: Confusion) -> None:
        counts = confusion.counts
        self._totals = counts.sum(axis=1)
        self._size = len(counts)
        self._rows, self._columns = np.nonzero(counts)
        shares = counts[self._rows, self._columns] / self._totals[self._rows]
        levels = np.round(_amounts(shares) * (_LEVELS - 1)).astype(np.uint16)
        # of two equally strong cells the mistake is the larger number, as mistakes are looked for
        self._codes = 2 * levels + (self._rows != self._columns)

    def share(self, row: int, count: int) -> float:
        """Return the share of its row that a cell has; 0 in a row without examples."""
        return count / int(self._totals[row]) if self._totals[row] else 0.0

    def amount(self, row: int, count: int) -> float:
        """Return how strong a cell is coloured, 0 to 1."""
        return float(_amounts(np.array([self.share(row, count)]))[0]) if count else 0.0

    def image(self, theme: Colors, *, fewer: int = 1, tiny: bool = False) -> QImage:
        """Return the matrix as an image.

        Args:
            theme: The colours in use.
            fewer: How many rows and columns become one pixel; the strongest of their cells is seen.
            tiny: Whether cells are so small that a faint one would not be seen.

        Returns:
            An image of RGB32, n / fewer pixels wide and high.
        """
        size = -(-self._size // fewer)
        codes = np.zeros((size, size), np.uint16)
        np.maximum.at(codes, (self._rows // fewer, self._columns // fewer), self._codes)
        image = _table(theme, faintest=_TINY_FAINTEST if tiny else 0.0)[codes]
        # a copy, as a QImage does not keep the array's memory alive
        return QImage(image.data, size, size, image.strides[0], QImage.Format.Format_RGB32).copy()


def _amounts(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    return _FAINTEST + (1 - _FAINTEST) * strength(shares)


def _table(theme: Colors, *, faintest: float) -> NDArray[np.uint32]:
    """(512,) uint32: for each strength the colour of a right answer, then of a mistake, as 0xffRRGGBB."""

    def amount(level: int) -> float:
        return max(level / (_LEVELS - 1), faintest) if level else 0.0

    return np.array(
        [
            int(f"ff{shade(theme, amount(level), right=right)[1:]}", 16)
            for level in range(_LEVELS)
            for right in (True, False)
        ],
        np.uint32,
    )
