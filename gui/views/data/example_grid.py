"""A few examples side by side: images as thumbnails, series as small curves, each with its label.

A click, or Return on the one with the frame, asks for a larger picture of an example.

`image_of`, `draw_image` and `draw_series` are shared with the grid of augmented variants.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.data.describe import Example
from gui.style import RADIUS, SPACE, TYPE, colors
from gui.text import tr
from gui.views.parts import numbers

_PICTURE = QSize(64, 64)
_SERIES = QSize(104, 48)
_LABEL = 17
_MOST_LINES = 6
_MOST_ROWS = 4  # enough to see what the data is, and leaves room for what is below


class ExampleGrid(QWidget):
    """Examples in as many columns as fit, in at most four rows.

    Signals:
        opened(int): The place of the example that is to be shown larger.
    """

    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._examples: list[Example] = []
        self._images: list[QImage | None] = []
        self._cell = _PICTURE
        self._ahead = False
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("Examples"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_examples(self, examples: Sequence[Example], *, are_images: bool, ahead: bool = False) -> None:
        """Show examples in the order given.

        Args:
            examples: The examples; see `engine.data.describe.Example` for the shapes.
            are_images: Whether their values are images.
            ahead: Whether their targets are the next values of a time series.
        """
        self._examples = list(examples)
        self._ahead = ahead
        self._cell = _PICTURE if are_images else _SERIES
        self._images = [
            small(image_of(example.values), self._cell) if are_images else None for example in self._examples
        ]
        self._current = 0
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """The narrower, the more rows."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """The height of all rows."""
        rows = min(-(-len(self._examples) // self._columns(width)), _MOST_ROWS)
        return max(rows * self._pitch().height() - SPACE.s, 0)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Three in a row, or what the present width needs."""
        width = max(self.width(), 3 * self._pitch().width())
        return QSize(width, self.heightForWidth(width))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Other columns need another height."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        """Show the name of the example under the pointer as a tool tip."""
        if isinstance(event, QHelpEvent):
            index = self._at(QPointF(event.pos()))
            if index is not None:
                QToolTip.showText(event.globalPos(), self._tip(self._examples[index]), self)
                return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Accept the press, so that the release is delivered here too."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for the example under the pointer."""
        index = self._at(event.position())
        if index is not None and event.button() is Qt.MouseButton.LeftButton:
            self._current = index
            self.update()
            self.opened.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Left and right move the frame, Return and space ask for the example in it."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None and self._examples:
            self._current = min(max(self._current + step, 0), self._seen() - 1)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._examples:
            self.opened.emit(self._current)
        else:
            super().keyPressEvent(event)

    def _seen(self) -> int:
        return min(_MOST_ROWS * self._columns(self.width()), len(self._examples))

    def _at(self, place: QPointF) -> int | None:
        return next((index for index in range(self._seen()) if self._room(index).contains(place)), None)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw every example and its label."""
        theme, painter = colors(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self.font()
        font.setPixelSize(TYPE.caption)
        painter.setFont(font)
        for index, example in enumerate(self._examples[: self._seen()]):
            room = self._room(index)
            cell = QRectF(room.topLeft(), self._cell)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.sunken))
            painter.drawRoundedRect(cell, RADIUS.small, RADIUS.small)
            image = self._images[index]
            if image is not None:
                draw_image(painter, image, cell=cell)
            else:
                draw_series(painter, example.values, cell=cell, future=example.future)
            if index == self._current and self.hasFocus():
                painter.setPen(QPen(QColor(theme.accent), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), RADIUS.small, RADIUS.small)
            painter.setPen(QColor(theme.muted))
            label = painter.fontMetrics().elidedText(
                self._label(example), Qt.TextElideMode.ElideRight, round(cell.width())
            )
            below = QRectF(cell.left(), cell.bottom(), cell.width(), _LABEL)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, label)

    def _label(self, example: Example) -> str:
        label = label_of(example)
        return tr("next: {values}", values=label) if self._ahead else label

    def _tip(self, example: Example) -> str:
        return f"{example.name or example.index}\n{self._label(example)}"

    def _pitch(self) -> QSize:
        return QSize(self._cell.width() + SPACE.s, self._cell.height() + _LABEL + SPACE.s)

    def _columns(self, width: int) -> int:
        return max((width + SPACE.s) // self._pitch().width(), 1)

    def _room(self, index: int) -> QRectF:
        row, column = divmod(index, self._columns(self.width()))
        pitch = self._pitch()
        return QRectF(column * pitch.width(), row * pitch.height(), self._cell.width(), pitch.height())


def label_of(example: Example) -> str:
    """Return the class of an example, or its target numbers as text."""
    return example.label or ", ".join(numbers.rate(float(target)) for target in example.targets)


def image_of(picture: NDArray[Any]) -> QImage:
    """Convert an image to Qt.

    Args:
        picture: (h, w) or (h, w, 3) uint8.

    Returns:
        A copy in Grayscale8 or RGB888.
    """
    values = np.ascontiguousarray(picture)
    height, width = values.shape[:2]
    kind = QImage.Format.Format_RGB888 if values.ndim == 3 else QImage.Format.Format_Grayscale8
    # a copy, as the QImage does not keep the array's memory alive
    return QImage(values.data, width, height, values.strides[0], kind).copy()


def small(image: QImage, cell: QSize) -> QImage:
    """Return an image that is not much larger than a cell, also on a screen with two pixels a point."""
    room = cell * 2
    if image.width() <= room.width() and image.height() <= room.height():
        return image
    return image.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


def draw_image(painter: QPainter, image: QImage, *, cell: QRectF) -> None:
    """Draw an image in the middle of a cell, as large as fits.

    Args:
        painter: An active painter.
        image: The image.
        cell: The rectangle to fill, in the painter's coordinates.
    """
    scale = min(cell.width() / image.width(), cell.height() / image.height())
    room = QRectF(0, 0, image.width() * scale, image.height() * scale)
    room.moveCenter(cell.center())
    # small images keep their pixels, large ones are smoothed
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < 1)
    painter.drawImage(room, image)


def draw_series(
    painter: QPainter, values: np.ndarray, *, cell: QRectF, future: np.ndarray | None = None
) -> None:
    """Draw features as curves, each scaled to the height of a cell; at most six are drawn.

    Args:
        painter: An active painter.
        values: (n,) or (n, ...), one row per time step; NaN is left out.
        cell: The rectangle to fill, in the painter's coordinates.
        future: (horizon, columns), what follows `values`, with at least their columns; dotted on a shaded
            background. None for none.
    """
    table = np.asarray(values, float).reshape(len(values), -1) if values.ndim else np.zeros((1, 1))
    inner = cell.adjusted(5, 6, -5, -6)
    past = len(table)
    if future is not None:
        unseen = np.full((past, future.shape[1] - table.shape[1]), np.nan)
        table = np.vstack([np.hstack([table, unseen]), future])
        cut = inner.left() + inner.width() * (past - 1) / (len(table) - 1)
        painter.fillRect(QRectF(cut, cell.top(), cell.right() - cut, cell.height()), QColor(colors().hover))
    hues = colors().curves
    for number in range(min(table.shape[1], _MOST_LINES)):
        line = table[:, number]
        known = np.isfinite(line)
        if known.sum() < 2:
            continue
        low, high = float(line[known].min()), float(line[known].max())
        at = np.flatnonzero(known)
        across = inner.left() + inner.width() * at / (len(line) - 1)
        up = inner.bottom() - inner.height() * (line[known] - low) / ((high - low) or 1.0)
        points = [QPointF(x, y) for x, y in zip(across, up, strict=True)]
        seen = int((at < past).sum())
        pen = QPen(QColor(hues[number % len(hues)]), 1.3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(points[:seen]))
        pen.setStyle(Qt.PenStyle.DotLine)
        pen.setWidthF(2.0)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(points[max(seen - 1, 0) :]))
