"""The epochs of the coach's findings: a pale band over the plot with the name of the finding at the top."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QColor

from engine.coach.finding import Finding
from engine.coach.sentences import title
from gui.style import TYPE, body_font, colors

_OPACITY = 0.09
_LINE = 1.35  # times the height of the letters
_HALF = 0.5  # epochs: a finding in a single epoch has a width too


class FindingBands(QObject):
    """Bands in one view box, behind everything else there.

    Args:
        box: The view box that they are drawn into.
    """

    def __init__(self, box: pg.ViewBox, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._box = box
        self._findings: tuple[Finding, ...] = ()
        self._bands: list[pg.LinearRegionItem] = []
        self._names: list[pg.TextItem] = []
        box.sigRangeChanged.connect(self._place_names)

    def show(self, findings: Sequence[Finding]) -> None:
        """Mark these findings, in place of the last ones."""
        if tuple(findings) != self._findings:
            self._findings = tuple(findings)
            self.draw()

    def draw(self) -> None:
        """Draw the bands again in the colours of the theme."""
        for item in (*self._bands, *self._names):
            self._box.removeItem(item)
        self._bands, self._names = [], []
        color = QColor(colors().warning)
        pale = QColor(color)
        pale.setAlphaF(_OPACITY)
        font = body_font()
        font.setPixelSize(TYPE.caption)
        for finding in self._findings:
            first, last = finding.first, finding.last
            if last - first < 2 * _HALF:
                first, last = last - _HALF, last + _HALF
            band = pg.LinearRegionItem((first, last), movable=False, brush=pale, pen=pg.mkPen(None))
            band.setZValue(-1)
            name = pg.TextItem(title(finding.kind), color=color)
            name.setFont(font)
            self._box.addItem(band, ignoreBounds=True)
            self._box.addItem(name, ignoreBounds=True)
            self._bands.append(band)
            self._names.append(name)
        self._place_names()

    @Slot()
    def _place_names(self) -> None:
        (left, _), (_, top) = self._box.viewRange()
        line = TYPE.caption * _LINE * self._box.viewPixelSize()[1]
        for index, (name, finding) in enumerate(zip(self._names, self._findings, strict=True)):
            name.setPos(max(finding.first, left), top - index * line)
