"""Draws a built model: a card for each layer, arrows between them, frames around nested models.

Positions are decided in `engine.models.overview.graph_layout`. A layer that is called twice has two cards, as
data flows through it at two places.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import prod
from typing import Any

from engine.models.overview.drawn import CARD_HEIGHT, CARD_WIDTH, Arrow, Card, ModelDrawing
from engine.models.overview.graph_layout import Box, layout
from engine.models.overview.summary import output_in_words

_FRAME_HEAD, _FRAME_EDGE = 30.0, 16.0


def draw_model(model: Any) -> ModelDrawing:
    """Draw a model, with frames around nested ones.

    Args:
        model: A built functional or sequential `keras.Model`.
    """
    nodes = _nodes(model)
    numbers = {id(node): number for number, node in enumerate(nodes)}
    inside = [draw_model(node.operation) if _is_graph(node.operation) else None for node in nodes]
    boxes = [
        replace(_size(drawing), reads=tuple(dict.fromkeys(numbers[id(one)] for one in _parents(node, model))))
        for node, drawing in zip(nodes, inside, strict=True)
    ]
    placed = layout(boxes)
    cards: list[Card] = []
    arrows: list[Arrow] = []
    first: list[int] = []  # index of each node's card
    for node, drawing, box, (x, y) in zip(nodes, inside, boxes, placed.corners, strict=True):
        first.append(len(cards))
        card = _card(node, x, y)
        if drawing is None:
            cards.append(card)
        else:
            cards.append(replace(card, width=box.width, height=box.height, is_frame=True))
            arrows += _moved_arrows(drawing, by=len(cards), x=x + _FRAME_EDGE, y=y + _FRAME_HEAD)
            cards += [
                replace(one, x=one.x + x + _FRAME_EDGE, y=one.y + y + _FRAME_HEAD) for one in drawing.cards
            ]
    arrows += [Arrow(first[start], first[end], points) for start, end, points in placed.arrows]
    return ModelDrawing(tuple(cards), tuple(arrows), placed.width, placed.height)


def _nodes(model: Any) -> list[Any]:
    """Return the calls of layers that the outputs depend on, in topological order."""
    found: dict[int, Any] = {}
    waiting = [(node, False) for node in reversed(_made_by(model.outputs))]
    while waiting:  # no recursion: a model may be deeper than Python's recursion limit
        node, is_read = waiting.pop()
        if id(node) in found:
            continue
        if is_read:
            found[id(node)] = node
        else:
            waiting.append((node, True))
            waiting += [(one, False) for one in reversed(_parents(node, model))]
    return list(found.values())


def _parents(node: Any, model: Any) -> list[Any]:
    """Return the calls whose results `node` reads; none for an input of the model, whatever made it."""
    inputs = {id(tensor) for tensor in model.inputs}
    if any(id(tensor) in inputs for tensor in node.output_tensors):
        return []
    return _made_by(node.input_tensors)


def _made_by(tensors: Iterable[Any]) -> list[Any]:
    found: dict[int, Any] = {}
    for tensor in tensors:
        # Keras has no public way from a tensor to the call that made it
        operation, number, _ = tensor._keras_history  # noqa: SLF001
        node = operation._inbound_nodes[number]  # noqa: SLF001
        found[id(node)] = node
    return list(found.values())


def _is_graph(operation: Any) -> bool:
    """Whether a layer is a model with its own layers that can be drawn."""
    return bool(getattr(operation, "layers", None) and getattr(operation, "outputs", None))


def _size(drawing: ModelDrawing | None) -> Box:
    if drawing is None:
        return Box(CARD_WIDTH, CARD_HEIGHT)
    return Box(drawing.width + 2 * _FRAME_EDGE, drawing.height + _FRAME_HEAD + _FRAME_EDGE)


def _card(node: Any, x: float, y: float) -> Card:
    operation = node.operation
    weights = getattr(operation, "weights", ())  # an operation such as an addition has none
    return Card(
        name=operation.name,
        layer=type(operation).__name__,
        output="; ".join(output_in_words(tuple(tensor.shape)) for tensor in node.output_tensors),
        parameters=sum(prod(weight.shape) for weight in weights),
        frozen=bool(weights) and not operation.trainable_weights,
        x=x,
        y=y,
    )


def _moved_arrows(drawing: ModelDrawing, *, by: int, x: float, y: float) -> list[Arrow]:
    return [
        Arrow(arrow.start + by, arrow.end + by, tuple((px + x, py + y) for px, py in arrow.points))
        for arrow in drawing.arrows
    ]
