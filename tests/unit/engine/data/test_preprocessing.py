from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.data import separate_data
from engine.data.dataset import Dataset
from engine.data.separate_data import load_validation
from engine.data.split import split
from engine.inspect.staged_data import StagedData
from engine.settings import Project
from tests.preprocessed import Measured, Rows, mixed

TRAIN = np.arange(30)


def x_of(dataset: Dataset) -> NDArray[Any]:
    """The inputs, which are in memory."""
    assert isinstance(dataset.x, np.ndarray)
    return dataset.x


def test_only_the_training_part_is_measured():
    before = mixed()
    rows = before.rows
    assert isinstance(rows, Rows)
    others = np.arange(len(rows.words)) >= len(TRAIN)
    changed = Rows(np.where(others, 1e6, rows.numbers), np.where(others, "unseen", rows.words))
    one, two = before.fit(TRAIN), replace(before, rows=changed).fit(TRAIN)
    assert isinstance(one.fitted, Measured)
    assert isinstance(two.fitted, Measured)
    assert (one.fitted.fill, one.fitted.words) == (two.fitted.fill, two.fitted.words)
    np.testing.assert_array_equal(x_of(one)[TRAIN], x_of(two)[TRAIN])
    assert x_of(two)[30:, 1].tolist() == [0.0] * 30


def test_a_data_set_has_nothing_to_train_on_before_it_is_fitted():
    dataset = mixed()
    assert dataset.count == 60
    assert not hasattr(dataset, "x")
    found = dataset.fit(TRAIN)
    assert (found.count, found.shape) == (60, (2,))
    assert found.feature_names == ("number", "word")
    assert np.isfinite(x_of(found)).all()


def test_what_is_numbers_already_stays_the_same_object():
    x = np.zeros((4, 2), np.float32)
    dataset = Dataset(kind="arrays", task="regression", x=x, y=np.zeros((4, 1), np.float32), fingerprint="")
    assert dataset.fit(TRAIN) is dataset
    assert StagedData(Project(), dataset=dataset).fitted is dataset
    assert dataset.fit_like(dataset) is dataset


def test_a_split_is_measured_on_its_own_training_part():
    dataset, project = mixed(), Project().with_value("fit.validation_split", 0.5)
    parts = split(dataset, project.fit, seed=project.run.seed)
    found, wanted = StagedData(project, dataset=dataset).fitted, dataset.fit(parts.train)
    np.testing.assert_array_equal(x_of(found), x_of(wanted))


def test_separate_validation_data_is_fitted_like_the_training_data(monkeypatch: pytest.MonkeyPatch):
    other = mixed(8, seed=2)
    rows = other.rows
    assert isinstance(rows, Rows)
    unseen = replace(other, rows=Rows(np.full(8, np.nan), np.full(8, "unseen")))
    monkeypatch.setattr(separate_data, "load", lambda *_given, **_named: unseen)
    dataset = mixed().fit(np.arange(60))
    assert isinstance(dataset.fitted, Measured)
    found = load_validation(Project(), Path(), dataset=dataset)
    np.testing.assert_allclose(x_of(found), np.array([[dataset.fitted.fill, 0.0]] * 8), rtol=1e-6)
