"""Every setting that says where a run writes refuses the same paths, at its field; files go on to open."""

import json
from typing import get_args

import pytest
from pydantic import ValidationError

from engine.settings import Project
from engine.settings.callbacks import CSVLogger, ModelCheckpoint, TensorBoard
from engine.settings.project_file.explain import explain
from engine.settings.project_file.file import dumps, loads

FIELDS = [(TensorBoard, "log_dir"), (CSVLogger, "filename"), (ModelCheckpoint, "filepath")]


@pytest.mark.parametrize(("section", "name"), FIELDS)
@pytest.mark.parametrize("value", ["../x", "/x", "C:\\x", "~/x", "resume", "Resume/a", "a\0b", "nul", ".x"])
def test_each_of_them_refuses_at_its_field(section, name, value):
    with pytest.raises(ValidationError) as caught:
        section(**{name: value})
    ((path, sentence),) = explain(caught.value, section)
    assert path == name
    assert sentence.startswith(f"{name}: ")


@pytest.mark.parametrize(("section", "name"), FIELDS)
def test_each_of_them_takes_a_path_in_any_form(section, name):
    assert getattr(section(**{name: "./a//b"}), name).removesuffix(".keras") == "a/b"


@pytest.mark.parametrize("value", ["model", "Model", "./model"])
def test_a_checkpoint_leaves_the_final_model_its_name(value):
    with pytest.raises(ValidationError) as caught:
        ModelCheckpoint(filepath=value)
    ((path, sentence),) = explain(caught.value, ModelCheckpoint)
    assert path == "filepath"
    assert "model.keras" in sentence.lower()
    assert ModelCheckpoint(filepath=f"{value}.weights.h5").filepath


def test_an_old_project_opens_and_says_what_is_wrong_where():
    callbacks = [
        {"kind": "tensorboard", "log_dir": "../victim", "update_freq": "batch"},
        {"kind": "csv_logger", "filename": "project.json"},
        {"kind": "model_checkpoint", "filepath": "model", "keep": "last"},
    ]
    loaded = loads(json.dumps({"version": 2, "callbacks": callbacks}))
    assert [problem.path for problem in loaded.problems] == [
        "callbacks.0.log_dir",
        "callbacks.1.filename",
        "callbacks.2.filepath",
    ]
    board, table, checkpoint = loaded.project.callbacks
    assert isinstance(board, TensorBoard)
    assert (board.log_dir, board.update_freq) == ("logs", "batch")
    assert isinstance(table, CSVLogger)
    assert isinstance(checkpoint, ModelCheckpoint)
    assert checkpoint.keep == "last"
    assert loads(dumps(loaded.project)).problems == ()


def test_every_setting_that_writes_is_of_this_type():
    """A new one shall be of it too: those that read have an editor for a file that is there."""
    from engine.run.run_request import WRITES_TO
    from engine.settings.declaration.declare import alternatives, walk

    named = {
        (section, declared.name)
        for section in alternatives(get_args(Project.model_fields["callbacks"].annotation)[0])
        for declared in walk(section)
        if "inside the run's folder" in declared.info.help
    }
    assert named == set(WRITES_TO.items()) == set(FIELDS)
