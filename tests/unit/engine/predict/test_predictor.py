"""What a person tries in a window: the fields of a row, a typed text, a file; a callback that stops it."""

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest
from PIL import Image

from engine.predict.finished_run import FinishedRun
from engine.predict.input_form import fields, takes
from engine.predict.new.read import read_new, reader_of
from engine.predict.predictor import Predictor
from engine.predict.signature.file import write_signature
from engine.problems import RunError
from engine.resources import resolve
from tests.left_runs import left


@pytest.fixture(scope="module")
def table(tmp_path_factory) -> FinishedRun:
    folder = tmp_path_factory.mktemp("table")
    rng = np.random.default_rng(0)
    rows = pd.DataFrame({"size": [f"{value:.0f} m" for value in rng.uniform(1, 99, 40)]})
    rows["town"] = rng.choice(["a", "b"], 40)
    rows["date"] = pd.date_range("2024-01-01", periods=40, freq="13h").strftime("%d.%m.%Y")
    rows["time"] = pd.date_range("2024-01-01", periods=40, freq="13h").strftime("%H:%M")
    rows["note"] = rng.choice(["a warm and sunny room", "a cold and dark room"], 40)
    rows["price"] = rng.uniform(1, 9, 40).round(2)
    rows.to_csv(folder / "houses.csv", index=False)
    columns = {"note": "text", "date": "date"}
    data = {"kind": "table", "path": str(folder / "houses.csv"), "columns": columns}
    return FinishedRun.open(left(folder / "run", {"data": data, "model": {"kind": "dense", "units": [2]}}))


@pytest.fixture(scope="module")
def digits(tmp_path_factory) -> FinishedRun:
    folder = tmp_path_factory.mktemp("digits")
    data = {"kind": "arrays", "path": str(resolve("sample:digits.npz", None))}
    return FinishedRun.open(left(folder / "run", {"data": data, "model": {"kind": "dense", "units": [2]}}))


def test_a_row_is_asked_for_field_by_field(table, tmp_path):
    assert takes(table.signature) == "row"
    asked = {one.name: one for one in fields(table.signature)}
    assert {name: one.kind for name, one in asked.items()} == {
        "size": "number",
        "town": "category",
        "date": "date",
        "time": "date",
        "note": "text",
    }
    assert asked["size"].unit == "m"
    assert asked["town"].choices == ("a", "b")
    row = {"size": "12 m", "town": "a", "date": "03.01.2024", "time": "10:00", "note": "a cold room"}
    model = table.load_model()
    predictor = Predictor(table, model=model)
    (answer,) = predictor.answer_row(row).answers
    pd.DataFrame([row] * 3).to_csv(tmp_path / "new.csv", index=False)
    same = predictor.answer_file(tmp_path / "new.csv").answers
    assert [one.values for one in same] == [pytest.approx(answer.values)] * 3
    # with very many columns a graph takes seconds to make
    assert model.whole.predict_function.experimental_get_tracing_count() == 1
    (refused,) = predictor.answer_row({**row, "date": "soon"}).refused
    assert refused.reason == "column date + time holds dates, and 'soon 10:00' is not understood as one"
    assert len(predictor.answer_row({}).answers) == 1
    with pytest.raises(RunError, match="not learned from texts"):
        predictor.answer_text("a")


def test_a_picture_is_asked_for_where_arrays_are_pictures(digits, tmp_path):
    assert takes(digits.signature) == "picture"
    assert fields(digits.signature) == ()
    assert {".png", ".npy"} < reader_of(digits).suffixes
    Image.fromarray(np.zeros((8, 8), np.uint8)).save(tmp_path / "a.png")
    (part,) = read_new(digits, [str(tmp_path / "a.png")])
    assert part.names == (str(tmp_path / "a.png"),)
    with pytest.raises(RunError, match="rows of a table"):
        Predictor(digits).answer_row({})


def test_a_typed_text_is_a_text_also_where_a_file_has_its_name(tmp_path):
    (tmp_path / "good film").write_text("bad")
    path = tmp_path / "texts.csv"
    path.write_text("text,label\n" + "good film,1\nbad film,0\n" * 8)
    content = {"data": {"kind": "text", "path": str(path)}, "model": {"kind": "text"}}
    run = FinishedRun.open(left(tmp_path / "run", content))
    assert takes(run.signature) == "text"
    predictor = Predictor(run)
    typed, read = predictor.answer_text("good film"), predictor.answer_file(tmp_path / "good film")
    assert typed.answers[0].name == "good film"
    assert typed.answers[0].values != read.answers[0].values


class Enough(keras.callbacks.Callback):
    """Stops after the second batch."""

    ended = 0

    def on_predict_batch_end(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002 - Keras's signature
        model: Any = self.model
        model.stop_predicting = batch == 1

    def on_predict_end(self, logs: Any = None) -> None:  # noqa: ARG002 - Keras's signature
        self.ended += 1


def test_a_callback_can_stop_predicting_as_in_keras(digits, tmp_path):
    data: Any = digits.inspection.fitted
    np.save(tmp_path / "x.npy", data.x[:1000])
    enough = Enough()
    parts = list(Predictor(digits, [enough]).answers([str(tmp_path / "x.npy")]))
    assert sum(len(part.answers) for part in parts) == 2 * digits.project.fit.batch_size
    assert enough.ended == 1


def test_a_signature_of_another_run_is_said(digits, table, tmp_path):
    folder = left(tmp_path / "run", digits.project.model_dump(mode="json", include={"data", "model"}))
    write_signature(folder, table.signature)
    with pytest.raises(RunError, match="is not that of this run"):
        Predictor(FinishedRun.open(Path(folder.path)))
