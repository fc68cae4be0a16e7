"""Inputs as people bring them (`tests/cases/folders`), each read as they mean it."""

from pathlib import Path

import numpy as np
import pytest

from engine.data import DataError, load
from engine.data.split import split
from engine.settings.data.kinds import ArraysData, ImagesData
from engine.settings.fit import FitSettings

CASES = Path(__file__).resolve().parents[3] / "cases" / "folders"
# name of the folder -> labels file, classes with their counts, sizes of the parts
IMAGES = {
    "train_test_only": ("", {"apple": 32, "lime": 32, "plum": 32}, (57, 15, 24)),
    "training_set_test_set": ("", {"cats": 28, "dogs": 28}, (32, 8, 16)),
    "macosx_classes": ("", {"cat": 20, "dog": 20}, (32, 8, 0)),
    "synology_eadir": ("", {"cup": 20, "pot": 20}, (32, 8, 0)),
    "onehot_labels": ("", {"MEL": 16, "NEV": 32, "BKL": 16, "DER": 16}, (65, 15, 0)),
    "roboflow_csv": ("", {"bolt": 16, "nut": 16}, (20, 8, 4)),
    "labelstudio_csv": ("export.csv", {"raw": 20, "ripe": 20}, (32, 8, 0)),
    "backslash_csv": ("labels.csv", {"raw": 20, "ripe": 20}, (32, 8, 0)),
    "case_csv": ("labels.csv", {"raw": 20, "ripe": 20}, (32, 8, 0)),
    "odd_images": ("", {"빨강 사과": 19, "초록 라임": 19}, (30, 8, 0)),
    "png12bit": ("", {"thick": 40, "thin": 40}, (64, 16, 0)),
}
# name of the folder -> shape, dtype, class names, words of a note
ARRAYS = {
    "channels_first": ((32, 32, 3), "uint8", ("0", "1", "2"), "channels first"),
    "float_labels_npz": ((4,), "float32", ("0", "1", "2"), "so they are classes"),
    "labels_1toN_bigendian": ((4,), "float32", ("1", "2", "3"), "1 to 3, are counted from 0"),
    "labels_pm1": ((4,), "float32", ("-1", "1"), "-1 to 1, are counted from 0"),
    "uint16_images": ((16, 16), "float32", ("0", "1", "2"), ""),
    "onehot_last1": ((8, 8, 1), "uint8", ("0", "1", "2"), "one-hot rows"),
    "padded_lstm_mixed": ((20, 3), "float32", ("0", "1"), "without any steps"),
}


@pytest.mark.parametrize("name", IMAGES)
def test_a_folder_of_images(name):
    labels, classes, sizes = IMAGES[name]
    folder = CASES / name / "d"
    path = str(folder / labels) if labels else ""
    found = load(ImagesData(path=str(folder), labels=path, height=24, width=24), None)
    counts = np.bincount(found.y, minlength=found.outputs).tolist()
    assert dict(zip(found.class_names, counts, strict=True)) == classes
    parts = split(found, FitSettings(), seed=0)
    assert (len(parts.train), len(parts.validation), len(parts.test)) == sizes
    if name == "png12bit":
        assert str(found.x.dtype) == "float32"
        assert len(np.unique(np.asarray(found.x))) > 100
        assert any("have 16 bits, and their values stay as they are" in note for note in found.notes)


def test_a_project_of_version_2_leaves_tiff_out_as_it_did():
    found = load(
        ImagesData(path=str(CASES / "odd_images" / "d"), height=24, width=24, rules="version_2"), None
    )
    assert np.bincount(found.y).tolist() == [18, 18]
    assert sum(left.name.endswith("scan.tif") for left in found.left_out) == 2


def test_a_korean_path_with_spaces_is_read_as_any_other():
    (path,) = (CASES / "korean_path").rglob("*.npz")
    found = load(ArraysData(path=path.name), path.parent)
    assert not path.as_posix().isascii()
    assert (found.task, found.outputs) == ("classification", 3)
    assert len(found.y) == found.count > 0


def test_arrays_of_python_objects_are_refused():
    with pytest.raises(DataError, match="Python objects \\(pickle\\), which can run code"):
        load(ArraysData(path=str(CASES / "object_npz" / "d.npz")), None)


@pytest.mark.parametrize("name", ARRAYS)
def test_arrays(name):
    shape, dtype, classes, words = ARRAYS[name]
    padding = "zero" if name == "padded_lstm_mixed" else "auto"
    found = load(ArraysData(path=str(CASES / name / "d.npz"), padding=padding), None)
    assert (found.task, found.shape, str(found.x.dtype)) == ("classification", shape, dtype)
    assert found.class_names == classes
    assert not words or sum(words in note for note in found.notes) == 1
    if name == "padded_lstm_mixed":
        assert [left.reason for left in found.left_out] == ["it has no real step, only padding"]
    if name == "uint16_images":
        assert np.asarray(found.x).max() > 255
