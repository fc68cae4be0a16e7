"""The drawing of a model as plain data, in pixels: what `drawing` makes and the window shows."""

from __future__ import annotations

from dataclasses import dataclass

from engine.models.overview.graph_layout import Point

CARD_WIDTH, CARD_HEIGHT = 216.0, 66.0


@dataclass(frozen=True, slots=True)
class Card:
    """One layer where it is called. `x`, `y` is its corner at the top left, in pixels.

    `output` is the shape for one example, such as "8 × 8 × 32". `frozen` says that it has weights and that
    none of them is trained. `is_frame` says that it is a model, around the cards of its own layers.
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
    """What flows from the bottom of card `start` to the top of card `end`, which are numbers of cards."""

    start: int
    end: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class ModelDrawing:
    """A frame comes before the cards inside it. `width` and `height` are the size of it all, in pixels."""

    cards: tuple[Card, ...]
    arrows: tuple[Arrow, ...]
    width: float
    height: float
