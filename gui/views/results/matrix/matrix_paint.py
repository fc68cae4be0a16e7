"""Paints a confusion matrix: coloured cells, numbers where they fit, names beside them, the frame."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPen

from engine.evaluate.result_words import percent
from gui.style import TYPE, Colors, body_font, colors
from gui.text import tr
from gui.views.parts import numbers
from gui.views.results.matrix.cell_colors import CellColors, shade
from gui.views.results.matrix.matrix_geometry import Geometry

_TITLE = 20  # the strip with "Truth" or "Answer of the model"
_GAP = 6
_WIDEST_NAME = 150
_HIGHEST_NAME = 110
_LEAST_TEXT = 11.0  # pixels of a cell for a name beside it
_GRID = 7.0  # pixels of a cell from which on cells are separated by a line


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is painted.

    Attributes:
        geometry: Where the cells are.
        names: Of the classes.
        counts: (n, n) int64.
        cells: Their colours.
        as_shares: Whether percents of the row are written in place of counts.
        current: Row and column of the frame.
        hovered: The cell under the pointer; None for none.
        focused: Whether the widget has the focus.
    """

    geometry: Geometry
    names: Sequence[str]
    counts: NDArray[np.int64]
    cells: CellColors
    as_shares: bool
    current: tuple[int, int]
    hovered: tuple[int, int] | None
    focused: bool


def strip_sizes(names: Sequence[str], metrics: QFontMetrics, *, counts: NDArray[np.int64]) -> tuple[int, int]:
    """Return the width and the height in pixels that the names beside the matrix need.

    Args:
        names: Of the classes.
        metrics: Of the font.
        counts: (n, n) int64; where each cell will be wide enough for its name, names stand upright.
    """
    longest = max(names, key=len, default="")
    widest = max((metrics.horizontalAdvance(name) for name in names[:200]), default=0)
    widest = max(widest, metrics.horizontalAdvance(longest))
    left = min(widest, _WIDEST_NAME) + _TITLE + 2 * _GAP
    upright = widest <= 40 and len(counts) <= 20
    top = (metrics.height() if upright else min(widest, _HIGHEST_NAME)) + _TITLE + 2 * _GAP
    return left, top


def paint(painter: QPainter, shown: Shown, *, image: QImage, place: QRectF) -> None:
    """Paint the matrix.

    Args:
        painter: Of the viewport.
        shown: What is painted.
        image: The coloured cells, one or more a pixel.
        place: Where the whole matrix lies.
    """
    theme, geometry = colors(), shown.geometry
    painter.setFont(body_font())
    inside = QRectF(geometry.left, geometry.top, *geometry.room)
    painter.save()
    painter.setClipRect(inside)
    painter.drawImage(place, image)
    if geometry.cell >= _GRID:
        _lines(painter, geometry, theme)
    _numbers(painter, shown, theme)
    _frames(painter, shown, theme)
    painter.restore()
    _row_names(painter, shown, theme)
    _column_names(painter, shown, theme)
    _titles(painter, geometry, theme)


def _lines(painter: QPainter, geometry: Geometry, theme: Colors) -> None:
    painter.setPen(QPen(QColor(theme.surface), 2 if geometry.cell > 24 else 1))
    end_x, end_y = geometry.corner(geometry.size, geometry.size)
    left, top = geometry.corner(0, 0)
    for number in (*geometry.columns(), geometry.columns().stop):
        x = geometry.corner(0, number)[0]
        painter.drawLine(QPointF(x, top), QPointF(x, end_y))
    for number in (*geometry.rows(), geometry.rows().stop):
        y = geometry.corner(number, 0)[1]
        painter.drawLine(QPointF(left, y), QPointF(end_x, y))


def _numbers(painter: QPainter, shown: Shown, theme: Colors) -> None:
    """Write numbers into the cells that are wide enough; an empty one stays empty."""
    geometry, font = shown.geometry, body_font()
    font.setPixelSize(TYPE.body if geometry.cell >= 34 else TYPE.caption)
    metrics = QFontMetrics(font)
    if geometry.cell < metrics.horizontalAdvance("0") + 6 or geometry.cell < metrics.height():
        return
    painter.setFont(font)
    rows, columns = geometry.rows(), geometry.columns()
    seen = shown.counts[rows.start : rows.stop, columns.start : columns.stop]
    for at_row, at_column in np.argwhere(seen > 0).tolist():
        row, column = at_row + rows.start, at_column + columns.start
        text = _written(shown, row, column)
        if metrics.horizontalAdvance(text) + 4 > geometry.cell:
            continue
        amount = shown.cells.amount(row, int(shown.counts[row, column]))
        painter.setPen(_ink(theme, amount, right=row == column))
        cell = QRectF(*geometry.corner(row, column), geometry.cell, geometry.cell)
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)


def _written(shown: Shown, row: int, column: int) -> str:
    count = int(shown.counts[row, column])
    if not shown.as_shares:
        return numbers.count(count)
    share = shown.cells.share(row, count)
    text = percent(share, sign=False)
    wide = shown.geometry.cell >= 40
    return text if wide or "." not in text else f"{share * 100:.0f}"


def _ink(theme: Colors, amount: float, *, right: bool) -> QColor:
    """The colour of text on a cell: of light and dark, the one that contrasts more."""
    background = QColor(shade(theme, amount, right=right))
    light, dark = QColor("#ffffff"), QColor("#1c1d22")
    return max((light, dark), key=lambda ink: _contrast(ink, background))


def _contrast(first: QColor, second: QColor) -> float:
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: QColor) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (color.redF(), color.greenF(), color.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _frames(painter: QPainter, shown: Shown, theme: Colors) -> None:
    geometry = shown.geometry
    side = max(geometry.cell, 5.0)
    for at, color, width in (
        (shown.hovered, theme.muted, 1.5),
        (shown.current, theme.accent if shown.focused else theme.text, 2.5 if shown.focused else 1.5),
    ):
        if at is None:
            continue
        x, y = geometry.corner(*at)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(color), width))
        painter.drawRoundedRect(QRectF(x, y, side, side).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)


def _row_names(painter: QPainter, shown: Shown, theme: Colors) -> None:
    geometry, metrics = shown.geometry, _name_font(painter, shown.geometry)
    rows, room = geometry.rows(), geometry.left - _TITLE - _GAP
    every = _every(geometry)
    painter.save()
    painter.setClipRect(QRectF(0, geometry.top - _GAP, geometry.left, geometry.room[1] + 2 * _GAP))
    for row in rows:
        if _is_left_out(row, every, current=shown.current[0]):
            continue
        middle = geometry.corner(row, 0)[1] + geometry.cell / 2
        if _is_cut(middle, metrics, begin=geometry.top, room=geometry.room[1]):
            continue
        _choose_pen(painter, theme, strong=row == shown.current[0])
        text = metrics.elidedText(shown.names[row], Qt.TextElideMode.ElideRight, room)
        high = max(geometry.cell, metrics.height())
        place = QRectF(_TITLE, middle - high / 2, room, high)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
    painter.restore()


def _column_names(painter: QPainter, shown: Shown, theme: Colors) -> None:
    geometry, metrics = shown.geometry, _name_font(painter, shown.geometry)
    columns, room = geometry.columns(), geometry.top - _TITLE - _GAP
    widest = max((metrics.horizontalAdvance(shown.names[at]) for at in columns), default=0)
    upright = widest <= geometry.cell - 4
    every = _every(geometry)
    painter.save()
    painter.setClipRect(QRectF(geometry.left - _GAP, 0, geometry.room[0] + 2 * _GAP, geometry.top))
    for column in columns:
        if _is_left_out(column, every, current=shown.current[1]):
            continue
        _choose_pen(painter, theme, strong=column == shown.current[1])
        x = geometry.corner(0, column)[0]
        if upright:
            place = QRectF(x, _TITLE, geometry.cell, room)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
            painter.drawText(place, flags, shown.names[column])
            continue
        middle = x + geometry.cell / 2
        if _is_cut(middle, metrics, begin=geometry.left, room=geometry.room[0]):
            continue
        painter.save()
        painter.translate(middle, geometry.top - _GAP)
        painter.rotate(-90)
        text = metrics.elidedText(shown.names[column], Qt.TextElideMode.ElideRight, room)
        high = max(geometry.cell, metrics.height())
        place = QRectF(0, -high / 2, room, high)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()
    painter.restore()


def _name_font(painter: QPainter, geometry: Geometry) -> QFontMetrics:
    font = body_font()
    font.setPixelSize(TYPE.caption if geometry.cell < 18 else TYPE.body)
    painter.setFont(font)
    return QFontMetrics(font)


def _every(geometry: Geometry) -> int:
    """Every how many classes a name stands, so that none lies on another."""
    return max(math.ceil((_LEAST_TEXT + 4) / geometry.cell), 1)


def _is_left_out(number: int, every: int, *, current: int) -> bool:
    """Whether a name has no room: that of the frame's cell always has, its neighbours then have not."""
    return number != current and (number % every > 0 or abs(number - current) < every)


def _is_cut(middle: float, metrics: QFontMetrics, *, begin: float, room: float) -> bool:
    """Whether a name beside its row, or on end above its column, would be cut by the edge of the matrix."""
    half = metrics.ascent() / 2
    return middle - half < begin - _GAP or middle + half > begin + room + 1


def _choose_pen(painter: QPainter, theme: Colors, *, strong: bool) -> None:
    painter.setPen(QColor(theme.text if strong else theme.muted))


def _titles(painter: QPainter, geometry: Geometry, theme: Colors) -> None:
    font = body_font()
    font.setPixelSize(TYPE.caption)
    painter.setFont(font)
    painter.setPen(QColor(theme.muted))
    seen = min(geometry.side, geometry.room[0]), min(geometry.side, geometry.room[1])
    center = Qt.AlignmentFlag.AlignCenter
    wide = QRectF(geometry.left, 0, max(seen[0], 160), _TITLE)
    painter.drawText(
        wide, center if seen[0] >= 160 else Qt.AlignmentFlag.AlignLeft, tr("Answer of the model")
    )
    painter.save()
    painter.translate(0, geometry.top + max(seen[1], 60))
    painter.rotate(-90)
    painter.drawText(QRectF(0, 0, max(seen[1], 60), _TITLE), center, tr("Truth"))
    painter.restore()
