"""The lines of Python that use a run: each kind is run as it stands, and gives what `predict` gives."""

import contextlib
import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from engine.predict.finished_run import FinishedRun
from engine.predict.predictor import Predictor
from engine.predict.python_lines import python_lines
from engine.resources import resolve
from tests.left_runs import left
from tests.marks import some_slow

Made = tuple[dict[str, Any], Path]
"""The content of a project, and a new file."""


def picture(folder: Path) -> Path:
    rng = np.random.default_rng(7)
    Image.fromarray(rng.integers(0, 256, (20, 26, 3), np.uint8)).save(folder / "new.png")
    return folder / "new.png"


def pictures(folder: Path, resize: str) -> Made:
    rng = np.random.default_rng(2)
    for name in ("cat", "dog", 'it\'s "a" cow'):
        (folder / "data" / name).mkdir(parents=True)
        for number in range(4):
            file = folder / "data" / name / f"{number}.png"
            Image.fromarray(rng.integers(0, 256, (20, 20, 3), np.uint8)).save(file)
    data = {"kind": "images", "path": str(folder / "data"), "height": 8, "width": 9, "resize": resize}
    return {"data": data, "model": {"kind": "dense"}}, picture(folder)


def pictures_of_16_bits(folder: Path) -> Made:
    rng = np.random.default_rng(6)
    for number in range(8):
        place = folder / "data" / "ab"[number % 2]
        place.mkdir(parents=True, exist_ok=True)
        Image.fromarray(rng.integers(0, 4096, (20, 20), np.uint16)).save(place / f"{number}.png")
    Image.fromarray(rng.integers(0, 4096, (20, 26), np.uint16)).save(folder / "new.png")
    data = {"kind": "images", "path": str(folder / "data"), "height": 8, "width": 9}
    return {"data": data, "model": {"kind": "dense"}}, folder / "new.png"


def arrays(folder: Path) -> Made:
    x = np.random.default_rng(3).random((30, 9, 9, 1)).astype(np.float32)
    np.savez(folder / "data.npz", x=x, y=np.arange(30) % 2)
    content = {
        "data": {"kind": "arrays", "path": str(folder / "data.npz")},
        "model": {"kind": "dense"},
        "compile": {"loss": "binary_crossentropy"},
    }
    return content, picture(folder)


def arrays_of_16_bits(folder: Path) -> Made:
    x = np.random.default_rng(3).integers(0, 4096, (30, 9, 9, 1), np.uint16)
    np.savez(folder / "data.npz", x=x, y=np.arange(30) % 2)
    Image.fromarray(x[7, :, :, 0]).save(folder / "new.png")
    content = {"data": {"kind": "arrays", "path": str(folder / "data.npz")}, "model": {"kind": "dense"}}
    return content, folder / "new.png"


def plain_arrays(folder: Path) -> Made:
    path = str(resolve("sample:vowels.npz", None))
    with np.load(path) as found:
        np.save(folder / "new.npy", found["x"][:1])
    return {"data": {"kind": "arrays", "path": path}, "model": {"kind": "dense"}}, folder / "new.npy"


def table(folder: Path) -> Made:
    path = resolve("sample:penguins.csv", None)
    shutil.copy(path, folder / "new.csv")
    return {"data": {"kind": "table", "path": str(path)}, "model": {"kind": "dense"}}, folder / "new.csv"


def odd_table(folder: Path) -> Made:
    rng = np.random.default_rng(1)
    days = pd.date_range("2023-01-01", periods=40, freq="11h")
    rows = pd.DataFrame(
        {
            "weight": [f"{value:.2f}".replace(".", ",") + " kg" for value in rng.uniform(0, 9, 40)],
            "day": days.strftime("%d/%m/%Y %H:%M"),
            "stamp": (days - pd.Timestamp("1970-01-01")) // pd.Timedelta("1s"),
            "zip": rng.choice(["01234", "20095"], 40),
            "floor": rng.choice([1, 2], 40),
            "price": rng.uniform(10, 20, 40).round(2),
        }
    )
    rows.to_csv(folder / "new.csv", index=False, sep=";")
    columns = {"day": "date", "stamp": "date", "zip": "category", "floor": "category"}
    data = {"kind": "table", "path": str(folder / "new.csv"), "columns": columns}
    return {"data": data, "model": {"kind": "dense"}}, folder / "new.csv"


def series(folder: Path) -> Made:
    path = resolve("sample:elnino.csv", None)
    shutil.copy(path, folder / "new.csv")
    data = {"kind": "series", "path": str(path), "target": ["temperature"], "horizon": 2}
    return {"data": data, "model": {"kind": "lstm", "units": [4]}}, folder / "new.csv"


def labelled(folder: Path, ending: str) -> Made:
    rows = [f"{number % 7},2,{number % 3}" for number in range(16)]
    if ending == "ts":
        lines = [f"{row}:{'up' if at % 2 else 'down'}" for at, row in enumerate(rows)]
        head = "@classLabel true up down\n@data\n"
    else:
        lines = [f"{at % 2}\t" + row.replace(",", "\t") for at, row in enumerate(rows)]
        head = ""
    (folder / f"data.{ending}").write_text(head + "\n".join(lines) + "\n")
    (folder / f"new.{ending}").write_text(head + lines[0] + "\n")
    data = {"kind": "labelled", "path": str(folder / f"data.{ending}")}
    return {"data": data, "model": {"kind": "lstm", "units": [4]}}, folder / f"new.{ending}"


def text(folder: Path) -> Made:
    path = str(resolve("sample:constitution.csv", None))
    (folder / "new.txt").write_text("모든 국민은 인간으로서의 존엄과 가치를 가진다", "utf-8")
    data = {"kind": "text", "path": path, "level": "character"}
    return {"data": data, "model": {"kind": "text"}}, folder / "new.txt"


KINDS: dict[str, Callable[[Path], Made]] = {
    "pictures": lambda folder: pictures(folder, "crop"),
    "fit": lambda folder: pictures(folder, "fit"),
    "stretch": lambda folder: pictures(folder, "stretch"),
    "16 bits": pictures_of_16_bits,
    "arrays": arrays,
    "arrays_of_16_bits": arrays_of_16_bits,
    "plain_arrays": plain_arrays,
    "table": table,
    "odd_table": odd_table,
    "series": series,
    "ts": lambda folder: labelled(folder, "ts"),
    "tsv": lambda folder: labelled(folder, "tsv"),
    "text": text,
}

SLOW = ("stretch", "tsv", "plain_arrays")
"""Each differs by a line from another kind."""


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    """Where the lines of every kind are written."""
    return tmp_path_factory.mktemp("lines")


@pytest.mark.parametrize("kind", some_slow(KINDS, SLOW))
def test_the_lines_give_what_predict_gives(kind, tmp_path, written):
    content, new = KINDS[kind](tmp_path)
    run = FinishedRun.open(left(tmp_path / "run", content))
    lines = python_lines(run, model="run/model.keras", example=new.name)
    (written / f"{kind}.py").write_text(lines, "utf-8")
    assert len(lines.splitlines()) < 50
    output = io.StringIO()
    with contextlib.chdir(tmp_path), contextlib.redirect_stdout(output):
        exec(compile(lines, kind, "exec"), {})  # noqa: S102 - that these lines run is what is tested
    answer = Predictor(run).answer_file(new).answers[0]
    first = output.getvalue().splitlines()[0]
    if answer.label:
        name, _, value = first.rpartition(" ")
        assert name == answer.label
        shares = list(answer.values.values())
        second = run.signature.outputs.threshold is not None
        assert float(value) == pytest.approx(shares[-1] if second else max(shares), abs=1e-5)
    else:
        found = eval(first)  # noqa: S307 - a dict that the lines have printed
        assert found == pytest.approx(answer.values, rel=1e-4)


def test_the_lines_are_clean(written):
    """Runs behind the tests that write them."""
    files = sorted(written.glob("*.py"))
    assert {file.stem for file in files} >= set(KINDS) - set(SLOW)
    ruff = [sys.executable, "-m", "ruff"]
    for command in (["check", "--select", "E,F,I,UP,W,SIM,B006"], ["format", "--check"]):
        done = subprocess.run(
            [*ruff, *command, "--isolated", str(written)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_names_of_files_can_be_given(tmp_path):
    content, _ = table(tmp_path)
    run = FinishedRun.open(left(tmp_path / "run", content))
    lines = python_lines(run, model="model.keras")
    assert 'load_model("model.keras")' in lines
    assert '"new.csv"' in lines
    assert str(tmp_path) not in lines
