"""Arrays that mean something else than their shape or type says at first sight."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.data import load
from engine.settings.data.kinds import ArraysData

RNG = np.random.default_rng(0)


def read(tmp_path, x, y, **options):
    np.savez(tmp_path / "a.npz", x=x, y=y)
    return load(ArraysData(path=str(tmp_path / "a.npz"), **options), None)


def test_pictures_with_their_channels_first_are_turned_and_it_can_be_set(tmp_path):
    x = RNG.integers(0, 255, (12, 3, 16, 20), np.uint8)
    y = np.arange(12) % 2
    found = read(tmp_path, x, y)
    np.testing.assert_array_equal(found.x, np.moveaxis(x, 1, -1))
    assert any("channels first" in note for note in found.notes)
    for options in ({"channels": "last"}, {"rules": "version_2"}):
        found = read(tmp_path, x, y, **options)
        assert (found.shape, any("channels" in note for note in found.notes)) == ((3, 16, 20), False)


@pytest.mark.parametrize(
    "shape", [(12, 16, 20, 3), (12, 3, 16, 3), (12, 3, 5, 7), (12, 5, 16, 16), (12, 3, 16)]
)
def test_other_shapes_stay_as_they_are(tmp_path, shape):
    assert read(tmp_path, RNG.normal(size=shape), np.arange(12) % 2).shape == shape[1:]


def test_whole_numbers_from_0_to_255_in_the_shape_of_pictures_are_bytes(tmp_path):
    x, y = RNG.integers(0, 256, (12, 28, 28)), np.arange(12) % 2
    found = read(tmp_path, x, y)
    assert found.x.dtype == np.uint8
    np.testing.assert_array_equal(found.x, x)
    assert any("taken as bytes" in note for note in found.notes)
    assert read(tmp_path, x, y, integers="numbers").x.dtype == np.float32
    assert read(tmp_path, x + 1, y).x.dtype == np.float32
    assert read(tmp_path, x[:, 0], y).x.dtype == np.float32
    assert read(tmp_path, x[:, 0], y, integers="bytes").x.dtype == np.uint8


def test_16_bit_pixels_keep_their_range(tmp_path):
    x = RNG.integers(0, 4096, (12, 16, 16, 1)).astype(np.uint16)
    found = read(tmp_path, x, np.arange(12) % 2)
    assert found.x.dtype == np.float32
    np.testing.assert_array_equal(found.x, x)


@pytest.mark.parametrize(
    ("y", "names"),
    [
        ([0.0, 1.0, 2.0], ("0", "1", "2")),
        ([1.0, 2.0, 3.0], ("1", "2", "3")),
        ([-1.0, 1.0, 1.0], ("-1", "1")),
    ],
)
@pytest.mark.parametrize("shape", [(12,), (12, 1)])
def test_whole_numbers_written_with_decimals_are_classes_as_in_a_table(tmp_path, y, names, shape):
    values = np.array(y * 4, np.float32).reshape(shape)
    found = read(tmp_path, np.zeros((12, 2)), values)
    assert (found.task, found.class_names) == ("classification", names)
    assert [found.class_names[number] for number in found.y] == [f"{value:g}" for value in y * 4]
    assert any("whole numbers of type float32" in note for note in found.notes)
    assert read(tmp_path, np.zeros((12, 2)), values, task="regression").task == "regression"
    assert read(tmp_path, np.zeros((12, 2)), values, rules="version_2").task == "regression"


def test_numbers_with_decimals_and_many_whole_numbers_are_numbers(tmp_path):
    for y in (np.arange(12) / 2, np.arange(60, dtype=np.float64)):
        assert read(tmp_path, np.zeros((len(y), 2)), y).task == "regression"


def test_class_numbers_from_1_on_and_one_hot_rows_are_said(tmp_path):
    found = read(tmp_path, np.zeros((12, 2)), np.arange(12) % 3 + 1)
    assert any("1 to 3, are counted from 0 on" in note for note in found.notes)
    found = read(tmp_path, np.zeros((12, 2)), np.eye(3)[np.arange(12) % 3])
    assert any("one-hot rows" in note for note in found.notes)


def test_whole_numbers_that_float32_rounds_are_said(tmp_path):
    found = read(tmp_path, RNG.integers(0, 2**40, (12, 2)), np.arange(12) % 2)
    assert any("which float32 rounds" in note for note in found.notes)


TYPES = ["uint8", ">u2", "int32", ">i8", "float16", ">f4", "float64", "bool"]


@settings(max_examples=40, deadline=None)
@given(
    types=st.tuples(st.sampled_from(TYPES), st.sampled_from([*TYPES[1:-1], "<U3"])),
    shape=st.sampled_from([(3,), (4, 2), (12, 12), (9, 9, 3), (3, 9, 9)]),
    order=st.sampled_from("CF"),
    column=st.booleans(),
)
def test_what_is_read_is_what_was_written(tmp_path_factory, types, shape, order, column):
    x_type, y_type = types
    rng = np.random.default_rng(0)
    x = np.asarray(rng.integers(0, 100, (12, *shape)), order=order).astype(x_type, order=order)
    labels = np.arange(12) % 3
    y = labels.astype(y_type)
    y = y[:, None] if column else y
    folder = tmp_path_factory.mktemp("written")
    np.save(folder / "x.npy", x)
    np.save(folder / "y.npy", y)
    found = load(ArraysData(path=str(folder)), None)
    turned = len(shape) == 3 and shape[0] == 3 and shape[2] != 3
    expected = np.moveaxis(x, 1, -1) if turned else x
    np.testing.assert_array_equal(np.asarray(found.x, np.float64), expected.astype(np.float64))
    assert found.x.dtype in (np.uint8, np.float32)
    assert found.task == "classification"
    assert [found.class_names[number] for number in found.y] == [str(label) for label in labels]
