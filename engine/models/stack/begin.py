"""A stack with the layers of another kind of model, to go on from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.models.stack.plain_layer import section_of
from engine.models.stack.trace import layer_of, through
from engine.settings.call import Call
from engine.settings.layers import Block, Branches, SelfAttention
from engine.settings.stack.attention import ResidualBlock, TransformerBlock
from engine.settings.stack.model import StackModel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.models.stack.misfit import Shape
    from engine.settings.layers import Layer
    from engine.settings.stack import LayerSection


def stack_of(layers: Sequence[Layer], shape: Shape) -> StackModel | None:
    """The same layers as a list, for examples of `shape`; None where a list cannot hold one of them."""
    sections: list[LayerSection] = []
    for layer in layers:
        section = _section(layer, shape)
        if section is None:
            return None
        sections.append(section)
        shape = through(layer_of(section, "", shape=shape), shape).shape
    return StackModel(layers=tuple(sections))  # pyright: ignore[reportArgumentType] - each is one of the union


def _section(layer: Layer, shape: Shape) -> LayerSection | None:
    match layer:
        case Call():
            return section_of(layer)
        case SelfAttention():
            return section_of(layer.layer)
        case Block():
            candidates = [_residual(layer), _encoder(layer)]
            return next((one for one in candidates if one is not None and _is(layer, one, shape=shape)), None)
        case _:
            return None


def _is(layer: Block, section: LayerSection, *, shape: Shape) -> bool:
    """Whether `section` stands for these very layers."""
    if len(shape) not in (2, 3) or (isinstance(section, TransformerBlock) and len(shape) != 2):
        return False
    made = layer_of(section, "", shape=shape)
    return isinstance(made, Block) and _bare(made.layers) == _bare(layer.layers)


def _bare(layers: Sequence[Layer]) -> list[Any]:
    """The layers without names and origins, to be compared."""
    found: list[Any] = []
    for layer in layers:
        match layer:
            case Branches():
                found.append([_bare(path) for path in layer.paths])
            case Block():
                found += _bare(layer.layers)
            case Call():
                found.append(section_of(layer) or layer.path)
            case SelfAttention():
                found.append(section_of(layer.layer))
            case _:
                found.append(layer)
    return found


def _residual(block: Block) -> LayerSection | None:
    inside = list(_sections(block.layers))
    first = next((one for one in inside if one.kind in {"conv1d", "conv2d"}), None)
    activation = next((one for one in inside if one.kind == "activation"), None)
    if first is None or activation is None or first.strides not in (1, 2):
        return None
    return ResidualBlock(
        filters=first.filters,
        kernel_size=first.kernel_size,
        strides=first.strides,
        activation=activation.activation,
    )


def _encoder(block: Block) -> LayerSection | None:
    inside = list(_sections(block.layers))
    attention = next((one for one in inside if one.kind == "self_attention"), None)
    dense = next((one for one in inside if one.kind == "dense"), None)
    dropout = next((one for one in inside if one.kind == "dropout"), None)
    if attention is None or dense is None:
        return None
    return TransformerBlock(
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
