"""Arrays of an HDF5 file are read as those of an NPZ file; what leads out of it is refused."""

from pathlib import Path

import h5py
import numpy as np
import pytest

from engine.data import DataError, load
from engine.data.arrays.hdf5 import is_of_keras
from engine.data.split import split
from engine.settings.data.kinds import ArraysData
from engine.settings.fit import FitSettings
from engine.tensorflow_import import import_keras


def test_inputs_targets_and_the_test_part_are_found_by_name(tmp_path):
    x = np.arange(12 * 6, dtype=">f8").reshape(12, 6)
    y = np.array(["사과", "배"] * 6, dtype=object)
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file.create_dataset("x_train", data=x, compression="gzip", chunks=(3, 6))
        file.create_dataset("y_train", data=y, dtype=h5py.string_dtype())
        file.create_dataset("x_test", data=x[:4] + 100)
        file.create_dataset("y_test", data=y[:4], dtype=h5py.string_dtype())
        file.create_dataset("ragged", (2,), dtype=h5py.vlen_dtype(np.int32))
        file.create_group("nothing").attrs["note"] = "none"
    found = load(ArraysData(path=str(tmp_path / "a.h5")), None)
    assert (found.shape, found.class_names) == ((6,), ("배", "사과"))
    parts = split(found, FitSettings(validation_split=0.0), seed=0)
    np.testing.assert_array_equal(np.asarray(found.x)[parts.train], x)
    np.testing.assert_array_equal(np.asarray(found.x)[parts.test], x[:4] + 100)
    assert found.y[parts.test].tolist() == [1, 0, 1, 0]
    with pytest.raises(DataError, match="no array named ragged"):
        load(ArraysData(path=str(tmp_path / "a.h5"), x_key="ragged"), None)


@pytest.mark.parametrize(
    "names", ["train_set_x train_set_y test_set_x test_set_y", "train/x train/y test/x test/y"]
)
def test_names_may_say_set_or_be_in_groups(names, tmp_path):
    x, y, x_test, y_test = names.split()
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file[x], file[y] = np.arange(24.0).reshape(12, 2), np.arange(12) % 2
        file[x_test], file[y_test] = np.zeros((4, 2)), np.arange(4) % 2
        file["list_classes"] = np.array([b"non-cat", b"cat"])
    found = load(ArraysData(path=str(tmp_path / "a.h5")), None)
    assert (found.count, found.class_names) == (16, ("non-cat", "cat"))
    parts = split(found, FitSettings(), seed=0)
    assert not np.asarray(found.x)[parts.test].any()
    assert np.asarray(found.x)[np.concatenate([parts.train, parts.validation])].sum() == np.arange(24).sum()


def linked(path: Path) -> None:
    with h5py.File(path, "w") as file:
        file["x"] = np.zeros((4, 2))
        file["y"] = h5py.ExternalLink("other.h5", "y")


def cut(path: Path) -> None:
    with h5py.File(path, "w") as file:
        file["x"] = np.zeros((400, 20))
        file["y"] = np.zeros(400)
    path.write_bytes(path.read_bytes()[:9000])


def empty(path: Path) -> None:
    h5py.File(path, "w").close()


@pytest.mark.parametrize(
    ("make", "words"), [(linked, "points at something else"), (cut, "cannot be read"), (empty, "no arrays")]
)
def test_what_cannot_be_read_is_refused_with_its_reason(make, words, tmp_path):
    make(tmp_path / "a.hdf5")
    with pytest.raises(DataError, match=words):
        load(ArraysData(path=str(tmp_path / "a.hdf5")), None)


def test_a_model_or_weights_of_keras_are_not_taken_for_data(tmp_path):
    """As a file is dropped: a person has both with the same ending."""
    keras = import_keras()
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3), keras.layers.BatchNormalization()])
    model.compile("adam", "mse")
    model.save(tmp_path / "m.h5")
    model.save_weights(tmp_path / "m.weights.h5")
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["layers"] = np.zeros((4, 2))  # of rock, say
        file.create_group("train")["x"] = np.zeros((9, 4))
    (tmp_path / "text.h5").write_text("layers\0 vars\0", "utf-8")
    found = {path.name: is_of_keras(path) for path in tmp_path.iterdir()}
    assert found == {"m.h5": True, "m.weights.h5": True, "a.h5": False, "text.h5": False}
