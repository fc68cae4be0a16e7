"""What is chosen as a model file and is none is named, with what to do; it is never said to be missing."""

import pytest

from engine.models.saved.other_files import not_a_model_file


@pytest.mark.parametrize(
    ("name", "files", "words"),
    [
        ("cp-0001.ckpt", ("saved_model.pb", "keras_metadata.pb"), "SavedModel folder of Keras 2"),
        ("cp-0002.ckpt", ("saved_model.pb",), "ModelCheckpoint saves one when its filepath ends in .keras"),
        ("runs", ("a.keras",), "runs is a folder; choose a .keras or .json file."),
    ],
)
def test_a_folder(tmp_path, name, files, words):
    (tmp_path / name).mkdir()
    for file in files:
        (tmp_path / name / file).write_bytes(b"")
    assert words in not_a_model_file(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("cp.weights.h5", "Start from weights (load_weights)"),
        ("old.h5", "save it again with model.save('name.keras')"),
        ("old.HDF5", "save it again with model.save('name.keras')"),
        ("cp.ckpt.index", "checkpoint of TensorFlow"),
        ("cp.ckpt.data-00000-of-00001", "checkpoint of TensorFlow"),
        ("checkpoint", "checkpoint of TensorFlow"),
    ],
)
def test_a_file(tmp_path, name, words):
    (tmp_path / name).write_bytes(b"x")
    sentence = not_a_model_file(tmp_path / name)
    assert sentence.startswith(name)
    assert words in sentence


@pytest.mark.parametrize("name", ["model.keras", "layers.json", "none.keras"])
def test_what_may_be_a_model_file_is_left_to_the_reader(tmp_path, name):
    assert not_a_model_file(tmp_path / name) == ""
