"""Makes of a run's model the network that is exported: nothing random, in float32, unrolled.

Each is a change of the model's config, so it works for any model that Keras can describe, nested ones
included; the weights are copied. A model that Keras cannot describe is exported as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.isolated.errors import CORRUPT
from engine.tensorflow_import import import_keras

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_RECURRENT = ("LSTM", "GRU", "SimpleRNN", "RNN")
_NOISE = ("Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "AlphaDropout")
_MORE_NOISE = ("GaussianNoise", "GaussianDropout")
MANY_STEPS = 1_000_000
"""Stands for a number of time steps that is not known."""
_COPIED_LAMBDA = "fitroom_copied_lambda"
_MIXED = ("mixed_float16", "mixed_bfloat16")


def without_random_layers(model: Any) -> Any:
    """Return the model with layers that do nothing in place of those that act in training only."""
    return _changed(model, _no_random_layer)


def in_float32(model: Any) -> Any:
    """Return the model with float32 in place of mixed precision; its weights are float32 already."""
    return _changed(model, _no_mixed_precision)


def unrolled(model: Any) -> Any:
    """Return the model with its recurrent layers unrolled, a copy of their cell for each time step."""
    return _changed(model, _unrolled)


@dataclass(frozen=True, slots=True)
class Standardizing:
    """What a first layer does to numbers: subtract `mean`, divide by `scale`, along the last axis."""

    mean: list[float]
    scale: list[float]


def without_standardizing(model: Any) -> tuple[Any, Standardizing | None]:
    """Return the model without the layer that standardizes its inputs, and what that does.

    Quantization has one range for a whole tensor: of columns of thousands and of tenths, the latter would be
    all the same.

    Returns:
        The model and None where no such layer stands first, alone, and with constants.
    """
    keras = import_keras()
    chain = [layer for layer in model.layers if type(layer).__name__ not in ("InputLayer", "Identity")]
    first: Any = chain[0] if chain else None
    others = [one for layer in chain[1:] for one in keras.tree.flatten(getattr(layer, "input", None))]
    if (
        type(first).__name__ != "Normalization"
        or first.weights
        or any(one is model.inputs[0] for one in others)
    ):
        return model, None
    mean, variance = (np.ravel(keras.ops.convert_to_numpy(one)) for one in (first.mean, first.variance))
    if len(mean) not in (1, model.inputs[0].shape[-1]):
        return model, None

    def left_out(part: dict[str, Any]) -> dict[str, Any]:
        if part["class_name"] != "Normalization" or part["config"].get("name") != first.name:
            return part
        kept = {key: part["config"][key] for key in ("name", "dtype") if key in part["config"]}
        return {**part, "class_name": "Identity", "config": kept}

    scale = np.maximum(np.sqrt(variance), keras.config.epsilon())
    return _changed(model, left_out), Standardizing(mean.tolist(), scale.tolist())


def recurrent_steps(model: Any) -> int:
    """Return the most time steps that a recurrent layer of the model goes through; 0 without such layers."""
    keras = import_keras()
    most = 0
    for layer in layers_of(model):
        if type(layer).__name__ in _RECURRENT:
            try:
                first = keras.tree.flatten(layer.input)[0]
            except (AttributeError, ValueError):  # a layer inside of a wrapper has no input of its own
                first = model.inputs[0]
            most = max(most, int(first.shape[1] or MANY_STEPS))
    return most


def custom_classes(model: Any) -> tuple[str, ...]:
    """Return the names of the classes in the model that are not Keras's own, sorted."""
    names = {
        type(layer).__name__
        for layer in [model, *layers_of(model)]
        if not type(layer).__module__.startswith("keras.")
    }
    return tuple(sorted(names))


def has_lambdas(model: Any) -> bool:
    """Return whether the model has layers that are functions of a person."""
    return any(type(layer).__name__ == "Lambda" for layer in layers_of(model))


def is_mixed(model: Any) -> bool:
    """Return whether the model calculates in float16 or bfloat16 anywhere."""
    return any(layer.dtype_policy.name in _MIXED for layer in layers_of(model))


def layers_of(model: Any) -> Iterator[Any]:
    """Yield all layers, those inside of layers and wrappers included."""
    yield from model._flatten_layers(include_self=False)  # noqa: SLF001 - Keras has no public way


def _changed(model: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    """Return the model of a changed config, with the same weights; the model itself where nothing changes."""
    keras = import_keras()
    try:
        config = keras.saving.serialize_keras_object(model)
    except CORRUPT:  # Keras raises several for classes of a person that cannot be described
        return model
    changed = _walked(config, change)
    if changed == config:
        return model
    classes = {type(layer).__name__: type(layer) for layer in layers_of(model)}
    custom = {name: found for name, found in classes.items() if not found.__module__.startswith("keras.")}
    lambdas = [layer for layer in layers_of(model) if type(layer) is keras.layers.Lambda]
    by_name = {layer.name: layer for layer in lambdas}
    if len(by_name) < len(lambdas):
        return model
    custom[_COPIED_LAMBDA] = _copies(by_name)
    made = keras.saving.deserialize_keras_object(_walked(changed, _as_copied), custom_objects=custom)
    made.set_weights(model.get_weights())
    return made


def _copies(layers: Mapping[str, Any]) -> type:
    """Return a class that Keras makes Lambda layers with: of the functions at hand, not of their code."""

    class Copied:
        @classmethod
        def from_config(cls, config: dict[str, Any]) -> Any:
            layer = layers[config["name"]]
            return type(layer)(
                layer.function,
                output_shape=layer._output_shape,  # noqa: SLF001 - Keras has no public way
                mask=layer.mask,
                arguments=layer.arguments,
                name=layer.name,
                dtype=config["dtype"],
            )

    return Copied


def _as_copied(part: dict[str, Any]) -> dict[str, Any]:
    if part["class_name"] != "Lambda" or part.get("module") != "keras.layers":
        return part
    named = {"module": None, "class_name": _COPIED_LAMBDA, "registered_name": _COPIED_LAMBDA}
    return {**part, **named}


def _walked(value: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    if isinstance(value, dict):
        inner = {key: _walked(item, change) for key, item in value.items()}
        return change(inner) if "class_name" in inner and isinstance(inner.get("config"), dict) else inner
    if isinstance(value, list | tuple):
        return type(value)(_walked(item, change) for item in value)
    return value


def _no_random_layer(part: dict[str, Any]) -> dict[str, Any]:
    name, config = str(part["class_name"]), part["config"]
    if part.get("module") != "keras.layers" or "name" not in config:
        return part
    kept = {key: config[key] for key in ("name", "dtype") if key in config}
    if name.startswith("Random"):  # it makes floats of bytes, as does a scaling by 1
        return {**part, "class_name": "Rescaling", "config": {**kept, "scale": 1.0, "offset": 0.0}}
    if name in (*_NOISE, *_MORE_NOISE):
        return {**part, "class_name": "Identity", "config": kept}
    # recurrent layers draw the numbers of their dropout in any case, and attention has some too
    off = {key: 0.0 for key in ("dropout", "recurrent_dropout") if config.get(key)}
    return {**part, "config": {**config, **off}} if off else part


def _no_mixed_precision(part: dict[str, Any]) -> dict[str, Any]:
    if part["class_name"] == "DTypePolicy" and part["config"].get("name") in _MIXED:
        return {**part, "config": {**part["config"], "name": "float32"}}
    return part


def _unrolled(part: dict[str, Any]) -> dict[str, Any]:
    if part["class_name"] in _RECURRENT and part.get("module") == "keras.layers":
        return {**part, "config": {**part["config"], "unroll": True}}
    return part
