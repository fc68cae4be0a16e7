"""What a custom file may give for a batch, and the sentences about what it may not."""

import numpy as np
import pytest

from engine.data.custom.batches import parts_of
from engine.data.problems import DataError

A, B, Y = np.zeros((4, 3)), np.ones((4, 5)), np.arange(4)


@pytest.mark.parametrize(
    ("batch", "words"),
    [
        (({"a": A, "b": B}, Y), r"The inputs of a batch are several arrays \(a, b\)"),
        (((A, B), Y), r"The inputs of a batch are several arrays \(tuple, 2\).*numpy\.concatenate"),
        ((A, {"y": Y, "z": Y}), r"The targets of a batch are several arrays \(y, z\).*a model for each"),
        ((A, Y, [Y, Y]), "weights of a batch must each be one array"),
        (A, "A batch is ndarray"),
        ((A, Y[:3]), r"shapes \(4, 3\), \(3,\)"),
        ((np.array(["a"] * 4), Y), "it must hold numbers"),
    ],
)
def test_a_batch_of_another_form_is_a_sentence(batch, words):
    with pytest.raises(DataError, match=words):
        parts_of(batch)


def test_inputs_that_are_joined_as_the_sentence_says_are_one_array():
    x, y, weight = parts_of((np.concatenate([A, B], axis=-1), Y))
    assert (x.shape, x.dtype, weight) == ((4, 8), np.float32, None)
    np.testing.assert_array_equal(x[..., 3:], B)
    np.testing.assert_array_equal(y, Y)
