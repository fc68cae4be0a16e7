"""Training examples beside their augmented variants.

It shows an `engine.data.kind_facts.Variants`; the random changes are drawn in the engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.style import RADIUS, SPACE, TYPE, colors
from gui.text import tr
from gui.views.data.example_grid import draw_image, draw_series, image_of

if TYPE_CHECKING:
    from engine.data.kind_facts import Variants

_LARGEST = 88
_LABEL = 17
_PALE = 0.35


class VariantGrid(QWidget):
    """One row per example; cells shrink so that a whole row fits. A disabled grid is pale."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._variants: Variants | None = None
        self._images: list[list[QImage | None]] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(tr("Examples after the random changes"))

    def show_variants(self, variants: Variants) -> None:
        """Show these rows in place of the last ones.

        Args:
            variants: For each example the original, then its variants.
        """
        self._variants = variants
        self._images = [
            [image_of(entry.values) if variants.are_images else None for entry in row]
            for row in variants.rows
        ]
        self.updateGeometry()
        self.update()

    @property
    def count(self) -> int:
        """How many examples and variants are shown."""
        return sum(map(len, self._images))

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """The wider the grid, the larger its cells."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """The height of all rows, below a line of headings."""
        return _LABEL + len(self._images) * (self._cell(width) + _LABEL + SPACE.xs)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The height that the present width needs."""
        width = max(self.width(), 240)
        return QSize(width, self.heightForWidth(width))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width needs another height."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the headings, then every row."""
        if self._variants is None or not self._variants.rows:
            return
        theme, painter = colors(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self.isEnabled() else _PALE)
        font = self.font()
        font.setPixelSize(TYPE.caption)
        painter.setFont(font)
        painter.setPen(QColor(theme.muted))
        size = self._cell(self.width())
        first = self._left(1, size)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(0, 0, first, _LABEL), middle, tr("Original"))
        painter.drawText(QRectF(first, 0, self.width() - first, _LABEL), middle, tr("As the model sees it"))
        for number, row in enumerate(self._variants.rows):
            top = _LABEL + number * (size + _LABEL + SPACE.xs)
            for place, entry in enumerate(row):
                cell = QRectF(self._left(place, size), top, size, size)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.sunken))
                painter.drawRoundedRect(cell, RADIUS.small, RADIUS.small)
                image = self._images[number][place]
                if image is not None:
                    draw_image(painter, image, cell=cell)
                else:
                    draw_series(painter, entry.values, cell=cell)
                painter.setPen(QColor(theme.muted))
                below = QRectF(cell.left(), cell.bottom(), size, _LABEL)
                label = painter.fontMetrics().elidedText(entry.label, Qt.TextElideMode.ElideRight, size)
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, label)

    def _columns(self) -> int:
        return max(map(len, self._images), default=1)

    def _cell(self, width: int) -> int:
        columns = self._columns()
        return max(min((width - SPACE.m) // columns - SPACE.xs, _LARGEST), 24)

    def _left(self, place: int, size: int) -> int:
        """Return where a cell begins; the original is set off a little."""
        return place * (size + SPACE.xs) + (SPACE.m if place else 0)
