"""Builds the whole model for inference: preprocessing of the raw data, followed by the trained model.

A run saves it where the data needed preprocessing, so that it can be used without Fitroom. It has one input
a column, (n, 1) each, passed by name, and it is not compiled, as it only predicts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.models.graph import through
from engine.tensorflow_import import import_keras

if TYPE_CHECKING:
    from engine.settings.data.raw_inputs import RawInput

TRAINED = "trained"
"""The name of the trained model among the layers of the whole one."""


def whole_model(trained: Any, raw_inputs: tuple[RawInput, ...]) -> Any:
    """Build the model that takes data as it was read.

    Args:
        trained: The trained `keras.Model`; its weights are shared, not copied.
        raw_inputs: The inputs with their preprocessing layers, in the order of the columns of `trained`.

    Returns:
        A `keras.Model` with these inputs and the outputs of `trained`, which is its layer TRAINED.
    """
    keras = import_keras()
    inputs: dict[str, Any] = {
        raw.name: keras.Input((1,), dtype=raw.dtype, name=raw.name) for raw in raw_inputs
    }
    ends = [through(raw.layers, inputs[raw.name]) for raw in raw_inputs]
    joined = keras.layers.Concatenate()(ends) if len(ends) > 1 else ends[0]
    # the trained model without its compile arguments: the optimizer's state is not part of the whole
    bare = keras.Model(trained.inputs, trained.outputs, name=TRAINED)
    return keras.Model(inputs, bare(joined))


def trained_model(whole: Any) -> Any:
    """Return the model that was trained, of one that takes data as it was read; itself where it is the same.

    Args:
        whole: A `keras.Model`, as a run has saved it.
    """
    inner: Any = next((layer for layer in whole.layers if layer.name == TRAINED), None)
    if inner is None:
        return whole
    # it was saved as one that takes a list of one array; training and evaluating pass the array
    return import_keras().Model(inner.inputs[0], inner.outputs[0], name=TRAINED)
