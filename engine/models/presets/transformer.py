"""The Transformer preset: blocks in which every step attends to all others, then the mean over the steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.models.parts.image_input import in_steps
from engine.models.presets.dense import dropout
from engine.settings.declaration.call import Call
from engine.settings.layers import Block, Branches, SelfAttention

if TYPE_CHECKING:
    from engine.settings.layers import Layer
    from engine.settings.presets.sequences import TransformerModel


def body(settings: TransformerModel, shape: tuple[int, ...]) -> tuple[Layer, ...]:
    """Return the layers between scaling and head.

    Args:
        settings: The settings of the kind.
        shape: Shape of an example, steps first.

    Raises:
        ModelError: The examples have no steps.
    """
    block = Block(
        "encoder_block",
        "Every step looks at the others, then each is thought over by itself.",
        (_added(settings, _attention(settings)), _added(settings, _feed_forward(settings))),
    )
    return (
        *in_steps(shape),
        _steps_with_places(settings, shape[0]),
        *(block for _ in range(settings.blocks)),
        Call("keras.layers.LayerNormalization"),
        Call("keras.layers.GlobalAveragePooling1D"),
    )


def _steps_with_places(settings: TransformerModel, steps: int) -> Call:
    """Return the layer that projects each step to the model's width, with a bias for each position."""
    return Call(
        "keras.layers.EinsumDense",
        args=("bsf,fw->bsw",),
        kwargs={
            "output_shape": (steps, settings.width),
            "bias_axes": "sw",
            "bias_initializer": "uniform",
        },
        origin={"output_shape": "model.width"},
    )


def _added(settings: TransformerModel, layers: tuple[Layer, ...]) -> Branches:
    """Return a residual connection around the layers, with normalization before them."""
    rest = (dropout(settings.dropout),) if settings.dropout else ()
    changed = (Call("keras.layers.LayerNormalization"), *layers, *rest)
    return Branches((changed, ()), Call("keras.layers.Add"), ("changed", "kept"))


def _attention(settings: TransformerModel) -> tuple[Layer, ...]:
    kwargs = {"num_heads": settings.heads, "key_dim": max(1, settings.width // settings.heads)}
    origin = {"num_heads": "model.heads", "key_dim": "model.width"}
    return (SelfAttention(Call("keras.layers.MultiHeadAttention", kwargs=kwargs, origin=origin)),)


def _feed_forward(settings: TransformerModel) -> tuple[Layer, ...]:
    inner = {"units": settings.feed_forward, "activation": "gelu"}
    return (
        Call("keras.layers.Dense", kwargs=inner, origin={"units": "model.feed_forward"}),
        Call("keras.layers.Dense", kwargs={"units": settings.width}, origin={"units": "model.width"}),
    )
