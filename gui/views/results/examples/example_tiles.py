"""Pictures or windows of a series as tiles in a painted, scrolled grid; only what is in view is drawn.

What a tile holds comes later, when it has been read: until then its place is empty. The view says which
tiles are in view (`wanted`), the visible ones first, then a screen ahead.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from engine.data.describe import Example
from gui.style import RADIUS, SPACE, TYPE, colors
from gui.text import tr
from gui.views.data.example_grid import draw_image, draw_series, image_of, small
from gui.views.results.examples.cell_examples import (
    CellExamples,
    Content,
    ExampleLine,
    sure_words,
    whole_words,
)

_PICTURE, _SERIES = QSize(104, 104), QSize(168, 84)
_LINE = 17
_TEXT = 2 * _LINE + 2


class ExampleTiles(QAbstractScrollArea):
    """The grid.

    Attributes:
        current: Place of the tile with the frame.

    Signals:
        wanted(tuple[int, ...]): Ids of the tiles that are in view and not filled yet, the first ones first.
        opened(int): Place of the tile that is to be shown larger.
    """

    wanted = Signal(object)
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[ExampleLine, ...] = ()
        self._cell = _PICTURE
        self._are_images = True
        self._images: dict[int, QImage] = {}
        self._series: dict[int, Example] = {}
        self._asked: tuple[int, ...] = ()
        self.current = 0
        self.setFrameShape(self.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Examples"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        # asked for once the view has come to rest in this turn of the event loop, never while it paints
        self._ask = QTimer(self)
        self._ask.setSingleShot(True)
        self._ask.setInterval(0)
        self._ask.timeout.connect(self._ask_for_visible)

    def show_examples(self, examples: CellExamples) -> None:
        """Show examples as empty tiles, which `fill` fills."""
        self._lines, self._are_images = examples.lines, examples.kind == "pictures"
        self._cell = _PICTURE if self._are_images else _SERIES
        self._images, self._series, self._asked = {}, {}, ()
        self.current = 0
        self.verticalScrollBar().setValue(0)
        self._measure()
        self._say_current()
        self.viewport().update()
        self._ask.start()

    def fill(self, contents: Mapping[int, Content]) -> None:
        """Fill tiles.

        Args:
            contents: What was read, by id; what is not shown is ignored.
        """
        known = {line.id for line in self._lines}
        for number, content in contents.items():
            if number in known and isinstance(content, Example):
                if self._are_images:
                    self._images[number] = small(image_of(content.values), self._cell)
                else:
                    self._series[number] = content
        self.viewport().update()

    def image(self, number: int) -> QImage | None:
        """Return the picture with this id, if it was read."""
        return self._images.get(number)

    def tile(self, place: int) -> QRectF:
        """Return where a tile is in the viewport."""
        row, column = divmod(place, self._columns())
        pitch = self._pitch()
        top = row * pitch.height() - self.verticalScrollBar().value()
        return QRectF(column * pitch.width(), top, self._cell.width(), self._cell.height() + _TEXT)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Four in a row, two rows."""
        return QSize(4 * self._pitch().width() + SPACE.l, 2 * self._pitch().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows move the frame, Return and space ask for the tile in it."""
        columns = self._columns()
        page = columns * max(self.viewport().height() // self._pitch().height(), 1)
        last = len(self._lines) - 1
        step = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Down: columns,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_Home: -last,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if step is not None and self._lines:
            self._move(min(max(self.current + step, 0), last))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._lines:
            self.opened.emit(self.current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Accept the press, so that the release is delivered here too."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for the tile under the pointer."""
        place = self._at(event.position())
        if place is not None and event.button() is Qt.MouseButton.LeftButton:
            self._move(place)
            self.opened.emit(place)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Show name and answer of the tile under the pointer as a tool tip."""
        if isinstance(event, QHelpEvent):
            place = self._at(QPointF(event.pos()))
            line = None if place is None else self._lines[place]
            text = "" if line is None else f"{line.name}\n{whole_words(line)}"
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Lay out the tiles for another width."""
        super().resizeEvent(event)
        self._measure()
        self._ask.start()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for what is in view now."""
        super().showEvent(event)
        self._ask.start()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the tiles in view."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self.font()
        font.setPixelSize(TYPE.caption)
        painter.setFont(font)
        for place in self._visible():
            self._paint_tile(painter, place)

    def _paint_tile(self, painter: QPainter, place: int) -> None:
        theme, line, room = colors(), self._lines[place], self.tile(place)
        cell = QRectF(room.topLeft(), self._cell)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.sunken))
        painter.drawRoundedRect(cell, RADIUS.small, RADIUS.small)
        if line.id in self._images:
            draw_image(painter, self._images[line.id], cell=cell)
        elif line.id in self._series:
            example = self._series[line.id]
            draw_series(painter, example.values, cell=cell, future=example.future)
        if place == self.current:
            painter.setPen(QPen(QColor(theme.accent if self.hasFocus() else theme.edge), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), RADIUS.small, RADIUS.small)
        first = QRectF(cell.left(), cell.bottom() + 1, cell.width(), _LINE)
        sure, metrics = sure_words(line), painter.fontMetrics()
        painter.setPen(QColor(theme.text))
        whole = round(cell.width())
        left = whole - metrics.horizontalAdvance(sure) - SPACE.xs
        words = metrics.elidedText(f"{line.truth} → {line.answer}", Qt.TextElideMode.ElideMiddle, whole)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(first, middle | Qt.AlignmentFlag.AlignLeft, words)
        second = first.translated(0, _LINE - 1)
        painter.drawText(second, middle | Qt.AlignmentFlag.AlignRight, sure)
        painter.setPen(QColor(theme.muted))
        name = metrics.elidedText(line.name, Qt.TextElideMode.ElideLeft, left)
        painter.drawText(second, middle | Qt.AlignmentFlag.AlignLeft, name)

    def _visible(self) -> range:
        columns, pitch = self._columns(), self._pitch().height()
        top = self.verticalScrollBar().value()
        first = top // pitch * columns
        end = -(-(top + self.viewport().height()) // pitch) * columns
        return range(min(first, len(self._lines)), min(end, len(self._lines)))

    @Slot()
    def _ask_for_visible(self) -> None:
        if not self.isVisible():
            return
        seen = self._visible()
        ahead = range(seen.stop, min(seen.stop + len(seen), len(self._lines)))
        ids = tuple(
            line.id
            for line in (self._lines[place] for places in (seen, ahead) for place in places)
            if line.id not in self._images and line.id not in self._series
        )
        if ids and ids != self._asked:
            self._asked = ids
            self.wanted.emit(ids)

    @Slot(int)
    def _scrolled(self, _value: int) -> None:
        self.viewport().update()
        self._ask.start()

    def _move(self, place: int) -> None:
        self.current = place
        room, bar = self.tile(place), self.verticalScrollBar()
        if room.top() < 0:
            bar.setValue(bar.value() + round(room.top()))
        elif room.bottom() > self.viewport().height():
            bar.setValue(bar.value() + round(room.bottom()) - self.viewport().height())
        self._say_current()
        self.viewport().update()

    def _say_current(self) -> None:
        line = self._lines[self.current] if self._lines else None
        self.setAccessibleDescription("" if line is None else f"{line.name}. {whole_words(line)}")

    def _at(self, place: QPointF) -> int | None:
        return next((at for at in self._visible() if self.tile(at).contains(place)), None)

    def _columns(self) -> int:
        return max((self.viewport().width() + SPACE.m) // self._pitch().width(), 1)

    def _pitch(self) -> QSize:
        return QSize(self._cell.width() + SPACE.m, self._cell.height() + _TEXT + SPACE.m)

    def _measure(self) -> None:
        rows = -(-len(self._lines) // self._columns())
        high = max(rows * self._pitch().height() - SPACE.m - self.viewport().height(), 0)
        bar = self.verticalScrollBar()
        bar.setRange(0, high)
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._pitch().height() // 2)
