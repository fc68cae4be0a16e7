"""Folders of images with sub-folders for training, validation and test."""

import numpy as np
import pytest
from PIL import Image

from engine.data import DataError, load
from engine.data.split import split
from engine.run.feed.prepare import read_data
from engine.settings import Project
from engine.settings.data.kinds import ImagesData


def folder(root, *names):
    for number, name in enumerate(names):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.full((6, 6), number, np.uint8)).save(path)
    return root


def images(root, **options):
    return ImagesData(path=str(root), height=6, width=6, **options)


PARTS = ("train/cat/1.png", "train/cat/2.png", "train/dog/1.png", "val/dog/3.png", "test/dog/4.png")


@pytest.mark.parametrize(("train", "val"), [("train", "val"), ("Training", "valid"), ("TRAIN", "Validation")])
def test_the_parts_are_found_and_validation_is_its_folder(tmp_path, train, val):
    root = folder(tmp_path, *(name.replace("train", train).replace("val", val) for name in PARTS))
    found = load(images(root), None)
    assert found.class_names == ("cat", "dog")
    assert found.names == (
        f"{train}/cat/1.png",
        f"{train}/cat/2.png",
        f"{train}/dog/1.png",
        f"{val}/dog/3.png",
    )
    fit = Project().fit
    parts = split(found, fit, seed=1)
    assert (parts.train.tolist(), parts.validation.tolist()) == ([0, 1, 2], [3])
    assert split(found, fit.model_copy(update={"validation_split": 0.0}), seed=1).validation.tolist() == [3]
    assert any("test is left alone" in note for note in found.notes)


def test_own_validation_data_takes_the_place_of_the_part(tmp_path):
    root = folder(tmp_path / "a", *PARTS)
    other = folder(tmp_path / "b", "cat/9.png", "dog/8.png")
    project = Project(data=images(root)).with_value("fit.validation_data", str(other))
    data = read_data(project, None)
    assert len(data.train) == 3
    assert data.validation is not None
    assert len(data.validation) == 2


@pytest.mark.parametrize(
    "names",
    [
        ("train/1.png", "plane/1.png"),
        ("train/1.png", "test/1.png"),
        ("train/1.png", "val/1.png", "cat/1.png"),
    ],
)
def test_other_sub_folders_are_classes(tmp_path, names):
    found = load(images(folder(tmp_path, *names)), None)
    assert found.validation_mask is None
    assert len(found.class_names) == len(names)


def test_parts_can_be_taken_as_classes(tmp_path):
    root = folder(tmp_path, *PARTS)
    assert load(images(root, parts=False), None).class_names == ("test", "train", "val")


def test_a_class_that_does_not_train_is_refused(tmp_path):
    root = folder(tmp_path, *PARTS, "val/eel/1.png")
    with pytest.raises(DataError, match="class eel"):
        load(images(root), None)


def test_moving_a_file_to_the_other_part_makes_another_fingerprint(tmp_path):
    root = folder(tmp_path, *PARTS)
    before = load(images(root), None).fingerprint
    (root / "train/cat/2.png").rename(root / "train/dog/2.png")
    assert load(images(root), None).fingerprint != before
