"""Follows a list of layers from first to last: output shape and parameters of each, or why it does not fit.

The rules for single layers are in `engine.models.stack.rules`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

from engine.language import tr
from engine.models.inputs import ModelError
from engine.models.stack.blocks import encoder, residual
from engine.models.stack.misfit import MisfitError, Shape, in_words
from engine.models.stack.plain_layer import call_of, section_of
from engine.models.stack.rules import RULES, Given
from engine.models.stack.single import network, positions
from engine.settings.declaration.call import Call
from engine.settings.layers import Block, Branches, SelfAttention
from engine.settings.stack import COMPOSED
from engine.settings.stack.attention import (
    PositionsLayer,
    ResidualBlock,
    SelfAttentionLayer,
    TransformerBlock,
)
from engine.settings.stack.dense import EmbeddingLayer
from engine.settings.stack.pretrained import PretrainedLayer
from engine.settings.stack.recurrent import RecurrentSection

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.settings.layers import Layer
    from engine.settings.stack import LayerSection
    from engine.settings.stack.model import StackModel

MOST_PARAMETERS = 2**30
"""Of one layer: with gradients and optimizer it would take 16 GB."""
MOST_VALUES = 2**27
"""Of one example between two layers: a batch of 32 would take 16 GB."""

_MADE: dict[type[Any], Callable[..., Layer | tuple[Layer, ...]]] = {
    PositionsLayer: positions,
    ResidualBlock: residual,
    TransformerBlock: encoder,
    PretrainedLayer: network,
}
if set(_MADE) != set(COMPOSED):
    raise TypeError("each composed entry of a stack needs its layers here")


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the list.

    Attributes:
        layers: Its layers; empty for an entry that is off or has a problem, and for all after a problem.
        shape: Output shape for one example; None in the same cases.
        parameters: Number of parameters, non-trainable ones included.
        problem: Why it does not fit, in one or two sentences; "" where it does.
        field: Name of the setting that the problem is about, "" for the entry as a whole.
    """

    layers: tuple[Layer, ...] = ()
    shape: Shape | None = None
    parameters: int = 0
    problem: str = ""
    field: str = ""


def trace(
    sections: Sequence[LayerSection], shape: Shape, *, prefix: str = "model.layers"
) -> tuple[Step, ...]:
    """Return a step for each section.

    Args:
        sections: The entries of the list, those that are off included.
        shape: Shape of one example before the first of them.
        prefix: Dotted path of the list.
    """
    steps: list[Step] = []
    now: Shape | None = shape
    before: list[tuple[LayerSection, Shape]] = []
    for number, section in enumerate(sections):
        if not section.enabled or now is None:
            steps.append(Step())
            continue
        try:
            _check_place(section, before)
            layers = layers_of(section, f"{prefix}.{number}", shape=now)
            given = given_by(section, layers, shape=now)
            _check_size(section, given)
        except MisfitError as misfit:
            sentence = " ".join([str(misfit), *_advice(misfit.wanted, now, before=before)])
            steps.append(Step(problem=sentence, field=misfit.field))
            now = None
            continue
        steps.append(Step(layers, given.shape, given.parameters))
        now = given.shape
        before.append((section, now))
    return tuple(steps)


def layers_of(section: LayerSection, path: str, *, shape: Shape) -> tuple[Layer, ...]:
    """Return the layers that a section stands for.

    Args:
        section: The entry.
        path: Dotted path of the section, such as "model.layers.2".
        shape: Shape of its input for one example.

    Raises:
        MisfitError: It does not fit its input.
    """
    make = _MADE.get(type(section))
    if make is not None:
        made = make(section, path, shape=shape)
        return made if isinstance(made, tuple) else (made,)
    call = call_of(section, path)
    return (SelfAttention(call) if isinstance(section, SelfAttentionLayer) else call,)


def given_by(section: LayerSection, layers: Sequence[Layer], *, shape: Shape) -> Given:
    """Return the output of a section.

    Args:
        section: The entry.
        layers: Its layers, from `layers_of`.
        shape: Shape of its input for one example.

    Raises:
        MisfitError: It does not fit its input.
    """
    rule = RULES.get(type(section))
    return rule(section, shape) if rule is not None else _row(layers, shape)


def _through(layer: Layer, shape: Shape) -> Given:
    """Return the output of a layer inside a block; MisfitError, or TypeError for an unknown layer."""
    match layer:
        case Call():
            section = section_of(layer)
            if section is None:
                raise TypeError(f"{layer.path} is no layer of a stack")
            return RULES[type(section)](section, shape)
        case SelfAttention():
            return _through(layer.layer, shape)
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
        given = _through(layer, shape)
        shape, parameters = given.shape, parameters + given.parameters
    return Given(shape, parameters)


def _check_place(section: LayerSection, before: Sequence[tuple[LayerSection, Shape]]) -> None:
    if isinstance(section, PretrainedLayer) and any(isinstance(one, PretrainedLayer) for one, _ in before):
        raise MisfitError(
            tr("There is a pretrained network before it already, and a stack holds one; remove one of them.")
        )
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
    """Return what to do where examples do not have the `wanted` number of axes; nothing for 0."""
    if not wanted:
        return []
    if len(shape) > wanted:
        return [tr("Put Flatten or a Reshape before it.") if wanted == 1 else tr("Put a Reshape before it.")]
    if wanted == 3 and len(shape) == 2:
        return [tr("Put a Reshape to {shape} before it.", shape=", ".join(map(str, (*shape, 1))))]
    # the layer that removed axes
    first = next((section for section, out in before if len(out) < wanted), None)
    if isinstance(first, RecurrentSection):
        return [
            tr("Switch on return_sequences in {layer} before it.", layer=tr(first.title)),
        ]
    if first is not None:
        return [tr("Move it before {layer}, or remove it.", layer=tr(first.title))]
    return [tr("Put a Reshape before it, or remove it.")]


def body(settings: StackModel, shape: Shape) -> tuple[Layer, ...]:
    """Return the layers between scaling and head, with Flatten at the end where it is needed.

    Args:
        settings: The list of layers.
        shape: Shape of an example.

    Raises:
        ModelError: A layer does not fit; its path is that of the first such layer.
    """
    layers: list[Layer] = []
    for number, step in enumerate(trace(settings.layers, shape)):
        if step.problem:
            raise ModelError(step.problem, path=f"model.layers.{number}.{step.field}".rstrip("."))
        layers += step.layers
        shape = step.shape or shape
    if len(shape) != 1:
        layers.append(Call("keras.layers.Flatten"))
    return tuple(layers)
