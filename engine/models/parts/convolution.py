"""A convolution with normalization and activation: what all convolutional networks are made of."""

from __future__ import annotations

from typing import Any

from engine.settings.declaration.call import Call


def convolution(
    filters: Any,
    kernel_size: Any,
    *,
    activation: str = "",
    normalized: bool = False,
    dimensions: int = 2,
    strides: int = 1,
    kernel_path: str = "model.kernel_size",
) -> list[Call]:
    """Return a convolution with stride and "same" padding, followed by its normalization and activation.

    Args:
        filters: Number of filters; a `Named` where it is an argument of a block.
        kernel_size: Side of the kernel; likewise.
        activation: Name of the activation, "" for none.
        normalized: Whether batch normalization follows, which replaces the bias.
        dimensions: 1 for sequences, 2 for images.
        strides: Step of the kernel.
        kernel_path: Dotted path of the setting that the kernel size comes from, "" where it is fixed.
    """
    kwargs: dict[str, Any] = {"filters": filters, "kernel_size": kernel_size}
    origin = {"filters": "model.filters"} | ({"kernel_size": kernel_path} if kernel_path else {})
    if strides != 1:
        kwargs["strides"] = strides
    kwargs["padding"] = "same"
    path = f"keras.layers.Conv{dimensions}D"
    if normalized:
        return [
            # the normalization subtracts the mean, and a bias with it
            Call(path, kwargs=kwargs | {"use_bias": False}, origin=origin),
            Call("keras.layers.BatchNormalization"),
            *activated(activation),
        ]
    if activation:
        kwargs["activation"] = activation
        origin["activation"] = "model.activation"
    return [Call(path, kwargs=kwargs, origin=origin)]


def activated(activation: str) -> list[Call]:
    """Return the activation as a separate layer; [] for ""."""
    if not activation:
        return []
    kwargs = {"activation": activation}
    return [Call("keras.layers.Activation", kwargs=kwargs, origin={"activation": "model.activation"})]
