"""A run folder opened for use: its model loaded and compiled, its data found, and what is wrong with it."""

import contextlib
import io
import json
import shutil
from typing import Any

import numpy as np
import pandas as pd
import pytest
import tensorflow as tf
from PIL import Image

from engine.data.dataset import DataError
from engine.models.inputs import ModelError
from engine.models.seeded import build_seeded
from engine.predict.finished_run import FinishedRun
from engine.predict.predictor import Predictor
from engine.predict.python_lines import python_lines
from engine.predict.signature.examples import Arrays, Rows
from engine.problems import RunError
from engine.settings import Project
from tests.left_runs import left
from tests.runs import small_project, train, trust_all, write_small_data

CODE = """
import keras

@keras.saving.register_keras_serializable("mine")
class Twice(keras.layers.Layer):
    def call(self, x):
        return 2 * x

class Thrice(keras.layers.Layer):
    def call(self, x):
        return 3 * x

def squash(x):
    return keras.ops.tanh(x)

def build_model(shape, outputs):
    inputs = keras.Input(shape)
    x = keras.layers.Flatten()(inputs)
    x = keras.layers.Dense(4, activation=squash)(Thrice()(Twice()(x)))
    return keras.Model(inputs, keras.layers.Dense(outputs, activation="softmax")(x))
"""


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """A run of arrays with custom layers, and one of a table."""
    home = tmp_path_factory.mktemp("finished")
    write_small_data(home)
    (home / "mine.py").write_text(CODE)
    model = {"kind": "code", "path": str(home / "mine.py")}
    custom = small_project(home, fit__epochs=1, model=model)
    found = train(custom, home / "custom", trusted=trust_all)
    assert found.ended is not None
    assert found.ended.result.value == "completed", found.ended.reason
    rng = np.random.default_rng(1)
    table = pd.DataFrame({"size": rng.normal(size=60), "kind": rng.choice(["a", "b"], 60)})
    table["price"] = 3 * table["size"] + (table["kind"] == "a")
    table.to_csv(home / "prices.csv", index=False)
    project = Project.model_validate(
        {
            "data": {"kind": "table", "path": str(home / "prices.csv")},
            "model": {"kind": "dense", "units": [4]},
            "fit": {"epochs": 1, "validation_method": "random"},
        }
    )
    found = train(project, home / "table")
    assert found.ended is not None
    assert found.ended.result.value == "completed", found.ended.reason
    return home


def validation_of(run):
    """Inputs and targets of the validation part."""
    data: Any = run.inspection.fitted
    rows = run.inspection.split.validation
    return data.x[rows], data.y[rows]


def test_a_model_with_custom_layers_is_loaded_when_their_file_is_trusted(runs):
    run = FinishedRun.open(runs / "custom", trusted=trust_all)
    assert run.saved_epoch == 1
    model = run.load_model()
    assert model.whole is model.trained
    x, y = validation_of(run)
    assert run.outcome is not None
    values = model.trained.evaluate(x, y, batch_size=16, verbose=0, return_dict=True)
    assert values["loss"] == pytest.approx(run.outcome.saved["val_loss"], rel=1e-6)
    assert values["accuracy"] == pytest.approx(run.outcome.saved["val_accuracy"], rel=1e-6)
    with pytest.raises(ModelError, match=r"mine\.py has not been trusted"):
        FinishedRun.open(runs / "custom").load_model()


def test_the_model_of_a_table_takes_raw_columns_and_its_trained_part_is_compiled(runs):
    run = FinishedRun.open(runs / "table")
    model = run.load_model()
    assert {one.name for one in model.whole.inputs} == {"size", "kind"}
    x, y = validation_of(run)
    assert run.outcome is not None
    values = model.trained.evaluate(x, y, verbose=0, return_dict=True)
    assert values["loss"] == pytest.approx(run.outcome.saved["val_loss"], rel=1e-6)
    read: Any = run.inspection.fitted.rows
    rows = run.inspection.split.validation
    raw = {
        "size": tf.constant(read.values["size"][rows][:, np.newaxis]),
        "kind": tf.constant(read.values["kind"][rows].astype(str)[:, np.newaxis]),
    }
    np.testing.assert_allclose(model.whole(raw), model.trained(x), rtol=1e-5, atol=1e-6)


def test_data_that_have_changed_or_are_gone_are_said(runs, tmp_path):
    folder = tmp_path / "run"
    shutil.copytree(runs / "table", folder)
    data = tmp_path / "prices.csv"
    shutil.copy(runs / "prices.csv", data)
    settings = json.loads((folder / "project.json").read_text())
    settings["data"]["path"] = str(data)
    (folder / "project.json").write_text(json.dumps(settings))
    FinishedRun.open(folder).require_same_data()
    lines = data.read_text().splitlines()
    data.write_text("\n".join(lines[:-1]) + "\n")
    run = FinishedRun.open(folder)
    assert not run.has_same_data
    with pytest.raises(DataError, match="has changed since this run was trained"):
        run.require_same_data()
    data.unlink()
    with pytest.raises(DataError, match="is no longer there; put it back"):
        FinishedRun.open(folder).require_same_data()


def test_without_a_model_the_sentence_says_why(tmp_path, runs):
    with pytest.raises(RunError, match="is not the folder of a run"):
        FinishedRun.open(tmp_path / "nothing")
    folder = tmp_path / "run"
    shutil.copytree(runs / "table", folder)
    (folder / "model.keras").unlink()
    with pytest.raises(RunError, match="has lost its model"):
        FinishedRun.open(folder)
    (folder / "outcome.json").unlink()
    with pytest.raises(RunError, match="ended before it saved its model"):
        FinishedRun.open(folder)
    (folder / "project.json").write_text("{")
    with pytest.raises(RunError, match="cannot be read"):
        FinishedRun.open(folder)


def test_a_corrupt_model_of_another_version_names_both_versions(runs, tmp_path):
    folder = tmp_path / "run"
    shutil.copytree(runs / "table", folder)
    (folder / "model.keras").write_bytes(b"PK no model")
    with pytest.raises(RunError, match=r"is not a \.keras file") as plain:
        FinishedRun.open(folder).load_model()
    assert "was trained with" not in str(plain.value)
    facts = json.loads((folder / "environment.json").read_text())
    facts["packages"]["keras"] = "3.99.0"
    (folder / "environment.json").write_text(json.dumps(facts))
    with pytest.raises(RunError, match=r"trained with keras 3\.99\.0, and this is"):
        FinishedRun.open(folder).load_model()


@pytest.mark.parametrize(
    "facts",
    [
        None,
        {"task": "x", "classes": [], "shape": []},
        {"task": "classification", "classes": ["a"], "shape": [2]},
        {"task": "regression", "classes": [1], "shape": [2]},
        {"task": "regression", "classes": [], "shape": [-2]},
    ],
)
def test_facts_from_elsewhere_that_make_no_sense_are_taken_from_the_data(runs, tmp_path, facts):
    folder = tmp_path / "run"
    shutil.copytree(runs / "table", folder)
    (folder / "environment.json").write_text(json.dumps({"data": facts}))
    known = FinishedRun.open(folder).known
    assert (known.task, known.classes) == ("regression", ())
    assert known.shape == (3,)


def test_a_run_leaves_its_signature_and_an_older_run_gets_it_when_it_is_asked_for(runs, tmp_path):
    found = FinishedRun.open(runs / "table").signature
    assert isinstance(found.examples, Rows)
    size, kind = found.examples.columns
    assert (size.name, size.kind, size.dtype, kind.categories) == ("size", "number", "float32", ("a", "b"))
    assert [(one.name, one.shape, one.dtype) for one in found.inputs] == [
        ("size", (None, 1), "float32"),
        ("kind", (None, 1), "string"),
    ]
    assert (found.outputs.holds, found.outputs.targets, found.outputs.units) == ("numbers", ("price",), ("",))
    assert found.scaling.kind == "standard"
    assert found.epoch == 1
    assert "keras" in found.versions
    folder = tmp_path / "run"
    shutil.copytree(runs / "table", folder)
    (folder / "signature.json").unlink()
    assert FinishedRun.open(folder).signature == found
    assert (folder / "signature.json").read_bytes() == (runs / "table" / "signature.json").read_bytes()


def test_a_run_of_pictures_in_arrays_takes_picture_files(runs):
    run = FinishedRun.open(runs / "custom")
    found = run.signature
    assert isinstance(found.examples, Arrays)
    pictures = found.examples.pictures
    assert pictures is not None
    assert (pictures.height, pictures.mode, pictures.dtype) == (run.known.shape[0], "grey", "uint8")
    assert found.outputs.classes == run.known.classes
    assert (found.outputs.activation, found.outputs.holds) == ("softmax", "probabilities")
    with pytest.raises(RunError, match="two classes"):
        run.set_threshold(0.3)


def test_the_lines_of_python_run_the_custom_file_for_its_layers(runs, tmp_path):
    run = FinishedRun.open(runs / "custom", trusted=trust_all)
    picture = tmp_path / "new.png"
    Image.fromarray(np.arange(64, dtype=np.uint8).reshape(8, 8)).save(picture)
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(python_lines(run, example=str(picture)), "lines", "exec"), {})  # noqa: S102 - they are tested
    answer = Predictor(run).answer_file(picture).answers[0]
    assert output.getvalue().split()[0] == answer.label


LAMBDA = """
import keras

def build_model(shape, outputs):
    return keras.Sequential([
        keras.Input(shape),
        keras.layers.Lambda(lambda x: x / 255, output_shape=shape),
        keras.layers.Flatten(),
        keras.layers.Dense(outputs, activation="softmax"),
    ])
"""


def test_a_model_with_a_lambda_is_built_again_by_its_trusted_code(runs, tmp_path):
    (tmp_path / "mine.py").write_text(LAMBDA)
    data = {"kind": "arrays", "path": str(runs / "digits.npz")}
    content = {"data": data, "model": {"kind": "code", "path": str(tmp_path / "mine.py")}}
    folder = left(tmp_path / "run", content, trusted=trust_all)
    run = FinishedRun.open(folder, trusted=trust_all)
    x, y = validation_of(run)
    model = run.load_model().trained
    first = build_seeded(run.project, run.inspection.inputs, total_steps=10, trusted=trust_all)
    np.testing.assert_array_equal(model.predict_on_batch(x), first.predict_on_batch(x))
    assert model.evaluate(x, y, verbose=0, return_dict=True)["loss"] > 0
    flat = "keras.layers.Flatten(),"
    (tmp_path / "mine.py").write_text(LAMBDA.replace(flat, f"{flat} keras.layers.Dense(3),"))
    with pytest.raises(RunError, match="Lambda layer, which is Python code"):
        FinishedRun.open(folder, trusted=trust_all).load_model()
