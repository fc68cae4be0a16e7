"""Other data are read and evaluated by the signature alone: the training data of the run may be gone."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from engine.cli.main import main
from engine.data.separate_data import load_test
from engine.evaluate.part_data import dataset_of
from engine.predict.finished_run import FinishedRun
from engine.problems import RunError
from engine.resources import resolve
from engine.settings import Project
from tests.left_runs import left


class Elsewhere:
    """A run whose training data can be taken away, and other data of the same kind."""

    def __init__(self, home: Path, content: dict[str, Any], *, data: Path, other: Path) -> None:
        self.folder = left(home / "run", content)
        self.data, self.other = data, other

    def check(self) -> None:
        """The other data have the same numbers with the training data and without."""
        run = FinishedRun.open(self.folder)
        fit = run.project.fit.model_copy(update={"test_data": str(self.other)})
        project = run.project.model_copy(update={"fit": fit})
        wanted = load_test(project, None, dataset=run.inspection.fitted)
        self.take_away()
        found = dataset_of(FinishedRun.open(self.folder), "other", data=str(self.other))
        places = np.arange(wanted.count)
        assert found.count == wanted.count > 0
        assert np.array_equal(_rows(found, places), _rows(wanted, places))
        assert np.array_equal(found.y, wanted.y)
        assert (found.class_names, found.outputs) == (wanted.class_names, wanted.outputs)

    def take_away(self) -> None:
        """Delete the training data."""
        shutil.rmtree(self.data) if self.data.is_dir() else self.data.unlink()


def _rows(dataset: Any, places: Any) -> Any:
    return dataset.x.fetch(places).rows if hasattr(dataset.x, "fetch") else dataset.x


def table(rows: int, seed: int) -> pd.DataFrame:
    """Numbers with gaps, dates, words, and a category with many values."""
    rng = np.random.default_rng(seed)
    found = pd.DataFrame(
        {
            "weight": rng.uniform(0, 9, rows).round(3),
            "day": pd.date_range("2023-01-01", periods=rows, freq="11h").strftime("%d/%m/%Y %H:%M"),
            "town": rng.choice([f"town {at}" for at in range(12)], rows),
            "floor": rng.choice(["a", "b", "c"], rows),
            "note": rng.choice(["a warm and sunny big room", "a cold and dark small room"], rows),
            "price": rng.uniform(10, 20, rows).round(2),
        }
    )
    found["weight"] = found["weight"].mask(rng.random(rows) < 0.2)
    return found


def test_rows_in_another_order_with_more_columns(tmp_path):
    first, other = tmp_path / "own.csv", tmp_path / "other.csv"
    table(80, 1).to_csv(first, index=False)
    new = table(30, 2)
    new.insert(0, "number", range(30))
    # the target is the last column of the training data, and not of these
    new[[*reversed(new.columns)]].to_csv(other, index=False, sep=";", encoding="utf-16")
    kinds = {"day": "date", "note": "text", "town": "category", "floor": "one_hot"}
    data = {"kind": "table", "path": str(first), "columns": kinds, "indicator": True, "embed_from": 5}
    run = Elsewhere(tmp_path, {"data": data, "model": {"kind": "dense"}}, data=first, other=other)
    fitted = FinishedRun.open(run.folder)
    run.take_away()
    found = dataset_of(FinishedRun.open(run.folder), "other", data=str(other))
    assert np.allclose(found.y[:, 0], new["price"])
    whole = fitted.load_model().trained
    assert found.shape == tuple(whole.inputs[0].shape[1:])
    table(80, 1).to_csv(first, index=False)
    fit = fitted.project.fit.model_copy(update={"test_data": str(other)})
    target = fitted.project.data.model_copy(update={"target": "price"})
    wanted = load_test(
        fitted.project.model_copy(update={"fit": fit, "data": target}), None, dataset=fitted.inspection.fitted
    )
    assert np.array_equal(_rows(found, np.arange(30)), _rows(wanted, np.arange(30)))


def test_pictures(tmp_path):
    rng = np.random.default_rng(2)
    for part in ("own", "other"):
        for name in ("cat", "dog"):
            (tmp_path / part / name).mkdir(parents=True)
            for number in range(8):
                pixels = rng.integers(0, 256, (12 + number, 10, 3), np.uint8)
                Image.fromarray(pixels).save(tmp_path / part / name / f"{number}.png")
    data = {"kind": "images", "path": str(tmp_path / "own"), "height": 8, "width": 9}
    first, other = tmp_path / "own", tmp_path / "other"
    Elsewhere(tmp_path, {"data": data, "model": {"kind": "dense"}}, data=first, other=other).check()


def test_texts_of_a_table_and_sequences(tmp_path):
    first, other = tmp_path / "own.csv", tmp_path / "other.csv"
    found = pd.read_csv(resolve("sample:constitution.csv", None))
    found.to_csv(first, index=False)
    found.iloc[::3].to_csv(other, index=False, encoding="cp949", errors="replace")
    data = {"kind": "text", "path": str(first), "level": "character"}
    run = Elsewhere(tmp_path / "text", {"data": data, "model": {"kind": "text"}}, data=first, other=other)
    run.check()
    lines = [f"{at},{at % 3},2:{'up' if at % 2 else 'down'}" for at in range(20)]
    first, other = tmp_path / "own.ts", tmp_path / "other.ts"
    for path, some in ((first, lines), (other, lines[3:9])):
        path.write_text("@classLabel true up down\n@data\n" + "\n".join(some) + "\n")
    data = {"kind": "labelled", "path": str(first)}
    model = {"kind": "lstm", "units": [4]}
    Elsewhere(tmp_path / "series", {"data": data, "model": model}, data=first, other=other).check()


def test_a_forecast_of_two_columns(tmp_path):
    first, other = tmp_path / "own.csv", tmp_path / "other.csv"
    for path, rows in ((first, 90), (other, 40)):
        days = pd.date_range("2024-01-01", periods=rows).strftime("%Y-%m-%d")
        values = {"c": np.arange(rows) % 7, "a": np.sin(np.arange(rows)), "b": np.arange(rows) % 5}
        pd.DataFrame({"day": days, **values}).to_csv(path, index=False)
    data = {
        "kind": "series",
        "path": str(first),
        "features": ["a", "b", "c"],
        "target": ["a", "b"],
        "window": 6,
        "horizon": 2,
    }
    fit = {"validation_method": "last"}
    content = {"data": data, "model": {"kind": "dense"}, "fit": fit}
    Elsewhere(tmp_path, content, data=first, other=other).check()


def test_the_command_evaluates_where_the_training_data_are_gone(tmp_path, capsys):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(90, 3)).astype(np.float32), np.arange(90) % 3
    np.savez(tmp_path / "own.npz", x=x, y=y)
    np.savez(tmp_path / "other.npz", x=x[:31], y=y[:31])
    data = {"kind": "arrays", "path": str(tmp_path / "own.npz")}
    run = left(tmp_path / "run", {"data": data, "model": {"kind": "dense", "units": [3]}})
    arguments = ["evaluate", str(run.path), "--data", str(tmp_path / "other.npz")]
    assert main([*arguments, "--json"]) == 0
    before = json.loads(capsys.readouterr().out)
    assert before.pop("baselines")
    (tmp_path / "own.npz").unlink()
    run.environment_json.unlink()
    assert main([*arguments, "--json"]) == 0
    after = json.loads(capsys.readouterr().out)
    assert after.pop("baselines") == {}
    assert after == before
    assert main(arguments) == 0
    assert "which this run was trained on, is no longer there" in capsys.readouterr().out
    assert main(["evaluate", str(run.path)]) == 2
    assert "which this run was trained on, is no longer there" in capsys.readouterr().err


def test_data_that_come_from_no_file_have_no_other_file():
    run = FinishedRun.__new__(FinishedRun)
    run.project = Project.model_validate({"data": {"kind": "keras", "name": "mnist"}})
    with pytest.raises(RunError, match="come from no file"):
        dataset_of(run, "other", data="some.npz")
