from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data import DataError, Dataset, load
from engine.data.kind_facts import SeriesFacts
from engine.data.separate_data import load_validation
from engine.data.split import split
from engine.settings import Project
from engine.settings.data.kinds import ArraysData
from engine.settings.fit import FitSettings


def classes(y: list[int]) -> Dataset:
    names = tuple(f"class {number}" for number in range(max(y) + 1))
    return Dataset(
        kind="arrays",
        task="classification",
        x=np.zeros((len(y), 1), np.uint8),
        y=np.array(y),
        fingerprint="",
        class_names=names,
    )


def numbers(count: int, **options: Any) -> Dataset:
    x = np.zeros((count, 1), np.float32)
    return Dataset(kind="arrays", task="regression", x=x, y=x.copy(), fingerprint="", **options)


def test_examples_of_one_group_are_in_one_part():
    rng = np.random.default_rng(0)
    groups, y = rng.integers(0, 40, 400), rng.integers(0, 3, 400)
    for data in (replace(classes(y.tolist()), groups=groups), replace(numbers(400), groups=groups)):
        for method in ("stratified", "random"):
            fit = FitSettings(validation_split=0.25, validation_method=method, test_split=0.2)
            parts = split(data, fit, seed=1)
            every = [*parts.train, *parts.validation, *parts.test]
            assert sorted(every) == list(range(400))
            found = [
                g for part in (parts.train, parts.validation, parts.test) for g in {*groups[part].tolist()}
            ]
            assert len(found) == len({*found}) == 40
            assert 60 <= len(parts.test) <= 100
            assert 60 <= len(parts.validation) <= 100
            assert split(data, fit, seed=2).test.tolist() != parts.test.tolist()


@pytest.mark.parametrize(
    ("groups", "method", "path"),
    [([0] * 6, "stratified", "data.columns"), ([0, 0, 1, 1, 2, 2], "last", "fit.validation_method")],
)
def test_groups_that_cannot_be_split(groups, method, path):
    data = replace(classes([0, 1] * 3), groups=np.array(groups))
    with pytest.raises(DataError) as caught:
        split(data, FitSettings(validation_method=method), seed=0)
    assert caught.value.path == path


def outcome(made: Callable[[], Any]) -> Any:
    """What `made` gives, or the sentence with which it refuses."""
    try:
        return made()
    except DataError as error:
        return str(error)


METHODS = st.sampled_from(["stratified", "random", "last"])


@given(
    y=st.lists(st.integers(0, 4), min_size=1, max_size=60),
    share=st.floats(0, 0.99),
    method=METHODS,
    seed=st.integers(0, 9),
)
def test_the_parts_are_all_examples(y, share, method, seed):
    fit = FitSettings(validation_split=share, validation_method=method)
    parts = outcome(lambda: split(classes(y), fit, seed=seed))
    if isinstance(parts, str):
        assert "validation" in parts
        return
    assert sorted([*parts.train, *parts.validation]) == list(range(len(y)))
    assert parts.train.dtype == parts.validation.dtype == np.int64
    assert len(parts.train) > 0
    assert (len(parts.validation) > 0) == (share > 0)
    if method == "stratified" and share > 0:
        for number in set(y):
            if y.count(number) > 1:
                assert number in np.array(y)[parts.train]
                assert number in np.array(y)[parts.validation]


def test_the_script_in_the_docstring_does_the_same():
    y, seed, s, k = np.random.default_rng(3).integers(0, 5, 97), 7, 0.2, 5
    rng, parts = np.random.default_rng(seed), []
    for c in range(k):
        members = rng.permutation(np.flatnonzero(y == c))
        size = min(max(round(len(members) * s), 1), len(members) - 1) if len(members) > 1 else 0
        parts.append(members[:size])
    found = split(classes(y.tolist()), FitSettings(), seed=seed)
    np.testing.assert_array_equal(found.validation, np.sort(np.concatenate(parts)))
    np.testing.assert_array_equal(found.train, np.setdiff1d(np.arange(97), found.validation))


def test_last_is_the_cut_of_keras():
    found = split(numbers(10), FitSettings(validation_split=0.25, validation_method="last"), seed=0)
    assert found.validation.tolist() == [7, 8, 9]


def test_ordered_data_gives_its_last_stretch_with_a_gap():
    found = split(numbers(10, series=SeriesFacts(gap=2)), FitSettings(), seed=0)
    assert (found.train.tolist(), found.validation.tolist()) == ([0, 1, 2, 3, 4, 5], [8, 9])


def test_the_seed_decides():
    first = split(numbers(50), FitSettings(), seed=1).validation
    np.testing.assert_array_equal(split(numbers(50), FitSettings(), seed=1).validation, first)
    assert split(numbers(50), FitSettings(), seed=2).validation.tolist() != first.tolist()


@pytest.mark.parametrize(
    ("dataset", "share"),
    [
        (numbers(2), 0.9),
        (numbers(4, series=SeriesFacts(gap=3)), 0.2),
        (classes([0, 1, 2]), 0.2),
        (numbers(1), 0.2),
    ],
)
def test_parts_that_would_be_empty_are_refused(dataset, share):
    with pytest.raises(DataError, match="validation") as caught:
        split(dataset, FitSettings(validation_split=share), seed=0)
    assert caught.value.path == "fit.validation_split"


def test_own_validation_data_leaves_all_to_training():
    assert split(classes([0, 1]), FitSettings(validation_data="own.npz"), seed=0).train.tolist() == [0, 1]


def test_own_arrays_are_matched_to_the_training_data(tmp_path):
    names = np.array(["cat", "dog", "eel"])
    np.savez(tmp_path / "train.npz", x=np.zeros((6, 4), np.uint8), y=[0, 1, 2] * 2, class_names=names)
    project = Project(data=ArraysData(path="train.npz")).with_value("fit.validation_data", "own.npz")
    training = load(ArraysData(path="train.npz"), tmp_path)
    cases: list[tuple[Any, dict[str, Any], list[int]]] = [
        ([2, 2], {}, [2, 2]),
        ([0, 1], {"class_names": names[::-1]}, [2, 1]),
        (["dog", "cat"], {}, [1, 0]),
        (np.eye(3)[[1, 2]], {}, [1, 2]),
    ]
    for y, custom_names, expected in cases:
        np.savez(tmp_path / "own.npz", x=np.zeros((2, 4), np.uint8), y=y, **custom_names)
        assert load_validation(project, tmp_path, dataset=training).y.tolist() == expected
    for x, y in (
        (np.zeros((2, 5), np.uint8), [0, 1]),
        (np.zeros((2, 4), np.float32), [0, 1]),
        (np.zeros((2, 4), np.uint8), [0, 3]),
    ):
        np.savez(tmp_path / "own.npz", x=x, y=y)
        with pytest.raises(DataError) as caught:
            load_validation(project, tmp_path, dataset=training)
        assert caught.value.path == "fit.validation_data"


def test_own_targets_must_be_as_many(tmp_path):
    np.savez(tmp_path / "train.npz", x=np.zeros((6, 4)), y=np.ones((6, 2)) / 2)
    np.savez(tmp_path / "own.npz", x=np.zeros((6, 4)), y=np.ones((6, 3)) / 2)
    project = Project(data=ArraysData(path="train.npz")).with_value("fit.validation_data", "own.npz")
    with pytest.raises(DataError, match="3 targets"):
        load_validation(project, tmp_path, dataset=load(ArraysData(path="train.npz"), tmp_path))


@given(
    y=st.lists(st.integers(0, 4), min_size=12, max_size=60),
    test=st.floats(0.05, 0.4),
    share=st.floats(0, 0.4),
    method=METHODS,
)
def test_a_test_part_is_taken_away_first_and_the_rest_is_split_as_if_it_were_all(y, test, share, method):
    fit = FitSettings(test_split=test, validation_split=share, validation_method=method)
    parts = outcome(lambda: split(classes(y), fit, seed=3))
    if isinstance(parts, str):
        return
    assert sorted([*parts.train, *parts.validation, *parts.test]) == list(range(len(y)))
    alone = split(classes(y), FitSettings(validation_split=test, validation_method=method), seed=3)
    assert parts.test.tolist() == alone.validation.tolist()
    rest = np.array(sorted([*parts.train, *parts.validation]))
    again = replace(classes(y), x=np.zeros((len(rest), 1)), y=np.array(y)[rest])
    without = split(again, FitSettings(validation_split=share, validation_method=method), seed=3)
    assert rest[without.train].tolist() == parts.train.tolist()
    assert rest[without.validation].tolist() == parts.validation.tolist()


def test_of_a_series_the_last_stretch_tests_with_a_gap_before_it_and_before_validation():
    fit = FitSettings(test_split=0.2, validation_split=0.25)
    found = split(numbers(20, series=SeriesFacts(gap=2)), fit, seed=0)
    assert found.test.tolist() == [16, 17, 18, 19]
    assert found.validation.tolist() == [10, 11, 12, 13]
    assert found.train.tolist() == list(range(8))
    groups = np.repeat([0, 1], 10)
    found = split(numbers(20, series=SeriesFacts(groups=groups)), fit, seed=0)
    assert found.test.tolist() == [8, 9, 18, 19]
    assert found.validation.tolist() == [6, 7, 16, 17]


def test_whole_series_test_and_others_validate():
    groups = np.repeat(np.arange(5), 4)
    dataset = numbers(20, series=SeriesFacts(groups=groups, whole_groups=True))
    found = split(dataset, FitSettings(test_split=0.2, validation_split=0.25), seed=1)
    series = [set(groups[part].tolist()) for part in (found.train, found.validation, found.test)]
    assert [len(one) for one in series] == [3, 1, 1]
    assert set.union(*series) == set(range(5))


def test_parts_that_data_brings_are_kept_whatever_the_shares_say():
    mask = np.arange(20) >= 15
    brought = numbers(20, test_mask=mask, test_file="a_TEST.ts")
    found = split(brought, FitSettings(test_split=0.5, validation_split=0.2), seed=0)
    assert found.test.tolist() == [15, 16, 17, 18, 19]
    assert (len(found.train), len(found.validation)) == (12, 3)
    for separate in ({"test_data": "x.npz"}, {"validation_data": "there\\a_TEST.ts"}):
        found = split(brought, FitSettings(validation_split=0.2).model_copy(update=separate), seed=0)
        assert found.test.tolist() == []
        assert max(*found.train, *found.validation) < 15
    both = numbers(20, validation_mask=np.arange(20) < 5)
    found = split(both, FitSettings(test_split=0.2), seed=0)
    assert found.validation.tolist() == [0, 1, 2, 3, 4]
    assert (len(found.train), len(found.test)) == (12, 3)
