from dataclasses import replace

import numpy as np
import pytest

from engine.data import DataError, Dataset
from engine.data.targets.class_weights import balance, by_class_number, class_weights, example_weights
from engine.data.targets.encoded_targets import encode
from engine.settings.fit import FitSettings
from engine.settings.losses import Encoding

Y = np.array([0, 0, 0, 1, 1, 2])
DATA = Dataset(
    kind="arrays",
    task="classification",
    x=np.zeros((6, 1), np.uint8),
    y=Y,
    fingerprint="",
    class_names=("cat", "dog", "eel"),
)
NUMBERS = replace(DATA, task="regression", y=np.ones((6, 2), np.float32), class_names=())
ALL = np.arange(6)


def test_balanced_weights_come_from_the_training_part():
    fit = FitSettings(class_weight="balanced")
    assert class_weights(DATA, fit, train=ALL) == {0: 6 / 9, 1: 6 / 6, 2: 6 / 3}
    assert class_weights(DATA, fit, train=np.arange(4)) == {0: 4 / 6, 1: 4 / 2, 2: 1.0}


def test_weights_by_hand():
    fit = FitSettings(class_weight="table", class_weights={"dog": 3.0})
    weights = class_weights(DATA, fit, train=ALL)
    assert weights == {0: 1.0, 1: 3.0, 2: 1.0}
    found = example_weights(DATA, weights)
    assert found is not None
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, [1, 1, 1, 3, 3, 1])


def test_weights_by_number_as_keras_has_them():
    assert by_class_number({"0": 1.0, "1": 5.0}, DATA.class_names) == {0: 1.0, 1: 5.0, 2: 1.0}
    assert by_class_number({"cat": 2.0, "2": 4.0}, DATA.class_names) == {0: 2.0, 1: 1.0, 2: 4.0}
    # a number that is a class name too means that class
    assert by_class_number({"1": 5.0}, ("3", "1", "0")) == {0: 1.0, 1: 5.0, 2: 1.0}
    assert by_class_number({"0": 5.0}, ("3", "1", "0")) == {0: 1.0, 1: 1.0, 2: 5.0}
    assert by_class_number({"2": 5.0}, ("7", "8", "9")) == {0: 1.0, 1: 1.0, 2: 5.0}


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"3": 1.0}, "There is no class 3; the classes are 0: cat, 1: dog, 2: eel"),
        ({"-1": 1.0}, "There is no class -1"),
        ({"dog": 2.0, "1": 3.0}, "'dog' and '1' are the same class, dog"),
    ],
)
def test_a_key_that_is_no_class_or_one_twice(table, words):
    with pytest.raises(DataError, match=words) as caught:
        by_class_number(table, DATA.class_names)
    assert caught.value.path == "fit.class_weights"


def test_no_weights():
    assert class_weights(DATA, FitSettings(), train=ALL) is None
    assert example_weights(DATA, None) is None
    custom = np.arange(6, dtype=np.float32)
    assert example_weights(replace(DATA, sample_weight=custom), None) is custom


@pytest.mark.parametrize(
    ("dataset", "fit", "path", "words"),
    [
        (
            DATA,
            FitSettings(class_weight="table", class_weights={"dgo": 1}),
            "fit.class_weights",
            "Is dog meant?",
        ),
        (
            DATA,
            FitSettings(class_weight="table", class_weights={"xyz": 1}),
            "fit.class_weights",
            "0: cat, 1: dog, 2: eel",
        ),
        (NUMBERS, FitSettings(class_weight="balanced"), "fit.class_weight", "numbers"),
        (
            replace(DATA, sample_weight=np.ones(6, np.float32)),
            FitSettings(class_weight="balanced"),
            "fit.class_weight",
            "sample weights",
        ),
    ],
)
def test_weights_that_cannot_be(dataset, fit, path, words):
    with pytest.raises(DataError) as caught:
        class_weights(dataset, fit, train=ALL)
    assert caught.value.path == path
    assert words in str(caught.value)


def test_encodings():
    index = encode(Y, Encoding.INDEX, outputs=3)
    assert index.dtype == np.int32
    np.testing.assert_array_equal(index, Y)
    hot = encode(Y, Encoding.ONE_HOT, outputs=3)
    assert (hot.dtype, hot.shape) == (np.float32, (6, 3))
    np.testing.assert_array_equal(hot.argmax(axis=1), Y)
    np.testing.assert_array_equal(hot.sum(axis=1), 1)
    binary = encode(Y.clip(max=1), Encoding.BINARY, outputs=2)
    assert (binary.dtype, binary.shape) == (np.float32, (6, 1))
    np.testing.assert_array_equal(binary[:, 0], Y.clip(max=1))
    assert encode(NUMBERS.y, Encoding.NUMBER, outputs=2).dtype == np.float32


@pytest.mark.parametrize(
    ("y", "encoding"), [(Y, Encoding.BINARY), (Y, Encoding.NUMBER), (NUMBERS.y, Encoding.INDEX)]
)
def test_a_loss_that_does_not_fit(y, encoding):
    with pytest.raises(DataError) as caught:
        encode(y, encoding, outputs=3)
    assert caught.value.path == "compile.loss"


def test_the_balance_says_what_each_class_counts():
    train, held = np.array([0, 1, 3, 5]), np.array([2, 4])
    plain = balance(DATA, FitSettings(), train=train, validation=held)
    assert [(row.name, row.train, row.validation) for row in plain] == [
        ("cat", 2, 1),
        ("dog", 1, 1),
        ("eel", 1, 0),
    ]
    assert [row.share for row in plain] == [0.5, 0.25, 0.25]
    even = balance(DATA, FitSettings(class_weight="balanced"), train=train, validation=held)
    assert [row.weight for row in even] == pytest.approx([4 / 6, 4 / 3, 4 / 3])
    assert [row.share for row in even] == pytest.approx([1 / 3] * 3)
    by_hand = FitSettings(class_weight="table", class_weights={"cat": 0.0, "dog": 3.0})
    assert [row.share for row in balance(DATA, by_hand, train=train, validation=held)] == [0.0, 0.75, 0.25]
    wrong = FitSettings(class_weight="table", class_weights={"cow": 3.0})
    assert [row.weight for row in balance(DATA, wrong, train=train, validation=held)] == [1.0, 1.0, 1.0]
    assert balance(NUMBERS, FitSettings(), train=train, validation=held) == ()
