"""A run on data that is measured on its training part: it trains, goes on exactly, saves the whole."""

from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from engine.inspect import staged_data
from engine.record.events import EpochEnded, Result
from engine.settings import Project
from tests.marks import TRAINS
from tests.preprocessed import Rows, mixed
from tests.runs import Killed, train

pytestmark = TRAINS

PROJECT = Project.model_validate(
    {
        "data": {"kind": "table", "path": "in memory"},
        "model": {"kind": "dense", "units": [6]},
        "fit": {"epochs": 3},
    }
)


def _load(path: Path) -> Any:
    return keras.models.load_model(path, safe_mode=True)


def test_it_trains_and_saves_a_model_that_takes_what_was_read(tmp_path, monkeypatch):
    monkeypatch.setattr(staged_data, "load", lambda *_given, **_named: mixed())
    run = train(PROJECT, tmp_path / "run")
    assert run.ended is not None
    assert run.ended.result is Result.COMPLETED, run.ended.reason
    model = _load(run.folder.model_file)
    rows = mixed().rows
    assert isinstance(rows, Rows)
    raw = {
        "number": tf.constant(rows.numbers[:, None]),
        "단어 = word": tf.constant(rows.words.tolist())[:, None],
    }
    assert np.isfinite(model.predict(raw, verbose=0)).all()


def test_it_goes_on_exactly(tmp_path, monkeypatch):
    monkeypatch.setattr(staged_data, "load", lambda *_given, **_named: mixed())
    whole = train(PROJECT, tmp_path / "whole")

    def kill(event):
        if isinstance(event, EpochEnded) and event.epoch == 2:
            raise Killed

    cut = train(PROJECT, tmp_path / "cut", sink=kill)
    resumed = train(PROJECT, cut.folder, resume=True)
    assert resumed.ended is not None
    assert resumed.ended.result is Result.COMPLETED, resumed.ended.reason
    models = [_load(run.folder.model_file) for run in (whole, resumed)]
    for one, two in zip(*(model.get_weights() for model in models), strict=True):
        np.testing.assert_array_equal(one, two)
