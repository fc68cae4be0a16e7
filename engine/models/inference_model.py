"""The whole model: what makes numbers of the data as it was read, and behind it the model that was trained.

It is what a run saves where the data needed preprocessing, so that it can be used without Fitroom: one input
a column, (n, 1) each, given by name. It is not compiled, as it is for predicting.
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
    """A `keras.Model` with the inputs `raw_inputs` and the outputs of `trained`, whose weights it shares."""
    keras = import_keras()
    inputs: dict[str, Any] = {
        raw.name: keras.Input((1,), dtype=raw.dtype, name=raw.name) for raw in raw_inputs
    }
    ends = [through(raw.layers, inputs[raw.name]) for raw in raw_inputs]
    joined = keras.layers.Concatenate()(ends) if len(ends) > 1 else ends[0]
    # the trained model without what it was compiled with: the optimizer's state is no part of the whole
    bare = keras.Model(trained.inputs, trained.outputs, name=TRAINED)
    return keras.Model(inputs, bare(joined))
