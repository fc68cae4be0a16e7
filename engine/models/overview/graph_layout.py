"""Lays out the boxes of a graph: rows from top to bottom, branches side by side, arrows between them.

A graph is drawn in layers (Sugiyama et al., 1981): a box stands one row below the last box that it reads. An
arrow across rows passes each through a narrow lane, so that it does not cross boxes. Lengths are in pixels of
a drawing at full size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]

ROW_GAP, BOX_GAP = 34.0, 28.0
_LANE = 8.0  # width of an arrow's lane through a row
_SWEEPS = 4
_STRAIGHT = (
    8.0  # weight of a straight line between two boxes or within a lane; between a box and a lane it is 1
)


@dataclass(frozen=True, slots=True)
class Box:
    """A box to be placed.

    Attributes:
        width: In pixels.
        height: In pixels.
        reads: Indices of the boxes that it reads, all smaller than its own.
    """

    width: float
    height: float
    reads: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """The positions of all boxes.

    Attributes:
        corners: (x, y) of the upper left corner of each box, in pixels.
        arrows: (from, to, points): indices of two boxes, and the line from the bottom of one through its
            lanes to the top of the other.
        width: Size of the whole, in pixels.
        height: Likewise.
    """

    corners: tuple[Point, ...]
    arrows: tuple[tuple[int, int, tuple[Point, ...]], ...]
    width: float
    height: float


class _Spot:
    """A place in a row: a box, or a lane that the arrows of one box share."""

    def __init__(self, row: int, width: float, *, is_box: bool) -> None:
        self.row, self.width, self.is_box = row, width, is_box
        self.above: list[_Spot] = []
        self.below: list[_Spot] = []
        self.place = 0  # in its row, from the left
        self.x = 0.0  # of its middle

    def join(self, lower: _Spot) -> None:
        if lower not in self.below:
            self.below.append(lower)
            lower.above.append(self)


def layout(boxes: Sequence[Box]) -> Layout:
    """Place the boxes of a graph.

    Args:
        boxes: The boxes in topological order: each comes after those that it reads.
    """
    if not boxes:
        return Layout((), (), 0, 0)
    depths = _depths(boxes)
    spots = [_Spot(row, box.width, is_box=True) for row, box in zip(depths, boxes, strict=True)]
    rows: list[list[_Spot]] = [[] for _ in range(max(depths) + 1)]
    for spot in spots:
        rows[spot.row].append(spot)
    ways = _ways(boxes, spots, rows)
    _order(rows)
    _spread(rows)
    tops, height = _tops(boxes, depths, len(rows))
    left = min(spot.x - spot.width / 2 for row in rows for spot in row)
    right = max(spot.x + spot.width / 2 for row in rows for spot in row)
    arrows = tuple(
        (start, end, _points(boxes[start], way, tops=tops, left=left)) for (start, end), way in ways.items()
    )
    corners = tuple((spot.x - spot.width / 2 - left, tops[spot.row]) for spot in spots)
    return Layout(corners, arrows, right - left, height)


def _depths(boxes: Sequence[Box]) -> list[int]:
    depths: list[int] = []
    for box in boxes:
        depths.append(max((depths[number] + 1 for number in box.reads), default=0))
    return depths


def _ways(
    boxes: Sequence[Box], spots: Sequence[_Spot], rows: list[list[_Spot]]
) -> dict[tuple[int, int], list[_Spot]]:
    """Return the spots that each arrow passes, both ends included; lanes are created along the way."""
    ways: dict[tuple[int, int], list[_Spot]] = {}
    lanes: dict[tuple[int, int], _Spot] = {}  # by the box that they start from, and their row
    for end, box in enumerate(boxes):
        for start in box.reads:
            way = [spots[start]]
            for row in range(spots[start].row + 1, spots[end].row):
                if (start, row) not in lanes:
                    lanes[start, row] = _Spot(row, _LANE, is_box=False)
                    rows[row].append(lanes[start, row])
                way.append(lanes[start, row])
            way.append(spots[end])
            for upper, lower in pairwise(way):
                upper.join(lower)
            ways[start, end] = way
    return ways


def _order(rows: Sequence[list[_Spot]]) -> None:
    """Sort each row by the mean place of its neighbours, down and up in turn, to remove most crossings."""
    for row in rows:
        _number(row)
    for _ in range(_SWEEPS):
        for row in rows:
            row.sort(key=lambda spot: _middle([one.place for one in spot.above], otherwise=spot.place))
            _number(row)
        for row in reversed(rows):
            row.sort(key=lambda spot: _middle([one.place for one in spot.below], otherwise=spot.place))
            _number(row)


def _number(row: Sequence[_Spot]) -> None:
    for place, spot in enumerate(row):
        spot.place = place


def _middle(places: Sequence[int], *, otherwise: int) -> float:
    return sum(places) / len(places) if places else otherwise


def _spread(rows: Sequence[Sequence[_Spot]]) -> None:
    """Move each spot to the mean position of its neighbours, as far as the spots beside it leave room."""
    for row in rows:
        _settle(row, [0.0] * len(row))
    for _ in range(_SWEEPS):
        for row in rows:
            _settle(row, [_wanted(spot, spot.above) for spot in row])
        for row in reversed(rows):
            _settle(row, [_wanted(spot, spot.below) for spot in row])


def _wanted(spot: _Spot, neighbours: Sequence[_Spot]) -> float:
    weights = [_STRAIGHT if one.is_box == spot.is_box else 1.0 for one in neighbours]
    if not weights:
        return spot.x
    return sum(weight * one.x for weight, one in zip(weights, neighbours, strict=True)) / sum(weights)


def _settle(row: Sequence[_Spot], wanted: Sequence[float]) -> None:
    """Place the spots of a row as near to their wanted positions as their order and widths allow.

    The sum of the squared distances is minimal (isotonic regression, by pooling adjacent violators).
    """
    offset, offsets = 0.0, []
    for number, spot in enumerate(row):
        if number:
            offset += (row[number - 1].width + spot.width) / 2 + BOX_GAP
        offsets.append(offset)
    pools: list[tuple[float, float, int]] = []  # position, weight, number of spots
    for spot, want, away in zip(row, wanted, offsets, strict=True):
        where, weight, many = want - away, _STRAIGHT if spot.is_box else 1.0, 1
        while pools and pools[-1][0] > where:
            before, heavy, more = pools.pop()
            where = (before * heavy + where * weight) / (heavy + weight)
            weight, many = weight + heavy, many + more
        pools.append((where, weight, many))
    settled = [where for where, _, many in pools for _ in range(many)]
    for spot, where, away in zip(row, settled, offsets, strict=True):
        spot.x = where + away


def _tops(boxes: Sequence[Box], depths: Sequence[int], rows: int) -> tuple[list[float], float]:
    """Return the upper edge of each row, with one more below the last; and the total height."""
    heights = [0.0] * rows
    for box, row in zip(boxes, depths, strict=True):
        heights[row] = max(heights[row], box.height)
    tops = [0.0]
    for height in heights:
        tops.append(tops[-1] + height + ROW_GAP)
    return tops, tops[-1] - ROW_GAP


def _points(box: Box, way: Sequence[_Spot], *, tops: Sequence[float], left: float) -> tuple[Point, ...]:
    first, *lanes, last = way
    # a box may be lower than its row: straight down to the row's end first, so that no arrow cuts a neighbour
    start = [tops[first.row] + box.height, tops[first.row + 1] - ROW_GAP]
    points = [(first.x - left, y) for y in dict.fromkeys(start)]
    for lane in lanes:
        points += [(lane.x - left, tops[lane.row]), (lane.x - left, tops[lane.row + 1] - ROW_GAP)]
    return (*points, (last.x - left, tops[last.row]))
