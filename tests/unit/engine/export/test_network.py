"""The network that is exported: nothing random in it, float32, unrolled, with the answers that it had."""

import keras
import numpy as np
import pytest

from engine.export.convert.network import (
    custom_classes,
    in_float32,
    is_mixed,
    layers_of,
    recurrent_steps,
    unrolled,
    without_random_layers,
    without_standardizing,
)

layers = keras.layers


class Custom(layers.Layer):
    def call(self, inputs):
        return inputs * 2.0


def answers(model, x):
    return np.asarray(model(x, training=False))


def test_random_layers_are_gone_and_the_answers_are_the_same():
    inner = keras.Sequential([keras.Input((8, 8, 3)), layers.Conv2D(2, 3), layers.SpatialDropout2D(0.2)])
    model = keras.Sequential(
        [
            keras.Input((8, 8, 3), dtype="uint8"),
            layers.RandomFlip(),
            layers.RandomRotation(0.1),
            layers.Rescaling(1 / 255),
            layers.GaussianNoise(0.1),
            inner,
            layers.Flatten(),
            layers.Dropout(0.5),
            Custom(),
            layers.Dense(3, activation="softmax"),
        ]
    )
    x = np.random.default_rng(0).integers(0, 255, (4, 8, 8, 3)).astype("uint8")
    bare = without_random_layers(model)
    np.testing.assert_array_equal(answers(bare, x), answers(model, x))
    np.testing.assert_array_equal(np.asarray(bare(x, training=True)), answers(model, x))
    names = {type(layer).__name__ for layer in layers_of(bare)}
    assert not any("Random" in name or "Dropout" in name or "Noise" in name for name in names)
    assert custom_classes(model) == ("Custom",)
    assert without_random_layers(bare) is bare


def test_mixed_precision_becomes_float32():
    policy = keras.dtype_policies.DTypePolicy("mixed_float16")
    model = keras.Sequential([keras.Input((4,)), layers.Dense(8, dtype=policy), layers.Dense(2)])
    exact = in_float32(model)
    assert is_mixed(model)
    assert not is_mixed(exact)
    x = np.random.default_rng(0).normal(size=(5, 4)).astype("float32")
    np.testing.assert_allclose(answers(exact, x), answers(model, x), atol=5e-3)


@pytest.mark.parametrize("layer", [layers.LSTM(4, dropout=0.2), layers.Bidirectional(layers.GRU(3))])
def test_recurrent_layers_are_counted_and_unrolled(layer):
    model = keras.Sequential([keras.Input((6, 2)), layers.Masking(0.0), layer, layers.Dense(1)])
    x = np.random.default_rng(0).normal(size=(5, 6, 2)).astype("float32")
    x[:, 4:] = 0
    assert recurrent_steps(model) == 6
    flat = unrolled(without_random_layers(model))
    np.testing.assert_allclose(answers(flat, x), answers(model, x), atol=1e-6)
    inner = [one for one in layers_of(flat) if type(one).__name__ in ("LSTM", "GRU")]
    assert all(one.unroll and not one.dropout for one in inner)


@pytest.mark.parametrize("first", [[], [layers.GaussianNoise(0.1)]])
def test_the_first_standardizing_is_left_out_and_named(first):
    scaled = layers.Normalization(mean=[1000.0, 0.1], variance=[90_000.0, 0.01])
    model = keras.Sequential([keras.Input((2,)), *first, scaled, layers.Dense(3)])
    x = np.array([[700, 0.2], [1300, 0.0]], np.float32)
    bare, how = without_standardizing(without_random_layers(model))
    assert how is not None
    given = ((x - np.array(how.mean)) / np.array(how.scale)).astype(np.float32)
    np.testing.assert_allclose(answers(bare, given), answers(model, x), atol=1e-6)


def test_a_standardizing_that_is_not_alone_at_the_input_stays():
    inputs = keras.Input((2,))
    scaled = layers.Normalization(mean=[1.0, 2.0], variance=[1.0, 4.0])(inputs)
    both = keras.Model(inputs, layers.Dense(1)(layers.Concatenate()([scaled, inputs])))
    assert without_standardizing(both) == (both, None)
    plain = keras.Sequential([keras.Input((2,)), layers.Dense(1)])
    assert without_standardizing(plain) == (plain, None)


def test_a_network_without_time_has_no_steps():
    assert recurrent_steps(keras.Sequential([keras.Input((3,)), layers.Dense(1)])) == 0
