"""What is read of many variables at once is what each of them holds."""

import keras
import numpy as np

from engine.run.state.reading import copied


def variables() -> list[keras.Variable]:
    rng = np.random.default_rng(3)
    return [
        keras.Variable(rng.normal(size=shape).astype(dtype), dtype=dtype)
        for shape, dtype in [((3, 4), "float32"), ((), "int64"), ((2, 0), "float16"), ((5,), "bool")]
    ]


def test_values_shapes_and_types_are_those_of_each() -> None:
    asked = variables()
    for variable, found in zip(asked, copied(asked), strict=True):
        one = np.asarray(variable.value.numpy())
        assert (found.dtype, found.shape) == (one.dtype, one.shape)
        assert found.tobytes() == one.tobytes()


def test_they_stay_when_the_variables_change() -> None:
    asked = variables()
    found = copied(asked)
    before = [value.copy() for value in found]
    for variable in asked:
        variable.assign(np.zeros(variable.shape, variable.dtype))
    for first, second in zip(before, found, strict=True):
        assert first.tobytes() == second.tobytes()


def test_none_are_no_arrays() -> None:
    assert copied([]) == []


def test_a_seed_of_a_layer_is_read_too() -> None:
    layer = keras.layers.Dropout(0.5, seed=4)
    state = layer.seed_generator.state
    assert copied([state])[0].tolist() == state.value.numpy().tolist()
