"""What a data set draws while it makes a batch is found in its code; what it draws in its hooks is not."""

from __future__ import annotations

import random

import numpy as np
import pytest

from engine.data.custom.custom_draws import draws_in_batches

of_file = np.random.default_rng(1)


class InHooks:
    def __init__(self) -> None:
        self.rng, self.order = np.random.default_rng(1), np.arange(4)

    def on_epoch_end(self) -> None:
        self.order = self.rng.permutation(4)

    def __getitem__(self, index: int) -> int:
        return int(self.order[index] + np.random.default_rng([1, index]).random())


class InBatches(InHooks):
    def __getitem__(self, index: int) -> int:
        return self.noisy(index)

    def noisy(self, index: int) -> int:
        return index + int(self.rng.integers(9))


class OfFile(InHooks):
    def __getitem__(self, index: int) -> int:
        return index + int(of_file.integers(9))


class OfPython(InHooks):
    def __getitem__(self, index: int) -> int:
        return index + random.choice([1, 2])


class OfNumPy(InHooks):
    def __getitem__(self, index: int) -> int:
        return index + np.random.randint(9)  # noqa: NPY002 - as people write it


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (InHooks, ()),
        (InBatches, ("InBatches.rng",)),
        (OfFile, ("of_file",)),
        (OfPython, ("random (OfPython.__getitem__)",)),
        (OfNumPy, ("random (OfNumPy.__getitem__)",)),
    ],
)
def test_the_draws_of_a_batch(kind: type, names: tuple[str, ...]) -> None:
    assert draws_in_batches(kind()) == names
