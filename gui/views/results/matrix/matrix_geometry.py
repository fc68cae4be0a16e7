"""Where the cells of a confusion matrix are: zoom, scrolling, which cells are in view. Knows no widget."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

SMALLEST, LARGEST = 0.1, 96.0
FITTED_LARGEST = 56.0
"""A small matrix does not fill a whole screen; a person can zoom further."""
_FEW, _LARGER = 4, 88.0
STEP = 1.25


@dataclass(frozen=True, slots=True)
class Geometry:
    """A view of a square matrix.

    Attributes:
        size: How many rows and columns it has.
        cell: Side of a cell in pixels.
        left: Width of the strip with the names of rows.
        top: Height of the strip with the names of columns.
        width: Of the whole view.
        height: Of the whole view.
        across: How many pixels the matrix is scrolled to the left.
        down: How many pixels the matrix is scrolled up.
    """

    size: int = 0
    cell: float = 1.0
    left: int = 0
    top: int = 0
    width: int = 0
    height: int = 0
    across: float = 0.0
    down: float = 0.0

    @property
    def side(self) -> float:
        """Width and height of the matrix in pixels."""
        return self.size * self.cell

    @property
    def room(self) -> tuple[int, int]:
        """Width and height that are left for cells."""
        return max(self.width - self.left, 1), max(self.height - self.top, 1)

    @property
    def reach(self) -> tuple[float, float]:
        """How far the matrix can be scrolled."""
        return max(self.side - self.room[0], 0.0), max(self.side - self.room[1], 0.0)

    def fitted(self) -> Geometry:
        """Return a view of the whole matrix; cells have at most 56 pixels, 88 with up to four classes."""
        largest = FITTED_LARGEST if self.size > _FEW else _LARGER
        cell = min(min(self.room) / max(self.size, 1), largest)
        return replace(self, cell=max(cell, SMALLEST), across=0.0, down=0.0)

    def zoomed(self, factor: float, *, x: float, y: float) -> Geometry:
        """Return a view with larger or smaller cells; what is at (x, y) stays there.

        Args:
            factor: By which cells grow.
            x: Pixel of the view.
            y: Pixel of the view.
        """
        fit = self.fitted().cell
        cell = min(max(self.cell * factor, min(fit, self.cell)), LARGEST)
        grown = cell / self.cell
        inside_x, inside_y = max(x - self.left, 0.0), max(y - self.top, 0.0)
        return replace(
            self,
            cell=cell,
            across=(self.across + inside_x) * grown - inside_x,
            down=(self.down + inside_y) * grown - inside_y,
        ).bounded()

    def bounded(self) -> Geometry:
        """Return the same view, scrolled no further than the matrix reaches."""
        most_across, most_down = self.reach
        return replace(
            self,
            across=min(max(self.across, 0.0), most_across),
            down=min(max(self.down, 0.0), most_down),
        )

    def at(self, x: float, y: float) -> tuple[int, int] | None:
        """Return row and column of the cell at a pixel of the view; None beside the matrix."""
        if x < self.left or y < self.top:
            return None
        column = math.floor((x - self.left + self.across) / self.cell)
        row = math.floor((y - self.top + self.down) / self.cell)
        return (row, column) if 0 <= row < self.size and 0 <= column < self.size else None

    def corner(self, row: int, column: int) -> tuple[float, float]:
        """Return x and y of the upper left corner of a cell."""
        return self.left - self.across + column * self.cell, self.top - self.down + row * self.cell

    def rows(self) -> range:
        """Return the rows that are in view."""
        return self._seen(self.down, self.room[1])

    def columns(self) -> range:
        """Return the columns that are in view."""
        return self._seen(self.across, self.room[0])

    def showing(self, row: int, column: int) -> Geometry:
        """Return the view scrolled as little as needed for a cell to be in it."""
        return replace(
            self,
            across=_into(self.across, column * self.cell, self.cell, self.room[0]),
            down=_into(self.down, row * self.cell, self.cell, self.room[1]),
        ).bounded()

    def _seen(self, scrolled: float, room: int) -> range:
        first = max(math.floor(scrolled / self.cell), 0)
        return range(first, min(math.ceil((scrolled + room) / self.cell), self.size))


def _into(scrolled: float, place: float, size: float, room: int) -> float:
    return min(max(scrolled, place + size - room), place)
