"""Where a label lies on no curve and on no other label: plain geometry in pixels, y downwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSizeF

_MARGIN = 3.0  # pixels between a label and what it must not touch
_STEP = 10.0  # pixels between two places that are tried
_MOST_TRIED = 60


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line that a label must not lie on.

    Attributes:
        x: (n,) float64, pixels, ascending.
        y: (n,) float64, pixels, all finite.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]

    def between(self, left: float, right: float) -> tuple[float, float] | None:
        """Return the highest and the lowest pixel of the line within a span; None where it is not there."""
        if not len(self.x) or right < self.x[0] or left > self.x[-1]:
            return None
        first, last = np.searchsorted(self.x, (left, right), side="left")
        ends = np.interp((max(left, self.x[0]), min(right, self.x[-1])), self.x, self.y)
        inside = self.y[first:last]
        if not len(inside):
            return float(ends.min()), float(ends.max())
        return float(min(ends.min(), inside.min())), float(max(ends.max(), inside.max()))


def free_place(
    size: QSizeF,
    view: QRectF,
    *,
    span: tuple[float, float],
    strokes: Sequence[Stroke],
    boxes: Sequence[QRectF],
    before: tuple[float, float] | None = None,
) -> tuple[float, float] | None:
    """Return where a label can stand: at its place before if that is still free, else as low as possible.

    Args:
        size: The label.
        view: What can be seen.
        span: The left and right end of what the label names; it stands over this as far as there is room.
        strokes: Curves that it must not touch.
        boxes: Rectangles that it must not touch.
        before: Where it stood until now, which is kept if possible; None for nowhere.

    Returns:
        Its left and upper corner; None where there is no free place.
    """
    width, height = size.width(), size.height()
    if width > view.width() or height > view.height() or span[1] < view.left() or span[0] > view.right():
        return None
    lefts = _lefts(width, view, span)
    # as the view changes, it stays where it is until it is no longer over the span
    stays = before is not None and min(lefts) - _STEP <= before[0] <= max(lefts) + _STEP
    if before is not None and stays and _is_inside(before, size, view):
        blocked = _blocked(before[0], width, strokes, boxes)
        if _lowest(blocked, height, top=before[1], bottom=before[1] + height) is not None:
            return before
    found: tuple[float, float] | None = None
    for left in lefts:
        top = _lowest(_blocked(left, width, strokes, boxes), height, top=view.top(), bottom=view.bottom())
        if top is not None and (found is None or top > found[1] + 0.5):
            found = (left, top)
    return found


def _lefts(width: float, view: QRectF, span: tuple[float, float]) -> list[float]:
    """The left ends to try: within the span, or as near to it as the view allows."""
    most = view.right() - width
    first = min(max(span[0], view.left()), most)
    last = min(max(span[1] - width, first), most)
    count = min(int((last - first) / _STEP) + 1, _MOST_TRIED)
    tried = [float(left) for left in np.linspace(first, last, count)]
    # a span that is narrower than the label may lie at any part of it
    beside = min(max(span[1] - width, view.left()), most)
    return tried if beside in tried else [*tried, beside]


def _is_inside(place: tuple[float, float], size: QSizeF, view: QRectF) -> bool:
    return view.contains(QRectF(*place, size.width(), size.height()))


def _blocked(
    left: float, width: float, strokes: Iterable[Stroke], boxes: Iterable[QRectF]
) -> list[tuple[float, float]]:
    """The heights that are taken between `left` and `left + width`, from the lowest on the screen up."""
    begin, end = left - _MARGIN, left + width + _MARGIN
    found = [part for stroke in strokes if (part := stroke.between(begin, end)) is not None]
    found += [(box.top(), box.bottom()) for box in boxes if box.left() <= end and box.right() >= begin]
    return sorted(found, key=lambda part: -part[1])


def _lowest(
    blocked: Sequence[tuple[float, float]], height: float, *, top: float, bottom: float
) -> float | None:
    """The upper end of the lowest free room of this height between `top` and `bottom`; None for none."""
    foot = bottom
    for above, below in blocked:
        if below + _MARGIN <= foot - height:
            break
        foot = min(foot, above - _MARGIN)
    return foot - height if foot - height >= top - 1e-6 else None
