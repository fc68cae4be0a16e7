"""A list of layers followed from first to last: shape and parameters of each, or why it does not fit."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

from engine.language import tr
from engine.models.stack.blocks import encoder, residual
from engine.models.stack.misfit import MisfitError, Shape, in_words
from engine.models.stack.plain_layer import call_of, section_of
from engine.models.stack.rules import RULES, Given
from engine.settings.call import Call
from engine.settings.layers import Block, Branches, SelfAttention
from engine.settings.stack import COMPOSED
from engine.settings.stack.attention import ResidualBlock, SelfAttentionLayer, TransformerBlock
from engine.settings.stack.dense import EmbeddingLayer
from engine.settings.stack.recurrent import RecurrentSection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.settings.layers import Layer
    from engine.settings.stack import LayerSection

MOST_PARAMETERS = 2**30
"""Of one layer: with gradients and optimizer it would take 16 GB."""
MOST_VALUES = 2**27
"""Of one example between two layers: a batch of 32 would take 16 GB."""

_BLOCKS: dict[type[Any], Any] = {ResidualBlock: residual, TransformerBlock: encoder}
if set(_BLOCKS) != set(COMPOSED):
    raise TypeError("each block of a stack needs its layers here")


@dataclass(frozen=True, slots=True)
class Step:
    """One item of the list: its layer of Keras, the shape of what it gives, and its parameters.

    `layer` and `shape` are None for one that is off, for one with a `problem`, and behind that. `field` is
    the setting that the problem is about, "" for the item as a whole.
    """

    layer: Layer | None = None
    shape: Shape | None = None
    parameters: int = 0
    problem: str = ""
    field: str = ""


def trace(
    sections: Sequence[LayerSection], shape: Shape, *, prefix: str = "model.layers"
) -> tuple[Step, ...]:
    """A step for each of `sections`, the first of which gets examples of `shape`."""
    steps: list[Step] = []
    now: Shape | None = shape
    before: list[tuple[LayerSection, Shape]] = []
    for number, section in enumerate(sections):
        if not section.enabled or now is None:
            steps.append(Step())
            continue
        try:
            _check_first(section, before)
            layer = layer_of(section, f"{prefix}.{number}", shape=now)
            given = through(layer, now)
            _check_size(section, given)
        except MisfitError as misfit:
            sentence = " ".join([str(misfit), *_advice(misfit.wanted, now, before=before)])
            steps.append(Step(problem=sentence, field=misfit.field))
            now = None
            continue
        steps.append(Step(layer, given.shape, given.parameters))
        now = given.shape
        before.append((section, now))
    return tuple(steps)


def layer_of(section: LayerSection, path: str, *, shape: Shape) -> Layer:
    """The layer that `section`, which stands at `path`, is for examples of `shape`; raises MisfitError."""
    block = _BLOCKS.get(type(section))
    if block is not None:
        return block(section, path, shape=shape)
    call = call_of(section, path)
    return SelfAttention(call) if isinstance(section, SelfAttentionLayer) else call


def through(layer: Layer, shape: Shape) -> Given:
    """What `layer` gives for examples of `shape`; MisfitError, and TypeError for what no list can hold."""
    match layer:
        case Call():
            section = section_of(layer)
            if section is None:
                raise TypeError(f"{layer.path} is no layer of a stack")
            return RULES[type(section)](section, shape)
        case SelfAttention():
            return through(layer.layer, shape)
        case Branches():
            ends = [_row(path, shape) for path in layer.paths]
            return Given(ends[0].shape, sum(end.parameters for end in ends))
        case Block():
            return _row(layer.layers, shape)
        case _:
            raise TypeError(f"{type(layer).__name__} is no layer of a stack")


def _row(layers: Sequence[Layer], shape: Shape) -> Given:
    parameters = 0
    for layer in layers:
        given = through(layer, shape)
        shape, parameters = given.shape, parameters + given.parameters
    return Given(shape, parameters)


def _check_first(section: LayerSection, before: Sequence[tuple[LayerSection, Shape]]) -> None:
    if isinstance(section, EmbeddingLayer) and before:
        raise MisfitError(
            tr(
                "Embedding looks up whole numbers, and {layer} before it gives others; move it to the top.",
                layer=tr(before[-1][0].title),
            )
        )


def _check_size(section: LayerSection, given: Given) -> None:
    if given.parameters > MOST_PARAMETERS:
        raise MisfitError(
            tr(
                "{layer} would have {count} parameters, more than a machine can train; make it smaller, or"
                " put pooling before it.",
                layer=tr(section.title),
                count=f"{given.parameters:,}",
            )
        )
    if prod(given.shape) > MOST_VALUES:
        raise MisfitError(
            tr(
                "{layer} would give {shape} values for each example, more than a machine can hold; make it"
                " smaller.",
                layer=tr(section.title),
                shape=in_words(given.shape),
            )
        )


def _advice(wanted: int, shape: Shape, *, before: Sequence[tuple[LayerSection, Shape]]) -> list[str]:
    """What to do where examples have another number of axes than is `wanted`; nothing for 0."""
    if not wanted:
        return []
    if len(shape) > wanted:
        return [tr("Put Flatten or a Reshape before it.") if wanted == 1 else tr("Put a Reshape before it.")]
    if wanted == 3 and len(shape) == 2:
        return [tr("Put a Reshape to {shape} before it.", shape=", ".join(map(str, (*shape, 1))))]
    # the layer that brought the axes together
    first = next((section for section, out in before if len(out) < wanted), None)
    if isinstance(first, RecurrentSection):
        return [
            tr("Switch on return_sequences in {layer} before it.", layer=tr(first.title)),
        ]
    if first is not None:
        return [tr("Move it before {layer}, or remove it.", layer=tr(first.title))]
    return [tr("Put a Reshape before it, or remove it.")]
