"""Converts the layers of another kind of model into a stack, to be edited further."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.models.parts.backbone import NETWORKS
from engine.models.stack.misfit import MisfitError
from engine.models.stack.plain_layer import section_of
from engine.models.stack.single import POSITIONS
from engine.models.stack.trace import given_by, layers_of
from engine.settings.declaration.call import Call
from engine.settings.layers import Backbone, Block, Branches, SelfAttention
from engine.settings.stack.attention import PositionsLayer, ResidualBlock, TransformerBlock
from engine.settings.stack.model import StackModel
from engine.settings.stack.pretrained import PretrainedLayer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.models.stack.misfit import Shape
    from engine.settings.layers import Layer
    from engine.settings.stack import LayerSection

_APPLICATIONS = "keras.applications."
_LONGEST = 3
"""Most layers that one entry stands for: three channels, a scaling, and a network."""


def stack_of(layers: Sequence[Layer], shape: Shape) -> StackModel | None:
    """Return the same layers as a stack; None where a stack cannot hold one of them.

    Args:
        layers: The layers of the body, without input, scaling and head.
        shape: Shape of an example before the first of them.
    """
    sections: list[LayerSection] = []
    rest = list(layers)
    while rest:
        for section in _candidates(rest):
            made = _made(section, shape)
            if made and _bare(made) == _bare(rest[: len(made)]):
                break
        else:
            return None
        sections.append(section)
        shape = given_by(section, made, shape=shape).shape
        del rest[: len(made)]
    return StackModel(layers=tuple(sections))  # pyright: ignore[reportArgumentType] - each is one of the union


def _made(section: LayerSection, shape: Shape) -> tuple[Layer, ...]:
    try:
        return layers_of(section, "", shape=shape)
    except MisfitError:
        return ()


def _candidates(layers: Sequence[Layer]) -> Iterator[LayerSection]:
    """Yield entries that may stand for the first of these layers, or for several of them."""
    match layers[0]:
        case Call() as call:
            section = section_of(call) or _positions(call)
            if section is not None:
                yield section
        case SelfAttention(layer=call):
            section = section_of(call)
            if section is not None:
                yield section
        case Block() as block:
            yield from _residual(block)
            yield from _encoder(block)
        case _:
            pass
    yield from _networks(layers[:_LONGEST])


def _bare(layers: Sequence[Layer]) -> list[Any]:
    """Return the layers without names and origins, for comparison."""
    found: list[Any] = []
    for layer in layers:
        match layer:
            case Branches():
                found.append([[_bare(path) for path in layer.paths], layer.merge.path])
            case Block():
                found += _bare(layer.layers)
            case Call():
                found.append(section_of(layer) or (layer.path, layer.args, dict(layer.kwargs)))
            case SelfAttention():
                found.append((SelfAttention, section_of(layer.layer)))
            case Backbone():
                found.append((layer.learning, _bare((layer.model,))))
            case _:
                found.append(layer)
    return found


def _positions(call: Call) -> LayerSection | None:
    if call.path != "keras.layers.EinsumDense" or call.args != (POSITIONS,):
        return None
    return PositionsLayer(units=call.kwargs["output_shape"][-1])


def _networks(layers: Sequence[Layer]) -> Iterator[LayerSection]:
    """Yield the first known network among the layers, with and without its scaling of pixels."""
    for layer in layers:
        call = layer.model if isinstance(layer, Backbone) else layer
        if not isinstance(call, Call) or not call.path.startswith(_APPLICATIONS):
            continue
        base, weights = call.path.removeprefix(_APPLICATIONS), call.kwargs["weights"]
        if base not in NETWORKS:
            return
        values: dict[str, Any] = {"base": base, "weights": "none" if weights is None else weights}
        if isinstance(layer, Backbone):
            values["fine_tune"] = layer.learning
            if weights != "imagenet":
                values |= {"weights": "file", "weights_path": weights}
        for scales in (True, False):
            yield PretrainedLayer(**values, preprocessing=scales)
        return


def _residual(block: Block) -> Iterator[LayerSection]:
    branches = block.layers[0]
    if not isinstance(branches, Branches):
        return
    convolutions = [one for one in _sections(branches.paths[0]) if one.kind in {"conv1d", "conv2d"}]
    activation = next((one for one in _sections(block.layers) if one.kind == "activation"), None)
    if not convolutions or activation is None or convolutions[0].strides not in (1, 2):
        return
    yield ResidualBlock(
        convolutions=len(convolutions),
        filters=convolutions[0].filters,
        kernel_size=convolutions[0].kernel_size,
        strides=convolutions[0].strides,
        activation=activation.activation,
    )


def _encoder(block: Block) -> Iterator[LayerSection]:
    inside = list(_sections(block.layers))
    attention = next((one for one in inside if one.kind == "self_attention"), None)
    dense = next((one for one in inside if one.kind == "dense"), None)
    dropout = next((one for one in inside if one.kind == "dropout"), None)
    if attention is None or dense is None:
        return
    yield TransformerBlock(
        num_heads=attention.num_heads,
        key_dim=attention.key_dim,
        units=dense.units,
        activation=dense.activation,
        dropout=dropout.rate if dropout is not None else 0.0,
    )


def _sections(layers: Sequence[Layer]) -> Iterator[Any]:
    """The settings of all layers inside, from first to last."""
    for layer in layers:
        match layer:
            case Branches():
                for path in layer.paths:
                    yield from _sections(path)
            case Block():
                yield from _sections(layer.layers)
            case SelfAttention():
                yield from _sections((layer.layer,))
            case Call():
                section = section_of(layer)
                if section is not None:
                    yield section
            case _:
                pass
