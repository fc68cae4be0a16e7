"""The parts of the data among the arrays of a file, found by their names."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.data import DataError, load
from engine.data.arrays.parts import stem_and_part
from engine.data.separate_data import load_test, load_validation
from engine.data.split import split
from engine.inspect.preflight import check
from engine.inspect.staged_data import StagedData
from engine.run.feed.prepare import read_data
from engine.settings import Project
from engine.settings.data.kinds import ArraysData


def arrays(start, count, classes=2):
    return np.arange(start, start + count, dtype=np.float32)[:, None], np.arange(count) % classes


def saved(path, **parts):
    """Write arrays called `x_PART` and `y_PART`, of which no two have a value in common."""
    made = {}
    for number, (part, count) in enumerate(parts.items()):
        made[f"x{part}"], made[f"y{part}"] = arrays(100 * number, count)
    np.savez(path, allow_pickle=False, **made)
    return ArraysData(path=str(path))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("x_train", ("x", "train")),
        ("X_test", ("x", "test")),
        ("testX", ("x", "test")),
        ("train_images", ("images", "train")),
        ("val-labels", ("labels", "validation")),
        ("x", ("x", None)),
        ("data", ("data", None)),
        ("train", ("train", None)),
        ("features_dev", ("features", "validation")),
        ("latest", ("latest", None)),
        ("train_set_x", ("x", "train")),
        ("test/images", ("images", "test")),
    ],
)
def test_what_a_name_says(name, found):
    assert stem_and_part(name) == found


def test_validation_and_test_arrays_are_those_parts(tmp_path):
    data = saved(tmp_path / "a.npz", _train=10, _val=4, _test=6)
    found = load(data, None)
    parts = split(found, Project().fit, seed=0)
    assert np.asarray(found.x)[parts.train, 0].tolist() == list(range(10))
    assert np.asarray(found.x)[parts.validation, 0].tolist() == [100, 101, 102, 103]
    assert np.asarray(found.x)[parts.test, 0].tolist() == [200, 201, 202, 203, 204, 205]
    assert any("x_test and y_test are the test part" in note for note in found.notes)
    off = load(data.model_copy(update={"parts": False}), None)
    before = load(data.model_copy(update={"rules": "version_2"}), None)
    assert off.count == before.count == 10
    assert any("Not used: x_val" in note for note in before.notes)


def test_a_run_counts_the_test_part_and_uses_none_of_it(tmp_path):
    project = Project(data=saved(tmp_path / "a.npz", _train=10, _test=6))
    read = read_data(project, None)
    assert (read.examples, read.validation_examples, read.test.examples) == (8, 2, 6)


def problems(project, dataset):
    return check(project, None, data=StagedData(project, None, dataset=dataset))


def test_separate_data_in_the_same_file_is_never_the_training_inputs(tmp_path):
    data = saved(tmp_path / "a.npz", _train=10, _test=6)
    project = Project(data=data).with_value("fit.validation_data", str(tmp_path / "a.npz"))
    training = load(data, None)
    found = load_validation(project, None, dataset=training)
    assert np.asarray(found.x)[:, 0].tolist() == [100, 101, 102, 103, 104, 105]
    assert found.fingerprint != training.fingerprint
    assert not any("are the training data" in problem.message for problem in problems(project, training))
    # what validates does not test
    assert len(split(training, project.fit, seed=0).test) == 0
    assert len(split(training, project.fit, seed=0).train) == 10
    chosen = data.model_copy(update={"x_key": "x_train", "y_key": "y_train"})
    project = Project(data=chosen).with_value("fit.test_data", str(tmp_path / "a.npz"))
    found = load_test(project, None, dataset=load(chosen, None))
    assert np.asarray(found.x)[:, 0].tolist() == [100, 101, 102, 103, 104, 105]


def test_files_in_a_folder_have_parts_too(tmp_path):
    for name, start, count in (("train", 0, 8), ("test", 100, 4)):
        x, y = arrays(start, count)
        np.save(tmp_path / f"x_{name}.npy", x)
        np.save(tmp_path / f"y_{name}.npy", y)
    found = load(ArraysData(path=str(tmp_path)), None)
    assert found.test_mask is not None
    assert (found.count, int(found.test_mask.sum())) == (12, 4)


def test_a_part_that_does_not_fit_is_named_and_not_used(tmp_path):
    x, y = arrays(0, 8)
    np.savez(tmp_path / "a.npz", x_train=x, y_train=y, x_test=x.reshape(4, 2), y_test=y[:4])
    found = load(ArraysData(path=str(tmp_path / "a.npz")), None)
    assert (found.count, found.test_mask) == (8, None)
    assert any(note.startswith("Not used: x_test, y_test.") for note in found.notes)


def test_a_class_that_does_not_train_is_left_out_of_the_test_part(tmp_path):
    x, y = arrays(0, 8)
    np.savez(tmp_path / "a.npz", x_train=x, y_train=y + 1, x_test=x[:4], y_test=[1, 2, 3, 2])
    found = load(ArraysData(path=str(tmp_path / "a.npz")), None)
    assert found.class_names == ("1", "2")
    assert found.test_mask is not None
    assert found.y[found.test_mask].tolist() == [0, 1, 1]
    assert any("no training example has" in note for note in found.notes)


def test_weights_of_one_part_alone_are_asked_for(tmp_path):
    x, y = arrays(0, 8)
    np.savez(tmp_path / "a.npz", x_train=x, y_train=y, x_test=x, y_test=y, w=np.ones(8))
    with pytest.raises(DataError, match="no array that is for x_test what w is"):
        load(ArraysData(path=str(tmp_path / "a.npz"), weight_key="w"), None)


@settings(max_examples=25, deadline=None)
@given(
    names=st.permutations(["_train", "_val", "_test"]),
    sizes=st.tuples(st.integers(4, 9), st.integers(2, 9), st.integers(2, 9)),
    share=st.sampled_from([0.0, 0.2]),
)
def test_whatever_the_order_of_the_arrays_each_part_has_its_own(tmp_path_factory, names, sizes, share):
    path = tmp_path_factory.mktemp("parts") / "a.npz"
    data = saved(path, **dict(zip(names, sizes, strict=True)))
    found = load(data, None)
    fit = Project().fit.model_copy(update={"validation_split": share, "test_split": 0.3})
    parts = split(found, fit, seed=0)
    for name, rows in (("_train", parts.train), ("_val", parts.validation), ("_test", parts.test)):
        start, size = 100 * names.index(name), sizes[names.index(name)]
        assert np.asarray(found.x)[rows, 0].tolist() == list(range(start, start + size))
