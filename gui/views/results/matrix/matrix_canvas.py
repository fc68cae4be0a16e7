"""The confusion matrix as one painted widget: no widget a cell, so a thousand classes are as quick as two.

Rows are the truth, columns the answers. The wheel scrolls, with Ctrl it zooms; keys do all that a mouse does.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFontMetrics,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from engine.evaluate.measures.confusion import Confusion
from engine.evaluate.result_words import percent
from gui.style import ThemeWatch, body_font, colors
from gui.text import tr
from gui.views.parts import numbers
from gui.views.results.matrix.cell_colors import CellColors
from gui.views.results.matrix.matrix_geometry import STEP, Geometry
from gui.views.results.matrix.matrix_paint import Shown, paint, strip_sizes

_MOVES = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_PageUp: (-10, 0),
    Qt.Key.Key_PageDown: (10, 0),
}
_ZOOMS = {Qt.Key.Key_Plus: STEP, Qt.Key.Key_Equal: STEP, Qt.Key.Key_Minus: 1 / STEP}
_CHOOSE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class MatrixCanvas(QAbstractScrollArea):
    """The painted matrix.

    Attributes:
        placed: Zoom and scrolling of now.
        current: Row and column of the cell with the frame.

    Signals:
        moved(int, int): The frame is at another cell (row, column).
        chosen(int, int): A cell was clicked, or chosen with Return.
    """

    moved = Signal(int, int)
    chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._counts = np.zeros((0, 0), np.int64)
        self._colors: CellColors | None = None
        self._shares = False
        self._image: tuple[tuple[int, bool], QImage] | None = None
        self._fits = True
        self._hovered: tuple[int, int] | None = None
        self._theme = ThemeWatch()
        self.placed = Geometry()
        self.current = (0, 0)
        self.setFrameShape(self.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Confusion matrix"))
        self.viewport().setMouseTracking(True)
        self.setMinimumSize(220, 200)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self._scrolled)

    def show_confusion(self, confusion: Confusion) -> None:
        """Show a matrix; zoom and frame are kept where it has the classes of the one before."""
        same = confusion.classes == self._names
        self._names, self._counts = confusion.classes, confusion.counts
        self._colors, self._image = CellColors(confusion), None
        if not same:
            self._fits = True
            self.current = (0, 0)
        self._measure()
        self._report_current()

    def show_shares(self, *, on: bool) -> None:
        """Write percents of the row into the cells in place of counts."""
        self._shares = on
        self.viewport().update()

    def mark(self, row: int, column: int) -> None:
        """Put the frame around a cell and scroll to it."""
        if not self._names:
            return
        last = len(self._names) - 1
        at = (min(max(row, 0), last), min(max(column, 0), last))
        moved = at != self.current
        self.current = at
        self._place(self.placed.showing(*at))
        if moved:
            self._report_current()
            self.moved.emit(*at)

    def fit(self) -> None:
        """Show the whole matrix."""
        self._fits = True
        self._place(self.placed.fitted())

    def zoom(self, factor: float, *, at: QPointF | None = None) -> None:
        """Make cells larger or smaller around a place; around the cell with the frame where there is none."""
        if at is None:
            x, y = self.placed.corner(*self.current)
            half = self.placed.cell / 2
            at = QPointF(x + half, y + half)
        made = self.placed.zoomed(factor, x=at.x(), y=at.y())
        self._fits = made.cell <= made.fitted().cell
        self._place(made)

    def words(self, row: int, column: int) -> str:
        """Return in words what a cell holds."""
        count, whole = int(self._counts[row, column]), int(self._counts[row].sum())
        values = {
            "truth": self._names[row],
            "answer": self._names[column],
            "count": numbers.count(count),
            "whole": numbers.count(whole),
            "share": percent(count / whole if whole else 0.0),
        }
        if row == column:
            return tr("{truth}, answered correctly: {count} of {whole} ({share})", **values)
        return tr("{truth}, answered {answer}: {count} of {whole} ({share})", **values)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As large as the fitted matrix of a few classes is."""
        return QSize(560, 480)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows move the frame, Return and space choose its cell; plus, minus and 0 zoom."""
        key, last = Qt.Key(event.key()), len(self._names) - 1
        row, column = self.current
        if last < 0:
            super().keyPressEvent(event)
        elif key in _MOVES:
            self.mark(row + _MOVES[key][0], column + _MOVES[key][1])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.mark(row, 0 if key is Qt.Key.Key_Home else last)
        elif key in _ZOOMS:
            self.zoom(_ZOOMS[key])
        elif key is Qt.Key.Key_0:
            self.fit()
        elif key in _CHOOSE:
            self.chosen.emit(*self.current)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """With Ctrl zoom around the pointer; else scroll, and the page where nothing is left to scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(STEP ** (event.angleDelta().y() / 120), at=event.position())
            event.accept()
        elif any(self.placed.reach):
            super().wheelEvent(event)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Put the frame around the cell under the pointer."""
        at = self.placed.at(event.position().x(), event.position().y())
        if at is not None and event.button() is Qt.MouseButton.LeftButton:
            self.mark(*at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose the cell under the pointer."""
        at = self.placed.at(event.position().x(), event.position().y())
        if at is not None and at == self.current and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(*at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Mark the cell under the pointer."""
        at = self.placed.at(event.position().x(), event.position().y())
        if at != self._hovered:
            self._hovered = at
            shape = Qt.CursorShape.ArrowCursor if at is None else Qt.CursorShape.PointingHandCursor
            self.viewport().setCursor(shape)
            self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Show the words of a cell, or a whole name, as a tool tip; forget the pointer when it leaves."""
        if isinstance(event, QHelpEvent):
            text = self._tip(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), text, self)
            return True
        if event.type() == QEvent.Type.Leave:
            self._hovered = None
            self.viewport().update()
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit again where the whole matrix was shown."""
        super().resizeEvent(event)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take new colours when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_theme") and self._theme.change():
            self._image = None
            self.viewport().update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the cells in view, the names, and the frame."""
        if self._colors is None:
            return
        painter = QPainter(self.viewport())
        shown = Shown(
            geometry=self.placed,
            names=self._names,
            counts=self._counts,
            cells=self._colors,
            as_shares=self._shares,
            current=self.current,
            hovered=self._hovered,
            focused=self.hasFocus(),
        )
        place = QRectF(*self.placed.corner(0, 0), self.placed.side, self.placed.side)
        paint(painter, shown, image=self._picture(self._colors), place=place)

    def _picture(self, cells: CellColors) -> QImage:
        """The coloured cells; where cells are smaller than a pixel, several in one."""
        cell = self.placed.cell * self.devicePixelRatioF()
        fewer = max(int(1 / cell), 1)
        if self._image is None or self._image[0] != (fewer, cell < 4):
            self._image = ((fewer, cell < 4), cells.image(colors(), fewer=fewer, tiny=cell < 4))
        return self._image[1]

    def _tip(self, x: float, y: float) -> str:
        at = self.placed.at(x, y)
        if at is not None:
            return self.words(*at)
        row, column = (
            self.placed.at(max(x, self.placed.left), y),
            self.placed.at(x, max(y, self.placed.top)),
        )
        if row is not None and x < self.placed.left:
            return self._names[row[0]]
        return self._names[column[1]] if column is not None and y < self.placed.top else ""

    def _measure(self) -> None:
        left, top = strip_sizes(self._names, QFontMetrics(body_font()), counts=self._counts)
        view = self.viewport()
        place = Geometry(
            size=len(self._names),
            cell=self.placed.cell,
            left=min(left, view.width() // 3),
            top=min(top, view.height() // 3),
            width=view.width(),
            height=view.height(),
            across=self.placed.across,
            down=self.placed.down,
        )
        self._place(place.fitted() if self._fits else place.bounded())

    def _place(self, made: Geometry) -> None:
        self.placed = made
        for bar, reach, room, place in zip(
            (self.horizontalScrollBar(), self.verticalScrollBar()),
            made.reach,
            made.room,
            (made.across, made.down),
            strict=True,
        ):
            bar.blockSignals(True)
            bar.setRange(0, round(reach))
            bar.setPageStep(room)
            bar.setSingleStep(max(round(made.cell), 1))
            bar.setValue(round(place))
            bar.blockSignals(False)
        self.viewport().update()

    @Slot(int)
    def _scrolled(self, _value: int) -> None:
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        self.placed = replace(self.placed, across=float(across), down=float(down))
        self.viewport().update()

    def _report_current(self) -> None:
        if self._names:
            self.setAccessibleDescription(self.words(*self.current))
