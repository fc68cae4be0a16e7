"""What files of older versions become."""

import json

import pytest

from engine.settings import Project
from engine.settings.augmentation import Contrast, Flip, Rotation, Translation, Zoom
from engine.settings.callbacks import ModelCheckpoint
from engine.settings.project_file.file import loads

OLD = {"flip": "vertical", "contrast": 0.3, "rotation": 0.1, "translation": 0.2, "zoom": 0.25}


def read(augmentation):
    return loads(json.dumps({"version": 1, "augmentation": augmentation}))


def test_the_fixed_changes_of_version_1_become_a_list_in_the_order_in_which_they_acted():
    loaded = read(OLD)
    assert loaded.problems == ()
    assert loaded.project.augmentation == (
        Flip(mode="vertical"),
        Rotation(factor=0.1),
        Translation(height_factor=0.2, width_factor=0.2),
        Zoom(height_factor=0.25),
        Contrast(factor=0.3),
    )


def test_what_did_nothing_in_version_1_is_not_in_the_list():
    assert read({"flip": "none", "zoom": 0.0}).project.augmentation == ()
    assert read({}).project.augmentation == ()


def test_a_wrong_value_of_version_1_is_named_and_the_rest_used():
    loaded = read({"flip": "sideways", "zoom": 0.1})
    assert loaded.project.augmentation == (Flip(), Zoom())
    assert [problem.path for problem in loaded.problems] == ["augmentation.0.mode"]
    assert read(["x"]).project.augmentation == ()


@pytest.mark.parametrize("kind", ["images", "arrays", "table", "series", "labelled", "text"])
def test_data_of_an_older_file_keeps_the_rules_by_which_it_was_read(kind):
    for version in (1, 2):
        loaded = loads(json.dumps({"version": version, "data": {"kind": kind, "path": "here"}}))
        assert loaded.problems == ()
        assert loaded.project.value_at("data.rules") == "version_2"
    assert (
        loads(json.dumps({"version": 3, "data": {"kind": kind}})).project.value_at("data.rules")
        == "version_3"
    )


def test_a_file_that_is_wrong_in_its_data_is_still_converted():
    for data in ("x", {"kind": 5}, {"kind": "python", "path": "a.py"}):
        assert loads(json.dumps({"version": 2, "data": data})).project.fit == Project().fit


@pytest.mark.parametrize(
    ("before", "filepath", "weights"),
    [
        ({}, "checkpoints/cp-{epoch:04d}.keras", False),
        ({"format": "weights"}, "checkpoints/cp-{epoch:04d}.weights.h5", True),
        ({"format": "savedmodel"}, "checkpoints/cp-{epoch:04d}.ckpt", False),
        ({"filepath": "best"}, "best.keras", False),
        ({"filepath": "best.keras", "format": "keras"}, "best.keras", False),
        # in silence, this wrote best.ckpt.keras
        ({"filepath": "best.ckpt"}, "best.ckpt.keras", False),
        ({"filepath": "best.ckpt", "format": "savedmodel"}, "best.ckpt", False),
        (
            {"filepath": "{epoch}-{val_loss:.2f}", "format": "weights"},
            "{epoch}-{val_loss:.2f}.weights.h5",
            True,
        ),
    ],
    ids=str,
)
def test_a_checkpoint_of_version_2_keeps_the_names_of_its_files(before, filepath, weights):
    tree = {"version": 2, "callbacks": [{"kind": "csv_logger"}, {"kind": "model_checkpoint", **before}]}
    loaded = loads(json.dumps(tree))
    assert loaded.problems == ()
    section = loaded.project.callbacks[1]
    assert isinstance(section, ModelCheckpoint)
    assert (section.filepath, section.save_weights_only) == (filepath, weights)
    assert section.ending_problem == ""


@pytest.mark.parametrize("before", [{"format": "zip"}, {"format": []}, {"filepath": 3}], ids=str)
def test_a_checkpoint_of_version_2_that_is_invalid_is_named(before):
    tree = {"version": 2, "callbacks": [{"kind": "model_checkpoint", **before}], "fit": {"epochs": 3}}
    loaded = loads(json.dumps(tree))
    assert loaded.problems
    assert loaded.project.fit.epochs == 3
    assert loads('{"version": 2, "callbacks": 3}').problems
