"""A run on texts: every kind of model that reads them trains, goes on exactly, and is saved whole."""

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from engine.data import load
from engine.data.split import split
from engine.data.text.vocabulary import Texts
from engine.models.presets.layers_of import BODIES
from engine.models.proposal import misfits
from engine.record.events import EpochEnded, Result
from engine.run.feed.prepare import read_data
from engine.settings import Project
from engine.settings.data.text import TextData
from engine.settings.declaration.declare import kind_of
from engine.settings.model import DenseModel
from engine.settings.presets.sequences import FcnModel, SequenceResnetModel, TransformerModel
from engine.settings.stack.attention import PositionsLayer, TransformerBlock
from engine.settings.stack.dense import EmbeddingLayer
from engine.settings.stack.model import StackModel
from engine.settings.stack.pooling import GlobalAveragePooling1DLayer
from tests.marks import TRAINS, some_slow
from tests.runs import Killed, train

pytestmark = TRAINS

READS_TEXT = [kind for kind in BODIES if kind not in misfits((9,), is_text=True)]
LONG = (StackModel, TransformerModel, SequenceResnetModel, FcnModel, DenseModel)
STACK = StackModel(
    layers=(
        EmbeddingLayer(output_dim=4),
        PositionsLayer(units=4),
        TransformerBlock(num_heads=2, key_dim=2, units=4),
        GlobalAveragePooling1DLayer(),
    )
)


def read_model(path: Path) -> Any:
    return keras.models.load_model(path, safe_mode=True)


def project_of(tmp_path: Path, model: dict[str, object], *, level: str = "word") -> Project:
    rows = [f"좋은 영화 정말 {number};yes\nbad, bad 영화 {number};no" for number in range(30)]
    (tmp_path / "texts.csv").write_text("text;kind\n" + "\n".join(rows), "utf-8")
    return Project.model_validate(
        {
            "data": {"kind": "text", "path": str(tmp_path / "texts.csv"), "level": level},
            "model": model,
            "fit": {"epochs": 2, "batch_size": 16},
            "callbacks": [],
        }
    )


@pytest.mark.parametrize("kind", some_slow(READS_TEXT, LONG), ids=kind_of)
def test_the_saved_model_takes_texts_and_gives_what_was_trained(kind, tmp_path):
    model = STACK if kind is StackModel else kind()
    project = project_of(tmp_path, model.model_dump()).with_value("fit.epochs", 1)
    run = train(project, tmp_path / "run")
    assert run.ended is not None
    assert run.ended.result is Result.COMPLETED, run.ended.reason
    whole = read_model(run.folder.model_file)
    trained = whole.get_layer("trained")
    data = read_data(project, None)
    rows = data.dataset.rows
    assert isinstance(rows, Texts)
    given = whole.predict({"text": tf.constant(rows.texts)[:, None]}, verbose=0)
    np.testing.assert_allclose(given, trained.predict(data.dataset.x, verbose=0), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("gather", some_slow(["mean", "convolution"], ["convolution"]))
def test_it_goes_on_exactly(gather, tmp_path):
    project = project_of(tmp_path, {"kind": "text", "gather": gather}, level="character")
    whole = train(project, tmp_path / "whole")

    def kill(event):
        if isinstance(event, EpochEnded):
            raise Killed

    cut = train(project, tmp_path / "cut", sink=kill)
    resumed = train(project, cut.folder, resume=True)
    assert resumed.ended is not None
    assert resumed.ended.result is Result.COMPLETED, resumed.ended.reason
    models = [read_model(run.folder.model_file) for run in (whole, resumed)]
    for one, two in zip(*(model.get_weights() for model in models), strict=True):
        np.testing.assert_array_equal(one, two)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_sample_beats_the_largest_class_by_twenty_points(tmp_path):
    data = TextData(path="sample:constitution.csv", level="character")
    project = Project.model_validate(
        {
            "data": data.model_dump(),
            "model": {"kind": "text"},
            "fit": {"epochs": 60, "batch_size": 16},
            "callbacks": [],
        }
    )
    dataset = load(data, None)
    found = []
    for seed in (1, 2, 3):
        held = dataset.y[split(dataset, project.fit, seed=seed).validation]
        run = train(project.with_value("run.seed", seed), tmp_path / str(seed))
        found.append(run.of(EpochEnded)[-1].values["val_accuracy"] - np.bincount(held).max() / len(held))
    assert np.mean(found) > 0.2
