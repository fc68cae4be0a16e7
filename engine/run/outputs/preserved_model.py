"""Uses a model in the middle of a training without changing it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

import keras

from engine.run.state.reading import copied


@contextmanager
def untouched(model: keras.Model) -> Generator[None]:
    """Restore the non-trainable variables of `model` on exit.

    Recurrent layers of Keras 3.15 draw the seed of their dropout in each call, also where nothing is dropped,
    so a prediction between two epochs would change all random numbers after it.
    """
    variables = list(model.non_trainable_variables)
    before = copied(variables)
    try:
        yield
    finally:
        for variable, value in zip(variables, before, strict=True):
            variable.assign(value)
