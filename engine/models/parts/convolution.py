"""One convolution with what stands behind it: the part that all convolutional networks are made of."""

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
    """A convolution over `dimensions` axes, batch normalization if `normalized`, and the activation if any.

    Filters and kernel size may be `Named`, where they are arguments of a block. `kernel_path` is the setting
    that the kernel size comes from, "" where it is fixed.
    """
    kwargs: dict[str, Any] = {"filters": filters, "kernel_size": kernel_size}
    origin = {"filters": "model.filters"} | ({"kernel_size": kernel_path} if kernel_path else {})
    if strides != 1:
        kwargs["strides"] = strides
    kwargs["padding"] = "same"
    path = f"keras.layers.Conv{dimensions}D"
    if normalized:
        return [
            # the normalization takes the mean away, and a bias with it
            Call(path, kwargs=kwargs | {"use_bias": False}, origin=origin),
            Call("keras.layers.BatchNormalization"),
            *activated(activation),
        ]
    if activation:
        kwargs["activation"] = activation
        origin["activation"] = "model.activation"
    return [Call(path, kwargs=kwargs, origin=origin)]


def activated(activation: str) -> list[Call]:
    """The activation as a layer of its own; none for ""."""
    if not activation:
        return []
    kwargs = {"activation": activation}
    return [Call("keras.layers.Activation", kwargs=kwargs, origin={"activation": "model.activation"})]
