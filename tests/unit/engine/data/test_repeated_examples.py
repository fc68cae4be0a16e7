"""Validation examples are found among the training examples, and only when they are equal."""

import numpy as np
import pytest

from engine.data.repeated_examples import repeated_share


@pytest.mark.parametrize("dtype", ["uint8", "float32", "int32"])
def test_the_share_of_equal_examples(dtype: str) -> None:
    x = np.random.default_rng(1).uniform(0, 250, (300, 5, 40)).astype(dtype)
    train = np.arange(0, 300, 2)
    assert repeated_share(x, train, val_rows=x[0:80:2]) == 1.0
    assert repeated_share(x, train, val_rows=x[1:80:2]) == 0.0
    assert repeated_share(x, train, val_rows=x[:40]) == 0.5
    near = x[0:80:2].copy()
    near[:, 0, 0] += 1
    assert repeated_share(x, train, val_rows=near) == 0.0


def test_too_few_and_texts_are_not_looked_at() -> None:
    x = np.zeros((40, 2))
    assert repeated_share(x, np.arange(20), val_rows=x[:5]) == 0.0
    assert repeated_share(x.astype(str), np.arange(20), val_rows=x.astype(str)) == 0.0
