"""Folders of images with sub-folders for training, validation and test."""

import unicodedata

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


NAMES = [
    ("train", "val", "test"),
    ("Training", "valid", "Testing"),
    ("TRAIN", "Validation", "test_set"),
    ("training_set", "dev", "Test Set"),
    ("trainset", "eval", "testset"),
    ("train-data", "validation_data", "test-data"),
    ("학습", "검증", "테스트"),
    ("훈련 데이터", unicodedata.normalize("NFD", "검증데이터"), "테스트용"),
]


@pytest.mark.parametrize(("train", "val", "test"), NAMES)
def test_the_parts_are_found_by_their_names(tmp_path, train, val, test):
    called = {"train": train, "val": val, "test": test}
    names = [f"{called[part]}/{rest}" for part, _, rest in (name.partition("/") for name in PARTS)]
    root = folder(tmp_path, *names)
    found = load(images(root), None)
    assert found.class_names == ("cat", "dog")
    assert found.names == (
        f"{train}/cat/1.png",
        f"{train}/cat/2.png",
        f"{train}/dog/1.png",
        f"{val}/dog/3.png",
        f"{test}/dog/4.png",
    )
    assert found.test_mask is not None
    assert found.test_mask.tolist() == [False, False, False, False, True]
    fit = Project().fit
    parts = split(found, fit, seed=1)
    assert (parts.train.tolist(), parts.validation.tolist()) == ([0, 1, 2], [3])
    assert split(found, fit.model_copy(update={"validation_split": 0.0}), seed=1).validation.tolist() == [3]
    assert parts.test.tolist() == [4]
    assert any(f"{test} is the test part" in note for note in found.notes)


def test_training_and_test_alone_are_not_two_classes_and_a_share_of_training_validates(tmp_path):
    names = [f"Training/{kind}/{number}.png" for kind in ("cat", "dog") for number in range(10)]
    root = folder(tmp_path, *names, "Test/cat/1.png", "Test/dog/2.png", "Test/eel/3.png")
    found = load(images(root), None)
    assert found.class_names == ("cat", "dog")
    assert [(left.name, left.reason) for left in found.left_out] == [
        ("Test/eel", "no training example has this class")
    ]
    parts = split(found, Project().fit, seed=1)
    assert (len(parts.train), len(parts.validation), parts.test.tolist()) == (16, 4, [20, 21])


def test_by_the_rules_of_an_older_project_they_are_classes_and_a_test_part_is_left_alone(tmp_path):
    root = folder(tmp_path / "a", "Training/cat/1.png", "Training/dog/1.png", "Test/cat/1.png")
    assert load(images(root, rules="version_2"), None).class_names == ("Test", "Training")
    found = load(images(folder(tmp_path / "b", *PARTS), rules="version_2"), None)
    assert (found.count, found.test_mask) == (4, None)
    assert any("test is left alone" in note for note in found.notes)


def test_two_folders_for_one_part_are_named(tmp_path):
    root = folder(tmp_path, *PARTS, "Validation/cat/1.png")
    with pytest.raises(DataError, match="Validation and val of") as caught:
        load(images(root), None)
    assert caught.value.path == "data.parts"


def test_what_systems_leave_beside_the_data_is_none(tmp_path):
    system = ("__MACOSX/cat/._1.png", "@eaDir/a.png", ".thumbnails/a.png", "lost+found/a.png")
    inside = (
        "cat/Thumbs.db",
        "dog/@eaDir/1.png/SYNOPHOTO.png",
        "dog/desktop.ini",
        "dog/._1.png",
        "dog/.DS_Store",
    )
    root = folder(tmp_path, "cat/1.png", "dog/1.png", "$RECYCLE.BIN/a.png")
    for name in (*system, *inside):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((root / "cat/1.png").read_bytes())
    found = load(images(root), None)
    assert (found.class_names, found.names) == (("cat", "dog"), ("cat/1.png", "dog/1.png"))
    assert found.left_out == ()
    before = load(images(root, rules="version_2"), None)
    assert before.class_names == ("$RECYCLE.BIN", "@eaDir", "__MACOSX", "cat", "dog", "lost+found")


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
