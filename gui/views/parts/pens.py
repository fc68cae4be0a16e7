"""Pens for plots, as broad on a fine screen as on a coarse one."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QWidget


def line_pen(
    color: QColor | str, on: QWidget, *, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine
) -> QPen:
    """A pen of `width` logical pixels for a plot that stands in the window as `on`.

    A plot's pens do not grow with the data, and what does not grow Qt measures in pixels of the screen.
    """
    return pg.mkPen(color, width=width * on.devicePixelRatioF(), style=style)
