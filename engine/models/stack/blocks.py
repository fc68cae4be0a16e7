"""The blocks of a stack as layers with branches: sections that stand for several layers.

A block is written as a function in the script. Blocks of one name must be the same but for their arguments,
so what changes the layers themselves is part of the name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.language import tr
from engine.models.stack.misfit import MisfitError, Shape, check_steps, in_words
from engine.settings.declaration.call import Call, Named
from engine.settings.layers import Block, Branches, SelfAttention

if TYPE_CHECKING:
    from engine.settings.layers import Layer
    from engine.settings.stack.attention import ResidualBlock, TransformerBlock

_ADD = Call("keras.layers.Add")
_NAMES = ("changed", "kept")


def residual(section: ResidualBlock, path: str, *, shape: Shape) -> Block:
    """Return convolutions with a residual connection, which has its own convolution where shapes differ.

    Args:
        section: The settings of the block.
        path: Dotted path of the section, such as "model.layers.2".
        shape: (steps, features) or (rows, columns, channels) of the input.

    Raises:
        MisfitError: The input is neither a sequence nor an image.
    """
    if len(shape) not in (2, 3):
        sentence = tr(
            "{layer} wants images (rows, columns, channels) or sequences (steps, values at each); what comes"
            " in has the shape {shape}.",
            layer=tr(section.title),
            shape=in_words(shape),
        )
        raise MisfitError(sentence, wanted=3)
    dimensions = len(shape) - 1
    fits = section.strides == 1 and shape[-1] == section.filters
    values: dict[str, Any] = {
        name: getattr(section, name) for name in ("filters", "kernel_size", "activation")
    }
    if not fits:
        values["strides"] = section.strides
    given = {name: Named(name, value) for name, value in values.items()}
    step = {"strides": given["strides"]} if "strides" in given else {}
    filters, size = given["filters"], given["kernel_size"]
    activated = Call("keras.layers.Activation", kwargs={"activation": given["activation"]})
    changed = _normalized(dimensions, {"filters": filters, "kernel_size": size, **step})
    for _ in range(section.convolutions - 1):
        changed += (activated, *_normalized(dimensions, {"filters": filters, "kernel_size": size}))
    kept = () if fits else _normalized(dimensions, {"filters": filters, "kernel_size": 1, **step})
    return Block(
        f"{'residual' if fits else 'fitted_residual'}_block_{dimensions}d" + _suffix(section.convolutions),
        _about(section.convolutions),
        (Branches((changed, kept), _ADD, _NAMES), activated),
        values,
        {name: f"{path}.{name}" for name in values},
    )


def _suffix(convolutions: int) -> str:
    return "" if convolutions == 2 else f"_of_{convolutions}"


def _about(convolutions: int) -> str:
    if convolutions == 1:
        return "A convolution, added to what went into it."
    return f"{'Two' if convolutions == 2 else convolutions} convolutions, added to what went into them."


def _normalized(dimensions: int, kwargs: dict[str, Any]) -> tuple[Layer, ...]:
    # the normalization subtracts the mean, and a bias with it
    kwargs = {**kwargs, "padding": "same", "use_bias": False}
    return Call(f"keras.layers.Conv{dimensions}D", kwargs=kwargs), Call("keras.layers.BatchNormalization")


def encoder(section: TransformerBlock, path: str, *, shape: Shape) -> Block:
    """Return self-attention and two dense layers, each with a residual connection around it.

    Args:
        section: The settings of the block.
        path: Dotted path of the section, such as "model.layers.2".
        shape: (steps, features) of the input.

    Raises:
        MisfitError: The input is not a sequence.
    """
    check_steps(section, shape)
    names = ("num_heads", "key_dim", "units", "activation", *(("dropout",) if section.dropout else ()))
    values: dict[str, Any] = {name: getattr(section, name) for name in names}
    origin = {name: f"{path}.{name}" for name in values}
    values["width"] = shape[-1]
    given = {name: Named(name, value) for name, value in values.items()}
    attention = Call(
        "keras.layers.MultiHeadAttention",
        kwargs={"num_heads": given["num_heads"], "key_dim": given["key_dim"]},
    )
    inner = {"units": given["units"], "activation": given["activation"]}
    rest = (Call("keras.layers.Dropout", kwargs={"rate": given["dropout"]}),) if section.dropout else ()
    return Block(
        "encoder_block" if section.dropout else "encoder_block_without_dropout",
        "Every step looks at the others, then each is thought over by itself.",
        (
            _added(SelfAttention(attention), *rest),
            _added(
                Call("keras.layers.Dense", kwargs=inner),
                Call("keras.layers.Dense", kwargs={"units": given["width"]}),
                *rest,
            ),
        ),
        values,
        origin,
    )


def _added(*layers: Layer) -> Branches:
    return Branches(((Call("keras.layers.LayerNormalization"), *layers), ()), _ADD, _NAMES)
