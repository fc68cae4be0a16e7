"""Changes of whole batches: what they do to inputs, labels and weights, by the seed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.augmentation.batches import Examples, changed, generator
from engine.settings.augmentation import (
    Crop,
    CutMix,
    MixUp,
    Noise,
    Scaling,
    Shift,
    kinds,
)

FIRST = {"epoch": 0, "number": 0}
IN_BATCH = sorted(kinds(in_batch=True), key=lambda kind: kind.title)


def batch(shape=(8, 10, 3), count=6, classes=3):
    rng = np.random.default_rng(1)
    x = rng.integers(0, 256, (count, *shape)).astype(np.float32)
    return Examples(x, np.eye(classes, dtype=np.float32)[np.arange(count) % classes])


def shape_for(kind):
    return (12, 2) if kind.acts_on == "series" else (8, 10, 3)


@pytest.mark.parametrize("kind", IN_BATCH, ids=lambda kind: kind.title)
def test_the_same_seed_epoch_and_batch_give_the_same_changes(kind):
    given_batch = batch(shape_for(kind))
    draws = [
        changed(given_batch, (kind(),), rng=generator(seed, epoch=epoch, number=number)).x
        for seed, epoch, number in ((1, 2, 3), (1, 2, 3), (1, 2, 4), (1, 3, 3), (2, 2, 3))
    ]
    assert (draws[0] == draws[1]).all()
    assert all((draws[0] != other).any() for other in draws[2:])
    assert all(draw.dtype == np.float32 and draw.shape == given_batch.x.shape for draw in draws)


def test_the_given_batch_stays_as_it_is():
    given_batch = batch()
    before = given_batch.x.copy()
    changed(given_batch, (Crop(), Noise(), MixUp(), CutMix()), rng=generator(1, **FIRST))
    assert (given_batch.x == before).all()


@given(st.floats(0.05, 10.0), st.integers(0, 1000), st.sampled_from([MixUp, CutMix]))
def test_labels_stay_shares_of_one_and_weights_are_mixed_alike(alpha, seed, kind):
    given_batch = batch()
    weighted = Examples(given_batch.x, given_batch.y, given_batch.y[:, 0].copy())
    found = changed(weighted, (kind(alpha=alpha),), rng=generator(seed, **FIRST))
    assert found.y.sum(axis=1) == pytest.approx(np.ones(6), abs=1e-5)
    assert found.y.min() >= 0
    # a weight that is the share of the first class stays that share
    assert found.weight == pytest.approx(found.y[:, 0], abs=1e-6)


def test_mixup_blends_inputs_and_labels_in_one_share():
    x = np.repeat(np.arange(6, dtype=np.float32), 4).reshape(6, 4)
    y = np.eye(6, dtype=np.float32)
    found = changed(Examples(x, y), (MixUp(alpha=1.0),), rng=generator(3, **FIRST))
    # each input is its own number, so the labels say what the blend must be
    assert found.x[:, 0] == pytest.approx(found.y @ np.arange(6), abs=1e-4)
    assert ((found.y > 0.05) & (found.y < 0.95)).any()


def test_cutmix_counts_the_pixels_that_it_covers():
    x = np.broadcast_to(np.arange(6, dtype=np.float32)[:, None, None, None], (6, 16, 16, 1))
    found = changed(Examples(x, np.eye(6, dtype=np.float32)), (CutMix(),), rng=generator(3, **FIRST))
    for number in range(6):
        custom = (found.x[number] == number).mean()
        assert found.y[number, number] == pytest.approx(custom, abs=1e-6)


def test_a_crop_of_nothing_changes_nothing_and_a_ramp_stays_a_ramp():
    ramp = np.broadcast_to(np.arange(20, dtype=np.float32)[:, None], (4, 20, 20))
    given_batch = Examples(ramp, np.zeros(4, np.int32))
    assert changed(given_batch, (Crop(share=0.0),), rng=generator(1, **FIRST)).x == pytest.approx(ramp)
    cropped = changed(given_batch, (Crop(share=0.5),), rng=generator(1, **FIRST)).x
    steps = np.diff(cropped[:, 2:-2, 5], axis=1)
    assert (steps.max(axis=1) - steps.min(axis=1)).max() < 1e-3
    assert ((steps[:, 0] >= 0.5) & (steps[:, 0] <= 1.0)).all()


def test_scaling_keeps_the_mean_of_a_window_and_shift_moves_it():
    given_batch = batch((30, 2))
    scaled = changed(given_batch, (Scaling(spread=0.5),), rng=generator(1, **FIRST)).x
    assert scaled.mean(axis=1) == pytest.approx(given_batch.x.mean(axis=1), abs=1e-2)
    x = np.broadcast_to(np.arange(10, dtype=np.float32)[:, None], (50, 10, 1))
    moved = changed(
        Examples(x, np.zeros((50, 1), np.float32)), (Shift(steps=2),), rng=generator(1, **FIRST)
    ).x
    assert set((moved - x)[:, 4, 0].tolist()) == {-2.0, -1.0, 0.0, 1.0, 2.0}
    assert moved.min() == 0
    assert moved.max() == 9
