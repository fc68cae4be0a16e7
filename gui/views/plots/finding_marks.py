"""The epochs of the coach's findings: a thin bar on the axis, and its name where that lies on no curve."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyqtgraph as pg
from PySide6.QtCore import QObject, QRectF, Slot
from PySide6.QtWidgets import QWidget

from engine.coach.finding import Finding
from engine.coach.sentences import title
from gui.style import TYPE, body_font, colors
from gui.views.parts.label_places import Stroke, free_place
from gui.views.parts.pens import line_pen

_THICK, _GAP = 2.0, 1.0  # pixels: a bar, and the room between two of them
_MOST_LEVELS = 3  # above each other, below all curves; the coach says no more at once
_HALF = 0.5  # epochs: a finding in a single epoch has a width too
_ABOVE = 9  # over the curves, below the cursor
Obstacles = Callable[[], tuple[Sequence[Stroke], Sequence[QRectF]]]


class FindingMarks(QObject):
    """Bars at the foot of one view box, above each other, each with its name near by.

    A name that has no free place is left out: the card of the coach says it too.

    Args:
        box: The view box that they are drawn into.
        plot: The widget of the plot; it owns this object.
        obstacles: Gives what names must not lie on, in pixels of the view box: curves, and rectangles.
    """

    def __init__(self, box: pg.ViewBox, plot: QWidget, *, obstacles: Obstacles) -> None:
        super().__init__(plot)
        self._box, self._plot, self._obstacles = box, plot, obstacles
        self._findings: tuple[Finding, ...] = ()
        self._bars: list[pg.PlotCurveItem] = []
        self._names: list[pg.TextItem] = []
        self._places: list[tuple[float, float] | None] = []
        self._waiting = False
        box.sigRangeChanged.connect(self._view_changed)
        box.sigResized.connect(self._view_changed)

    @property
    def spans(self) -> list[tuple[float, float]]:
        """The first and the last epoch of each bar."""
        return [_span(finding) for finding in self._findings]

    def show(self, findings: Sequence[Finding]) -> None:
        """Mark these findings, in place of the last ones."""
        if tuple(findings) != self._findings:
            self._findings = tuple(findings)
            self._places = [None] * len(self._findings)
            self.draw()

    def draw(self) -> None:
        """Draw bars and names again in the colours of the theme."""
        for item in (*self._bars, *self._names):
            self._box.removeItem(item)
        self._bars, self._names = [], []
        font = body_font()
        font.setPixelSize(TYPE.caption)
        for finding in self._findings:
            bar = pg.PlotCurveItem(
                connect="pairs",
                antialias=False,
                pen=line_pen(colors().warning, self._plot, width=_THICK),
            )
            name = pg.TextItem(title(finding.kind), color=colors().warning)
            name.setFont(font)
            self._bars.append(bar)
            self._names.append(name)
            for item in (bar, name):
                item.setZValue(_ABOVE)
                self._box.addItem(item, ignoreBounds=True)
        self.place()

    def wait(self) -> None:
        """Place nothing until `place` is called, as ranges and curves are about to change together."""
        self._waiting = True

    def place(self) -> None:
        """Put bars and names where they belong in the present view of the present curves."""
        self._waiting = False
        if not self._findings:
            return
        (left, _), (low, high) = self._box.viewRange()
        across, up = self._box.viewPixelSize()
        if not (across > 0 and up > 0):
            return
        view = QRectF(0, 0, self._box.width(), self._box.height())
        strokes, boxes = self._obstacles()
        foot = _MOST_LEVELS * (_THICK + _GAP)
        taken = [*boxes, QRectF(0, view.height() - foot, view.width(), foot)]
        for level, (bar, name, (first, last)) in enumerate(
            zip(self._bars, self._names, self.spans, strict=True)
        ):
            height = low + up * (level % _MOST_LEVELS * (_THICK + _GAP) + _THICK / 2)
            bar.setData([first, last], [height, height])
            found = free_place(
                name.textItem.boundingRect().size(),
                view,
                span=((first - left) / across, (last - left) / across),
                strokes=strokes,
                boxes=taken,
                before=self._places[level],
            )
            self._places[level] = found
            name.setVisible(found is not None)
            if found is not None:
                name.setPos(left + found[0] * across, high - found[1] * up)
                taken.append(QRectF(*found, *name.textItem.boundingRect().size().toTuple()))

    @Slot()
    @Slot(object)
    @Slot(object, object)
    def _view_changed(self, *_changed: object) -> None:
        if not self._waiting:
            self.place()


def _span(finding: Finding) -> tuple[float, float]:
    if finding.last - finding.first < 2 * _HALF:
        return finding.first - _HALF, finding.last + _HALF
    return finding.first, finding.last
