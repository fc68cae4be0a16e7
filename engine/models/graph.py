"""Builds an uncompiled Keras model from layers: `Sequential` for a plain list, else the functional API.

Layers are created in the order in which the script creates them, so both draw the same initial weights.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from engine.models.construct import construct, construct_named
from engine.models.parts.backbone_weights import answered
from engine.settings.declaration.call import Call
from engine.settings.layers import Backbone, Block, Branches, Columns, Operation, SelfAttention, in_a_row
from engine.tensorflow_import import import_keras

if TYPE_CHECKING:
    from engine.settings.layers import Layer


def connected(layers: tuple[Layer, ...], *, download: bool = True) -> Any:
    """Build the `keras.Model` of `layers`. Errors of Keras are passed on.

    Args:
        layers: The layers in order, the first of which is `keras.Input`.
        download: False to give a backbone whose weights would be downloaded random weights instead.

    Raises:
        ModelError: The weights of a backbone are not available.
        TypeError: The first layer is not an input.
    """
    keras = import_keras()
    calls = in_a_row(layers)
    if calls is not None:
        return keras.Sequential([construct(call) for call in calls])
    first, *rest = layers
    if not isinstance(first, Call):
        raise TypeError("the first layer of a model is its input")
    inputs = construct(first)
    if not download:
        rest = [_without_download(layer) for layer in rest]
    return keras.Model(inputs, through(rest, inputs))


def _without_download(layer: Layer) -> Layer:
    if isinstance(layer, Backbone) and layer.model.kwargs.get("weights") == "imagenet":
        call = replace(layer.model, kwargs={**layer.model.kwargs, "weights": None})
        return replace(layer, model=call)
    return layer


def through(layers: list[Layer] | tuple[Layer, ...], values: Any) -> Any:
    """Apply layers one after the other.

    Args:
        layers: The layers.
        values: A Keras tensor.

    Returns:
        The Keras tensor that the last of them returns.

    Raises:
        ModelError: The weights of a backbone are not available.
    """
    for layer in layers:
        values = _applied(layer, values)
    return values


def _applied(layer: Layer, values: Any) -> Any:
    match layer:
        case Call():
            found = construct(layer)(values)
        case Operation():
            found = construct_named(layer.path)(values, **layer.kwargs)
        case Columns():
            found = values[:, layer.start : layer.stop]
        case SelfAttention():
            found = construct(layer.layer)(values, values)
        case Branches():
            found = construct(layer.merge)([through(path, values) for path in layer.paths])
        case Block():
            found = through(layer.layers, values)
        case Backbone():
            found = _backbone(layer)(values)
    return found


def _backbone(layer: Backbone) -> Any:
    keras = import_keras()
    with answered(layer):
        model = construct(layer.model)
    if not layer.learning:
        model.trainable = False
        return model
    learning = model.layers[-layer.learning :]
    # fit calls every layer with training=True, whatever a model was called with: Keras issue 20285
    for one in model.layers:
        one.trainable = one in learning and not isinstance(one, keras.layers.BatchNormalization)
    return model
