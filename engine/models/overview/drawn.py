"""The drawing of a model as plain data, in pixels.

It is made in `engine.models.overview.drawing` and shown by the window.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.models.overview.graph_layout import Point

CARD_WIDTH, CARD_HEIGHT = 216.0, 66.0


@dataclass(frozen=True, slots=True)
class Card:
    """One call of a layer.

    Attributes:
        name: Name of the layer.
        layer: Its class.
        output: Output shape for one example, such as "8 × 8 × 32".
        parameters: Number of its parameters.
        frozen: Whether it has weights, none of which is trainable.
        x: Left edge, in pixels.
        y: Upper edge, in pixels.
        width: In pixels.
        height: In pixels.
        is_frame: Whether it is a model, drawn around the cards of its layers.
    """

    name: str
    layer: str
    output: str
    parameters: int
    frozen: bool
    x: float
    y: float
    width: float = CARD_WIDTH
    height: float = CARD_HEIGHT
    is_frame: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """Data that flows from one card to another.

    Attributes:
        start: Index of the card whose bottom it leaves.
        end: Index of the card whose top it reaches.
        points: The line, as (x, y) in pixels.
    """

    start: int
    end: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class ModelDrawing:
    """A whole drawing.

    Attributes:
        cards: The cards; a frame comes before the cards inside it.
        arrows: The arrows.
        width: Size of the drawing, in pixels.
        height: Likewise.
    """

    cards: tuple[Card, ...]
    arrows: tuple[Arrow, ...]
    width: float
    height: float
