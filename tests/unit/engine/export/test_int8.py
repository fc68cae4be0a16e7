"""What of an int8 network stays in float32: as little as its answers allow."""

import keras
import numpy as np
import pytest

from engine.export.array_files import write_arrays
from engine.export.convert.converters import CALIBRATION
from engine.export.convert.frozen_graph import freeze
from engine.export.convert.int8 import LEVELS, growing
from engine.export.proof import quantized
from engine.export.proof.quantized import WANTED, quantize_frozen
from engine.export.proof.runtimes import LiteRtRunner
from engine.predict.signature.schema import Outputs
from tests.marks import TRAINS

pytestmark = [
    TRAINS,
    pytest.mark.filterwarnings(r"ignore:\s+Warning. tf.lite.Interpreter is deprecated:UserWarning"),
    pytest.mark.filterwarnings("ignore:Statistics for quantized inputs:UserWarning"),
]
layers = keras.layers
NUMBER = Outputs(shape=(1,), holds="numbers", targets=("degrees",))
X = np.random.default_rng(0).normal(size=(60, 8)).astype(np.float32)


def plain():
    """A network of numbers around 0, which 8 bits hold well."""
    return keras.Sequential([keras.Input((8,)), layers.Dense(8, activation="relu"), layers.Dense(1)])


def shifted():
    """A network of numbers around 100 that differ little, so that one range of 8 bits is too coarse."""
    return keras.Sequential([*plain().layers, layers.Rescaling(0.1, offset=100.0)])


def single():
    """A network of which nothing would have 8 bits without its last layer."""
    return keras.Sequential([keras.Input((8,)), layers.Dense(1), layers.Rescaling(0.1, offset=100.0)])


def normalized():
    """A network with a step in between whose numbers have very different sizes."""
    inputs = keras.Input((8,))
    wide = layers.Concatenate()([inputs, layers.Rescaling(1000.0)(inputs)])
    found = layers.Add()([layers.Dense(16)(inputs), layers.LayerNormalization()(wide), wide])
    return keras.Model(inputs, layers.Dense(1)(layers.LayerNormalization()(found)))


@pytest.mark.parametrize(("network", "level"), [(plain, 0), (shifted, 1), (normalized, 2)])
def test_no_more_than_needed_stays_in_float32(network, level, tmp_path):
    keras.utils.set_random_seed(1)
    model = network()
    wanted = np.asarray(model(X))
    freeze(model, tmp_path, batch=1)
    write_arrays(tmp_path / CALIBRATION, [X])
    write_arrays(tmp_path / WANTED, [wanted])
    file = tmp_path / "model.tflite"
    assert quantize_frozen(tmp_path, file, outputs=NUMBER) == LEVELS[level]
    runner = LiteRtRunner(file.read_bytes())
    found = np.concatenate([runner.run([X[at : at + 1]])[0] for at in range(len(X))])
    assert np.abs(found - wanted).max() <= 0.1 * wanted.std()


def test_of_a_single_layer_nothing_can_stay_in_float32(tmp_path):
    model = single()
    freeze(model, tmp_path, batch=1)
    write_arrays(tmp_path / CALIBRATION, [X])
    write_arrays(tmp_path / WANTED, [np.asarray(model(X))])
    file = tmp_path / "model.tflite"
    assert quantize_frozen(tmp_path, file, outputs=NUMBER) == LEVELS[0]
    assert file.stat().st_size > 0


def test_of_a_series_that_grows_the_ranges_go_on():
    time = np.arange(100, dtype=np.float32)
    grows, swings = 300 + time, np.sin(time)
    values = np.stack([grows, swings], axis=1)
    windows = np.lib.stride_tricks.sliding_window_view(values, 5, axis=0).transpose(0, 2, 1)
    judged, given = growing(windows)
    np.testing.assert_array_equal(judged, windows[72:])
    np.testing.assert_array_equal(given[: len(judged)], judged)
    assert given[..., 0].max() == 399 + (399 - 375)
    assert np.abs(given[..., 1]).max() == np.abs(swings).max()
    fallen, measured = growing(-windows)
    assert (fallen.min(), measured.min()) == (-399, -423)
    still = windows[..., 1:]
    assert all(one is still for one in growing(still))


def test_a_file_that_cannot_be_run_is_worth_nothing():
    assert quantized._same(b"", [X], np.zeros((60, 1), np.float32), NUMBER) == 0.0
