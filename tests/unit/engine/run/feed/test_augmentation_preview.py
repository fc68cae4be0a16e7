"""What people are shown of the random changes, before a run."""

import random

import numpy as np
import pytest

from engine.data import load
from engine.inspect.staged_data import StagedData
from engine.run.feed.augmentation_preview import variants
from engine.settings import Project
from engine.settings.augmentation import Crop, CutMix, Flip, Jitter, MixUp, Rotation, Scaling
from engine.settings.data.kinds import ArraysData, SeriesData, TableData

DIGITS = ArraysData(path="sample:digits.npz")


def shown(data, *changes, draw=0):
    project = Project(data=data, augmentation=changes)
    return variants(StagedData(project, dataset=load(data, None)), draw=draw)


def same(first, second):
    return all(
        (a.values == b.values).all() and a.label == b.label
        for rows in zip(first.rows, second.rows, strict=True)
        for a, b in zip(*rows, strict=True)
    )


def test_each_row_is_an_original_and_its_variants():
    found = shown(DIGITS, Rotation(), Crop())
    assert found.are_images
    assert [len(row) for row in found.rows] == [5, 5, 5, 5]
    for first, *others in found.rows:
        assert all(other.values.shape == first.values.shape == (8, 8) for other in others)
        assert all((other.values != first.values).any() for other in others)
        assert all(other.label == first.label for other in others)


def test_a_draw_can_be_seen_again_and_another_one_is_another():
    assert same(shown(DIGITS, Flip(), MixUp()), shown(DIGITS, Flip(), MixUp()))
    assert not same(shown(DIGITS, Flip(), MixUp()), shown(DIGITS, Flip(), MixUp(), draw=1))


def test_mixed_labels_say_their_shares():
    labels = [variant.label for row in shown(DIGITS, CutMix()).rows for variant in row[1:]]
    assert any("%" in label and " + " in label for label in labels)


@pytest.mark.parametrize("changes", [(), (Flip(enabled=False),), (Jitter(),)])
def test_there_is_nothing_to_see_where_nothing_is_changed(changes):
    assert shown(DIGITS, *changes).rows == ()
    assert shown(TableData(path="sample:wine.csv"), *changes).rows == ()


def test_jitter_of_a_series_is_counted_in_its_own_spread():
    data = SeriesData(path="sample:elnino.csv", window=30)
    found = shown(data, Jitter(stddev=0.1))
    x = load(data, None).x
    assert isinstance(x, np.ndarray)
    noise = np.concatenate([row[1].values - row[0].values for row in found.rows])
    assert not found.are_images
    assert noise.std() == pytest.approx(0.1 * x.std(), rel=0.3)
    assert not same(found, shown(data, Scaling()))


def test_looking_takes_no_random_numbers_of_a_run():
    numpy_state = np.random.get_state(legacy=False)  # noqa: NPY002 - the global generator is what is asked
    before = random.getstate(), str(numpy_state)
    shown(DIGITS, Rotation(), MixUp())
    numpy_state = np.random.get_state(legacy=False)  # noqa: NPY002 - as above
    assert (random.getstate(), str(numpy_state)) == before
