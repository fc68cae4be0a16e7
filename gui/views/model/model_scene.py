"""The graphics scene of a model: cards, arrows and frames in given colours; and the same as SVG.

Sizes and places come from `engine.models.overview.drawn`.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsScene,
    QStyleOptionGraphicsItem,
    QWidget,
)
from typing_extensions import override

from engine.models.overview.drawn import Arrow, Card, ModelDrawing
from gui.style import RADIUS, SPACE, TYPE
from gui.style.tokens import LIGHT, Colors
from gui.text import tr
from gui.views.parts import numbers

_MARGIN = 20.0
_STRIPE = 4.0
_LINE = 18.0  # from one line of text to the next
_LEGIBLE = 0.3  # below this scale text is unreadable and not drawn
_HEAD = 7.0  # the length of an arrow's head
_SVG_DPI = 90  # what Qt assumes when it reads its own files, so that a pixel stays a pixel


class CardItem(QGraphicsItem):
    """One layer, or the frame around a nested model; its tool tip has the texts that are shortened.

    Args:
        card: Place, size and texts.
        colors: The colours of a theme.
    """

    def __init__(self, card: Card, colors: Colors) -> None:
        super().__init__()
        self._card, self._colors = card, colors
        self.setPos(card.x, card.y)
        self.setToolTip("\n".join(filter(None, (card.layer, card.name, card.output, _amount(card)))))
        self.setZValue(0 if card.is_frame else 2)

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """The card with its outline."""
        return QRectF(-1, -1, self._card.width + 2, self._card.height + 2)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Draw the card; its text only where it can be read."""
        card, colors = self._card, self._colors
        box = QRectF(0, 0, card.width, card.height)
        line = Qt.PenStyle.DashLine if card.is_frame else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(colors.edge), 1, line))
        painter.setBrush(QColor(colors.sunken if card.is_frame else colors.surface))
        painter.drawRoundedRect(box, RADIUS.control, RADIUS.control)
        if not card.is_frame:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(_stripe(card, colors)))
            painter.drawRoundedRect(QRectF(5, 8, _STRIPE, card.height - 16), _STRIPE / 2, _STRIPE / 2)
        if painter.worldTransform().m11() < _LEGIBLE:
            return
        amount = _amount(card)
        if card.is_frame:
            self._write(painter, f"{card.layer}  ·  {card.name}  ·  {amount}", line=0, bold=True)
            return
        self._write(painter, card.layer, line=0, bold=True)
        self._write(painter, card.name, line=1)
        needed = QFontMetricsF(_font(bold=False)).horizontalAdvance(amount) if amount else 0
        self._write(painter, card.output, line=2, less=needed + SPACE.s)
        self._write(painter, amount, line=2, side=Qt.AlignmentFlag.AlignRight)

    def _write(
        self,
        painter: QPainter,
        text: str,
        *,
        line: int,
        bold: bool = False,
        less: float = 0,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        font = _font(bold=bold)
        place = QRectF(SPACE.l, 6 + line * _LINE, self._card.width - SPACE.l - SPACE.s, _LINE)
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideMiddle, place.width() - less)
        painter.setFont(font)
        painter.setPen(QColor(self._colors.text if bold else self._colors.muted))
        painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, shown)


def scene_of(drawing: ModelDrawing, colors: Colors) -> QGraphicsScene:
    """Make a scene with an item for each card and arrow, and a margin around them.

    Args:
        drawing: The model.
        colors: The colours of a theme.

    Returns:
        A scene without a parent; it owns its items.
    """
    scene = QGraphicsScene(-_MARGIN, -_MARGIN, drawing.width + 2 * _MARGIN, drawing.height + 2 * _MARGIN)
    for card in drawing.cards:
        scene.addItem(CardItem(card, colors))
    for arrow in drawing.arrows:
        scene.addItem(_arrow_item(arrow, colors))
    return scene


def svg_of(drawing: ModelDrawing) -> str:
    """Return the drawing as an SVG document, dark on white in any theme; text stays text.

    Args:
        drawing: The model.
    """
    scene = scene_of(drawing, LIGHT)
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(kept)
    generator.setResolution(_SVG_DPI)
    size = scene.sceneRect().size().toSize()
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    painter = QPainter(generator)
    scene.render(painter, QRectF(0, 0, size.width(), size.height()), scene.sceneRect())
    painter.end()
    scene.deleteLater()
    return kept.data().toStdString()


def _arrow_item(arrow: Arrow, colors: Colors) -> QGraphicsPathItem:
    """Make a curve through the points that crosses each row vertically, with a head at its end."""
    first, *others = [QPointF(*point) for point in arrow.points]
    path = QPainterPath(first)
    before = first
    for point in others:
        half = (before.y() + point.y()) / 2
        path.cubicTo(QPointF(before.x(), half), QPointF(point.x(), half), point)
        before = point
    for side in (-_HEAD / 2, _HEAD / 2):
        path.moveTo(before)
        path.lineTo(before + QPointF(side, -_HEAD))
    item = QGraphicsPathItem(path)
    item.setPen(QPen(QColor(colors.muted), 1.4))
    item.setZValue(1)
    return item


def _stripe(card: Card, colors: Colors) -> str:
    """Return the stripe's colour: accent for trained layers, pale for frozen ones, plain without weights."""
    if not card.parameters:
        return colors.border
    return colors.disabled if card.frozen else colors.accent


def _amount(card: Card) -> str:
    if not card.parameters:
        return ""
    count = numbers.count(card.parameters)
    return tr("{count}, frozen", count=count) if card.frozen else tr("{count} weights", count=count)


def _font(*, bold: bool) -> QFont:
    font = QFont(QApplication.font())
    font.setPixelSize(TYPE.body if bold else TYPE.small)
    font.setBold(bold)
    return font
