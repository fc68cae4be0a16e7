"""signature.json: its form, which other programs read, and what is read from elsewhere."""

import json
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from engine.predict.finished_run import FinishedRun
from engine.predict.predictor import Predictor
from engine.predict.signature.examples import Arrays, Column, Pictures, Rows
from engine.predict.signature.file import read_signature, with_threshold, write_signature
from engine.predict.signature.schema import ModelInput, Outputs, Signature
from engine.problems import RunError
from engine.record.run_folder import RunFolder
from tests.left_runs import left
from tests.runs import trust_all

FORM: dict[str, Any] = {
    "version": 1,
    "kind": "images",
    "task": "classification",
    "rules": "version_3",
    "inputs": [{"name": "input_layer", "shape": [None, 8, 9, 3], "dtype": "uint8"}],
    "examples": {
        "form": "pictures",
        "height": 8,
        "width": 9,
        "mode": "rgb",
        "resize": "crop",
        "dtype": "uint8",
        "low": 0.0,
        "high": 255.0,
        "shape": [8, 9, 3],
    },
    "scaling": {"kind": "unit", "mean": [], "variance": []},
    "outputs": {
        "shape": [1],
        "activation": "sigmoid",
        "holds": "probabilities",
        "from_logits": False,
        "classes": ["cat", "dog"],
        "targets": [],
        "units": [],
        "threshold": 0.5,
    },
    "epoch": 3,
    "versions": {"keras": "3.15.0"},
}
"""Whoever changes this raises the version of the form."""


@pytest.fixture
def signature():
    return Signature.model_validate(FORM)


def test_the_form_is_stable_and_comes_back_as_it_was_written(signature, tmp_path):
    assert json.loads(signature.model_dump_json()) == FORM
    folder = RunFolder(tmp_path)
    write_signature(folder, signature)
    assert json.loads(folder.signature_json.read_bytes()) == FORM
    assert read_signature(folder) == signature
    more = {**FORM, "later": 1, "examples": {**FORM["examples"], "later": 1}}
    assert Signature.model_validate(more) == signature


def test_a_column_has_all_that_a_program_needs_to_read_it():
    column = Column(name="city", input="city", kind="category", dtype="string", categories=("a", "b"))
    assert set(json.loads(Rows(columns=(column,)).model_dump_json())["columns"][0]) == {
        *("name", "input", "kind", "dtype", "dtype_read", "fill", "categories", "words", "decimal", "unit"),
        *(
            "date_order",
            "first_year",
            "number_time",
            "digits",
            "joined",
            "missing",
            "becomes",
            "indicator",
            "start",
            "clock",
        ),
    }


def test_a_signature_from_elsewhere_that_makes_no_sense_is_none(signature, tmp_path):
    folder = RunFolder(tmp_path)
    assert read_signature(folder) is None
    wrong = [
        {**FORM, "version": 2},
        {**FORM, "inputs": []},
        {**FORM, "outputs": {**FORM["outputs"], "classes": []}},
        {**FORM, "outputs": {**FORM["outputs"], "classes": ["a", "a"]}},
        {**FORM, "outputs": {**FORM["outputs"], "threshold": 2}},
        {**FORM, "outputs": {**FORM["outputs"], "units": ["m"]}},
        {**FORM, "examples": {**FORM["examples"], "height": -1}},
        {**FORM, "examples": {**FORM["examples"], "high": float("inf")}},
    ]
    for content in wrong:
        folder.signature_json.write_text(json.dumps(content))
        assert read_signature(folder) is None, content
    with pytest.raises(ValidationError):
        signature.epoch = 4


def test_a_threshold_is_for_two_classes(signature):
    assert with_threshold(signature, 0.3).outputs.threshold == 0.3
    with pytest.raises(RunError, match="from 0 to 1"):
        with_threshold(signature, 1.5)
    numbers = Signature(
        kind="images",
        task="regression",
        inputs=(ModelInput(name="x", shape=(None, 2), dtype="float32"),),
        examples=Pictures(height=2, width=2, mode="grey", shape=(2, 2, 1)),
        outputs=Outputs(shape=(1,), holds="numbers", targets=("price",)),
    )
    with pytest.raises(RunError, match="two classes"):
        with_threshold(numbers, 0.3)


CUSTOM = """
import numpy as np

class_names = ["low", "high"]

def training_data():
    while True:
        x = np.random.default_rng(0).random((8, 5)).astype("float32")
        yield x, (x[:, 0] > 0.5).astype("int64")
"""


def test_a_run_of_custom_batches_takes_arrays_of_their_shape(tmp_path):
    (tmp_path / "mine.py").write_text(CUSTOM)
    content = {
        "data": {"kind": "python", "path": str(tmp_path / "mine.py")},
        "model": {"kind": "dense", "units": [3]},
        "fit": {"steps_per_epoch": 2},
    }
    run = FinishedRun.open(left(tmp_path / "run", content, trusted=trust_all), trusted=trust_all)
    assert isinstance(run.signature.examples, Arrays)
    assert (run.signature.examples.shape, run.signature.examples.dtype) == ((5,), "float32")
    np.save(tmp_path / "new.npy", np.zeros((3, 5)))
    found = Predictor(run).answer_file(tmp_path / "new.npy")
    assert [one.label in ("low", "high") for one in found.answers] == [True] * 3
    run.folder.signature_json.unlink()
    assert FinishedRun.open(run.folder, trusted=trust_all).signature.inputs == run.signature.inputs
