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
    """The strengths of all cells, and images of them.

    Args:
        confusion: What is coloured.

    Attributes:
        shares: (n, n) float64, the share of its row that each cell has.
        amounts: (n, n) float64, how strong each cell is, 0 to 1.
    """

    def __init__(self, confusion: Confusion) -> None:
        counts = confusion.counts
        self.shares = confusion.shares
        strong = strength(self.shares)
        self.amounts = np.where(counts > 0, _FAINTEST + (1 - _FAINTEST) * strong, 0.0)
        levels = np.round(self.amounts * (_LEVELS - 1)).astype(np.uint16)
        levels[np.diag_indices(len(counts))] += _LEVELS
        self._levels = levels

    def image(self, theme: Colors, *, fewer: int = 1, tiny: bool = False) -> QImage:
        """Return the matrix as an image.

        Args:
            theme: The colours in use.
            fewer: How many rows and columns become one pixel; the strongest of their cells is seen.
            tiny: Whether cells are so small that a faint one would not be seen.

        Returns:
            An image of RGB32, n / fewer pixels wide and high.
        """
        levels = self._levels
        if fewer > 1:
            levels = _strongest(levels, fewer)
        image = _table(theme, faintest=_TINY_FAINTEST if tiny else 0.0)[levels]
        size = len(levels)
        # a copy, as a QImage does not keep the array's memory alive
        return QImage(image.data, size, size, image.strides[0], QImage.Format.Format_RGB32).copy()


def _strongest(levels: NDArray[np.uint16], fewer: int) -> NDArray[np.uint16]:
    """Keep the strongest of each block of cells; between equal ones a mistake, as those are looked for."""
    size = -(-len(levels) // fewer)
    padded = np.zeros((size * fewer, size * fewer), np.uint16)
    padded[: len(levels), : len(levels)] = levels
    blocks = padded.reshape(size, fewer, size, fewer)
    strong = blocks % _LEVELS
    top = strong.max(axis=(1, 3))
    wrong = np.where(blocks < _LEVELS, strong, 0).max(axis=(1, 3))
    return np.where(wrong >= top, top, top + _LEVELS).astype(np.uint16)


def _table(theme: Colors, *, faintest: float) -> NDArray[np.uint32]:
    """(512,) uint32: the colours of mistakes, then those of right answers, as 0xffRRGGBB."""

    def amount(level: int) -> float:
        return max(level / (_LEVELS - 1), faintest) if level else 0.0

    return np.array(
        [
            int(f"ff{shade(theme, amount(level), right=right)[1:]}", 16)
            for right in (False, True)
            for level in range(_LEVELS)
        ],
        np.uint32,
    )
