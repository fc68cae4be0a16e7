"""Pens and pale colours for plots; pens are equally wide on screens of any device pixel ratio."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QWidget

from gui.style import colors


def line_pen(
    color: QColor | str, on: QWidget, *, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine
) -> QPen:
    """Make a pen whose width is given in logical pixels.

    The pens of a plot are cosmetic, and Qt measures the width of those in device pixels.

    Args:
        color: The colour, or its name as "#rrggbb".
        on: The plot; its device pixel ratio is used.
        width: The width in logical pixels.
        style: Solid, dotted or dashed.

    Returns:
        A cosmetic pen.
    """
    return pg.mkPen(color, width=width * on.devicePixelRatioF(), style=style)


def paled(color: QColor, part: float) -> QColor:
    """Mix a colour into the background; opaque, as Qt takes ten times as long for translucent lines.

    Args:
        color: The colour.
        part: Its share, from 0 to 1.
    """
    ground = QColor(colors().surface)
    pairs = (
        (color.red(), ground.red()),
        (color.green(), ground.green()),
        (color.blue(), ground.blue()),
    )
    return QColor(*(round(part * ours + (1 - part) * theirs) for ours, theirs in pairs))
