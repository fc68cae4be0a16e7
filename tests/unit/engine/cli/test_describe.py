"""`describe` has one stable form for every kind of data; a question ends it with 2, and `train` as well."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.cli.main import main
from engine.run.feed.prepare import read_data
from engine.settings import Project

KEYS = ["kind", "task", "count", "shape", "dtype", "classes", "columns", "parts", "notes", "left_out", "rows"]
BATCHES = """
import keras
import numpy as np

class_names = ["low", "high"]


class Rows(keras.utils.PyDataset):
    def __len__(self):
        return 6

    def __getitem__(self, index):
        return np.full((2, 3), float(index)), np.array([0, 1])


def training_data():
    return Rows()
"""
ASKS = "day,v\n" + "".join(f"{month}/1/2024,{month}\n" for month in range(1, 10))


def project(folder: Path, **data: object) -> str:
    path = folder / "p.fitroom"
    path.write_text(json.dumps({"version": 3, "data": data, "model": {"kind": "dense"}}), "utf-8")
    return str(path)


def write_images(folder: Path) -> dict[str, object]:
    for number in range(12):
        path = folder / "d" / "ab"[number % 2] / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("L", (8, 8), 20 * number).save(path)
    return {"kind": "images", "path": "d", "height": 8, "width": 8}


def write_arrays(folder: Path) -> dict[str, object]:
    np.savez(folder / "d.npz", x=np.arange(48.0).reshape(12, 4), y=np.arange(12) % 2)
    return {"kind": "arrays", "path": "d.npz"}


def write_table(folder: Path) -> dict[str, object]:
    rows = "".join(f"{number / 3:.2f},{'ab'[number % 2]},1.5,{number % 3 / 2}\n" for number in range(12))
    (folder / "d.csv").write_text("size,letter,w,y\n" + rows)
    return {"kind": "table", "path": "d.csv", "weight": "w", "task": "regression"}


def write_series(folder: Path) -> dict[str, object]:
    rows = "".join(f"2024-01-{day:02} 12:00,{day / 2},s{day % 2}\n" for day in range(24, 0, -1))
    (folder / "d.csv").write_text("when,v,shop\n" + rows)
    return {"kind": "series", "path": "d.csv", "window": 2, "series": "shop"}


def write_texts(folder: Path) -> dict[str, object]:
    rows = "".join(f"a text of {number} words,{'ab'[number % 2]}\n" for number in range(12))
    (folder / "d.csv").write_text("text,y\n" + rows)
    return {"kind": "text", "path": "d.csv"}


def write_labelled(folder: Path) -> dict[str, object]:
    (folder / "d.tsv").write_text("".join(f"{n % 2}\t{n}.5\t2\t{n}\n" for n in range(12)))
    return {"kind": "labelled", "path": "d.tsv"}


def write_batches(folder: Path) -> dict[str, object]:
    (folder / "own.py").write_text(BATCHES)
    return {"kind": "python", "path": "own.py"}


@pytest.mark.parametrize(
    ("write", "uses", "row"),
    [
        (write_images, {}, {"name", "shape", "lowest", "highest", "mean", "target"}),
        (write_arrays, {}, {"index", "shape", "lowest", "highest", "mean", "target"}),
        (write_labelled, {}, {"index", "shape", "lowest", "highest", "mean", "target"}),
        (write_table, {"size": "input", "letter": "input", "w": "weight", "y": "target"}, None),
        (write_series, {"when": "time", "v": "target", "shop": "group"}, None),
        (write_texts, {"text": "input", "y": "target"}, None),
    ],
)
def test_the_form_is_the_same_for_every_kind_of_data(write, uses, row, tmp_path, capsys):
    path = project(tmp_path, **write(tmp_path))
    assert main(["describe", path, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == KEYS
    assert found["count"] == sum(found["parts"].values()) or found["kind"] == "series"
    assert list(found["parts"]) == ["train", "validation", "test"]
    assert sum(one["count"] for one in found["classes"]) in (0, found["count"])
    assert all(set(one) == {"name", "kind", "use", "missing"} for one in found["columns"])
    assert {one["name"]: one["use"] for one in found["columns"]} == uses
    assert {one["kind"] for one in found["columns"]} <= {"number", "category", "time", "text"}
    assert all(set(one) == (row or set(uses)) for one in found["rows"])
    assert len(found["rows"]) == 10
    assert main(["describe", path]) == 0
    assert str(found["count"]) in capsys.readouterr().out


@pytest.mark.parametrize(
    "write",
    [write_images, write_arrays, write_labelled, write_table, write_series, write_texts, write_batches],
)
def test_a_test_share_is_taken_of_every_kind_of_data(write, tmp_path, capsys):
    """By command line and project file alike, by the run (environment.json), and by both scripts."""
    data = write(tmp_path)
    path = project(tmp_path, **data)
    trust = ["--trust", str(tmp_path / "own.py")] if write is write_batches else []

    def said(*command: str) -> str:
        assert main([*command, *trust]) == 0
        return capsys.readouterr().out

    assert json.loads(said("describe", path, "--json"))["parts"]["test"] == 0
    count = json.loads(said("describe", path, "--json", "--set", "fit.test_split=0.25"))["parts"]["test"]
    assert count > 0
    content = json.loads(Path(path).read_text("utf-8")) | {"fit": {"test_split": 0.25}}
    Path(path).write_text(json.dumps(content), "utf-8")
    assert json.loads(said("describe", path, "--json"))["parts"]["test"] == count
    values = {name: value for name, value in content.items() if name != "version"}
    prepared = read_data(Project.model_validate(values), tmp_path, trusted=lambda _path, _sha256: True)
    assert prepared.test.examples == count
    for command in (["script", path], ["script", path, "--exact"]):
        text = said(*command)
        assert "# Test: examples that took no part in training" in text
        assert "results = model.evaluate(" in text


def test_rows_have_their_values_as_read_in_the_order_of_their_use(tmp_path, capsys):
    main(["describe", project(tmp_path, **write_series(tmp_path)), "--json"])
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert rows[0] == {"when": "2024-01-02T12:00:00", "v": 1.0, "shop": "s0"}
    assert rows[-1] == {"when": "2024-01-23T12:00:00", "v": 11.5, "shop": "s1"}


@pytest.mark.parametrize("command", ["describe", "script", "train"])
def test_a_question_ends_with_2_and_names_the_column(command, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("FITROOM_HOME", str(tmp_path))
    (tmp_path / "d.csv").write_text(ASKS)
    path = project(tmp_path, kind="series", path="d.csv", window=1)
    assert main([command, path]) == 2
    assert "column day" in capsys.readouterr().err
    if command == "describe":
        assert main([command, path, "--set", "data.date_order=mdy", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["rows"][1]["day"] == "2024-02-01T00:00:00"
        assert main([command, str(tmp_path / "none.fitroom")]) == 2
