import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engine.data import DataError, Dataset, choices_in, load
from engine.settings.data.kinds import ArraysData

X = np.arange(24, dtype=np.float32).reshape(6, 4)
Y = np.array([0, 1, 0, 1, 0, 1])


def npz(folder: Path, **arrays: Any) -> Path:
    path = folder / "data.npz"
    np.savez(path, **arrays)
    return path


def read(path: Path, **options: Any) -> Dataset:
    return load(ArraysData(path=str(path), **options), None)


def refusal(path: Path, **options: Any) -> DataError:
    with pytest.raises(DataError) as caught:
        read(path, **options)
    return caught.value


def test_digits_sample():
    found = load(ArraysData(path="sample:digits.npz"), None)
    assert (found.x.shape, found.x.dtype, found.task) == ((1797, 8, 8, 1), np.uint8, "classification")
    assert found.class_names == tuple("0123456789")
    assert choices_in(ArraysData(path="sample:digits.npz"), None).names == ("x", "y", "class_names")


@pytest.mark.parametrize(
    ("x_name", "y_name"),
    [("x", "y"), ("X_train", "y_train"), ("images", "labels"), ("data", "target"), ("arr_0", "arr_1")],
)
def test_usual_names_are_found(tmp_path, x_name, y_name):
    found = read(npz(tmp_path, **{y_name: Y, x_name: X}))
    np.testing.assert_array_equal(found.x, X)
    np.testing.assert_array_equal(found.y, Y)


def test_unusual_names_are_listed_with_shapes(tmp_path):
    path = npz(tmp_path, one=X, two=Y)
    error = refusal(path)
    assert error.path == "data.x_key"
    assert "one (6, 4), two (6,)" in str(error)
    np.testing.assert_array_equal(read(path, x_key="one", y_key="two").x, X)
    assert refusal(path, x_key="one").path == "data.y_key"
    assert "no array named three" in str(refusal(path, x_key="three"))


@pytest.mark.parametrize("given_dtype", [np.float64, np.float16, np.int32, np.int64, bool, ">f4"])
def test_numbers_become_float32(tmp_path, given_dtype):
    found = read(npz(tmp_path, x=(X > 3).astype(given_dtype), y=Y))
    assert found.x.dtype == np.float32
    assert found.x.dtype.isnative
    np.testing.assert_array_equal(found.x, (X > 3).astype(np.float32))


def test_bytes_stay_bytes_and_one_dimension_becomes_one_feature(tmp_path):
    found = read(npz(tmp_path, x=np.arange(6, dtype=np.uint8), y=Y))
    assert (found.x.dtype, found.shape) == (np.uint8, (1,))


def test_pickled_objects_are_refused(tmp_path):
    error = refusal(npz(tmp_path, x=np.array([{}, []] * 3, dtype=object), y=Y))
    assert "pickle" in str(error)
    pickled = tmp_path / "data.pkl"
    pickled.write_bytes(b"\x80\x04N.")
    assert "pickle" in str(refusal(pickled))


def test_shapes_that_do_not_fit_are_both_named(tmp_path):
    error = refusal(npz(tmp_path, x=X, y=Y[:5]))
    assert "(6, 4)" in str(error)
    assert "(5,)" in str(error)


def test_rows_with_nan_are_left_out_and_named(tmp_path):
    x = X.copy()
    x[2, 1], x[3, 0] = np.nan, np.inf
    found = read(npz(tmp_path, x=x, y=Y))
    assert found.count == 4
    assert [item.name for item in found.left_out] == ["row 2", "row 3"]
    np.testing.assert_array_equal(found.x, X[[0, 1, 4, 5]])
    np.testing.assert_array_equal(found.y, Y[[0, 1, 4, 5]])
    assert "No example is left" in str(refusal(npz(tmp_path, x=X * np.nan, y=Y)))


def test_a_number_too_large_for_32_bits_is_left_out(tmp_path):
    x = X.astype(np.float64)
    x[0, 0] = 1e300
    assert [item.name for item in read(npz(tmp_path, x=x, y=Y)).left_out] == ["row 0"]


def test_one_hot_targets_become_classes(tmp_path):
    found = read(npz(tmp_path, x=X, y=np.eye(2)[Y], class_names=np.array(["cat", "dog"])))
    assert found.class_names == ("cat", "dog")
    np.testing.assert_array_equal(found.y, Y)


def test_text_targets_become_sorted_classes(tmp_path):
    found = read(npz(tmp_path, x=X, y=np.array(["b", "a"] * 3)))
    assert found.class_names == ("a", "b")
    np.testing.assert_array_equal(found.y, [1, 0] * 3)


@pytest.mark.parametrize("values", [[1, 2, 5], [-1, 0, 1]])
def test_gaps_in_class_numbers_become_names(tmp_path, values):
    found = read(npz(tmp_path, x=X, y=np.array(values * 2)))
    assert found.class_names == tuple(str(value) for value in values)
    np.testing.assert_array_equal(found.y, [0, 1, 2] * 2)


def test_class_names_that_do_not_fit_are_noted(tmp_path):
    found = read(npz(tmp_path, x=X, y=Y + 5, class_names=np.array(["cat", "dog"])))
    assert found.class_names == ("5", "6")
    assert any("do not fit" in note for note in found.notes)


def test_numbers_are_regression_and_the_task_can_be_set(tmp_path):
    path = npz(tmp_path, x=X, y=Y.astype(float) / 2)
    assert (read(path).task, read(path).y.shape, read(path).y.dtype) == ("regression", (6, 1), np.float32)
    path = npz(tmp_path, x=X, y=Y.astype(float))
    assert read(path, task="classification").class_names == ("0", "1")
    path = npz(tmp_path, x=X, y=Y + 0.5)
    assert refusal(path, task="classification").path == "data.task"
    path = npz(tmp_path, x=X, y=Y)
    assert read(path, task="regression").y.dtype == np.float32
    path = npz(tmp_path, x=X, y=np.array(list("abcabc")))
    assert refusal(path, task="regression").path == "data.task"
    assert read(npz(tmp_path, x=X, y=np.ones((6, 3)) / 3)).outputs == 3


def test_one_class_is_refused_and_a_single_example_noted(tmp_path):
    assert "one class" in str(refusal(npz(tmp_path, x=X, y=np.zeros(6, int))))
    found = read(npz(tmp_path, x=X, y=np.array([0, 0, 0, 0, 0, 1])))
    assert any("class 1 has one example" in note for note in found.notes)


def test_weights(tmp_path):
    path = npz(
        tmp_path, x=X, y=Y, w=np.arange(6), short=np.ones(5), minus=-np.ones(6), nan=Y * np.nan, no=Y * 0
    )
    weight = read(path, weight_key="w").sample_weight
    assert weight is not None
    assert weight.dtype == np.float32
    np.testing.assert_array_equal(weight, np.arange(6))
    for name in ("short", "minus", "nan", "no", "missing"):
        assert refusal(path, weight_key=name).path == "data.weight_key"


def test_npy_pair(tmp_path):
    np.save(tmp_path / "x_train.npy", X)
    error = refusal(tmp_path / "x_train.npy")
    assert error.path == "data.y_path"
    np.save(tmp_path / "y_train.npy", Y)
    np.save(tmp_path / "other.npy", 1 - Y)
    np.testing.assert_array_equal(read(tmp_path / "x_train.npy").y, Y)
    np.testing.assert_array_equal(read(tmp_path / "x_train.npy", y_path=str(tmp_path / "other.npy")).y, 1 - Y)
    np.testing.assert_array_equal(read(tmp_path, y_key="y_train").y, Y)


def test_the_fingerprint_follows_the_bytes(tmp_path):
    first = read(npz(tmp_path, x=X, y=Y)).fingerprint
    assert read(npz(tmp_path, x=X, y=Y)).fingerprint == first
    assert read(npz(tmp_path, x=X + 1, y=Y)).fingerprint != first


def test_a_relative_path_begins_at_base(tmp_path):
    npz(tmp_path, x=X, y=Y)
    assert load(ArraysData(path="data.npz"), tmp_path).count == 6


@pytest.mark.parametrize("path", ["", "missing.npz", "a\0b", "sample:none.npz", "x" * 5000])
def test_paths_that_lead_nowhere(tmp_path, path):
    with pytest.raises(DataError):
        load(ArraysData(path=path), tmp_path)


def test_a_shape_larger_than_memory_is_refused_before_reading(tmp_path):
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        header, {"descr": "<f8", "fortran_order": False, "shape": (10**12, 10)}
    )
    path = npz(tmp_path, y=Y)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.npy", header.getvalue())
        archive.writestr("y.npy", header.getvalue())
    assert "TB of memory" in str(refusal(path))


@pytest.mark.parametrize("length", [1, 10, 60, 100, 200])
def test_cut_off_files_are_refused(tmp_path, length):
    np.save(tmp_path / "x.npy", X)
    np.save(tmp_path / "y.npy", Y)
    (tmp_path / "x.npy").write_bytes((tmp_path / "x.npy").read_bytes()[:length])
    assert str(refusal(tmp_path / "x.npy")).endswith(".")
    path = npz(tmp_path, x=X, y=Y)
    path.write_bytes(path.read_bytes()[:length])
    assert str(refusal(path)).endswith(".")


def outcome(made: Callable[[], Any]) -> Any:
    """What `made` gives, or the sentence with which it refuses."""
    try:
        return made()
    except DataError as error:
        return str(error)


LOADS_OR_SAYS_WHY = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
ANY_ARRAY = hnp.arrays(
    dtype=st.one_of(
        hnp.scalar_dtypes(), hnp.unicode_string_dtypes(max_len=3), hnp.byte_string_dtypes(max_len=3)
    ),
    shape=hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5),
)


@LOADS_OR_SAYS_WHY
@given(x=ANY_ARRAY, y=ANY_ARRAY, task=st.sampled_from(["auto", "classification", "regression"]))
def test_any_arrays_load_or_say_why(tmp_path, x, y, task):
    found = outcome(lambda: read(npz(tmp_path, x=x, y=y), task=task))
    if isinstance(found, str):
        assert len(found) > 20
        return
    assert found.x.dtype in (np.uint8, np.float32)
    assert np.isfinite(found.x).all()
    assert len(found.x) == len(found.y) == found.count > 0
    assert found.outputs > 0
    if found.task == "classification":
        assert found.y.dtype == np.int64
        assert 0 <= found.y.min() <= found.y.max() < found.outputs
    else:
        assert found.y.dtype == np.float32
        assert np.isfinite(found.y).all()


@LOADS_OR_SAYS_WHY
@given(at=st.integers(0, 700), change=st.binary(min_size=1, max_size=4))
def test_changed_bytes_load_or_say_why(tmp_path, at, change):
    path = npz(tmp_path, x=X, y=Y)
    raw = bytearray(path.read_bytes())
    raw[at : at + len(change)] = change
    path.write_bytes(raw)
    found = outcome(lambda: read(path))
    assert found.endswith(".") if isinstance(found, str) else found.count > 0
