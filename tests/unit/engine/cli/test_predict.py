"""`predict`: its fixed forms, many inputs, bad ones named while the others go on, hooks as in Keras."""

import csv
import errno
import os
import shutil
from pathlib import Path
from unittest import mock

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from engine.cli.main import main
from engine.predict.finished_run import FinishedRun
from engine.record.run_folder import RunFolder
from tests.left_runs import left

HOOKS = """
import keras
from pathlib import Path

class Mine(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.calls = []

    def on_predict_begin(self, logs=None):
        self.calls.append("begin")

    def on_predict_batch_begin(self, batch, logs=None):
        self.calls.append(f"{batch} begin")

    def on_predict_batch_end(self, batch, logs=None):
        self.calls.append(f"{batch} end {len(logs['outputs'])} {self.model.name != ''}")

    def on_predict_end(self, logs=None):
        Path(__file__).with_name("calls.txt").write_text("\\n".join([*self.calls, "end"]))
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """An untrained run of pictures with a custom callback, one of a table, and one of texts."""
    folder = tmp_path_factory.mktemp("predict")
    rng = np.random.default_rng(0)
    for name in ("cat", "dog"):
        (folder / "data" / name).mkdir(parents=True)
        for number in range(20):
            Image.fromarray(rng.integers(0, 256, (8, 8), np.uint8)).save(
                folder / "data" / name / f"{number}.png"
            )
    (folder / "mine.py").write_text(HOOKS)
    left(
        folder / "pictures",
        {
            "data": {"kind": "images", "path": str(folder / "data")},
            "model": {"kind": "dense", "units": [3]},
            "fit": {"batch_size": 16, "validation_method": "random"},
            "callbacks": [{"kind": "custom", "path": str(folder / "mine.py")}],
        },
    )
    table = pd.DataFrame({"size": rng.uniform(1, 9, 40), "town": rng.choice(["a", "b"], 40)})
    table["day"] = pd.date_range("2024-01-01", periods=40).strftime("%Y-%m-%d")
    table["price"] = [f"{value:.0f} €" for value in rng.uniform(100, 900, 40)]
    table.to_csv(folder / "houses.csv", index=False)
    left(
        folder / "table",
        {
            "data": {"kind": "table", "path": str(folder / "houses.csv"), "columns": {"day": "date"}},
            "model": {"kind": "dense", "units": [3]},
        },
    )
    return folder


def test_a_row_for_each_picture_with_the_answer_and_a_share_for_each_class(home, tmp_path, capsys):
    out = tmp_path / "answers.csv"
    arguments = ["predict", str(home / "pictures"), str(home / "data"), "--out", str(out)]
    assert main([*arguments, "--trust", str(home / "mine.py")]) == 0
    assert str(out) in capsys.readouterr().out
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert list(rows[0]) == ["input", "answer", "p_cat", "p_dog"]
    assert [Path(row["input"]).name for row in rows[:2]] == ["0.png", "1.png"]
    assert len(rows) == 40
    for row in rows:
        shares = {"cat": float(row["p_cat"]), "dog": float(row["p_dog"])}
        assert sum(shares.values()) == pytest.approx(1, abs=1e-6)
        assert row["answer"] == max(shares, key=lambda name: shares[name])
    # 40 pictures in batches of 16, as keras.Model.predict counts them
    assert (home / "calls.txt").read_text().splitlines() == [
        *("begin", "0 begin", "0 end 16 True", "1 begin", "1 end 16 True", "2 begin", "2 end 8 True", "end"),
    ]


def test_a_bad_input_is_named_and_the_others_have_answers(home, tmp_path, capsys):
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "text.png").write_text("no picture")
    (tmp_path / "none").mkdir()
    given = [tmp_path / "empty.png", home / "data/cat/1.png", tmp_path / "text.png", tmp_path / "none"]
    trust = ["--trust", str(home / "mine.py")]
    assert (
        main(["predict", str(home / "pictures"), *map(str, given), str(tmp_path / "gone.png"), *trust]) == 1
    )
    said = capsys.readouterr()
    (line,) = said.out.splitlines()
    assert line.startswith(str(home / "data/cat/1.png"))
    assert "%" in line
    assert said.err.splitlines() == [
        f"{given[0]}: the file is empty",
        f"{given[2]}: it is no PNG, JPEG, TIFF, BMP, GIF or WebP image",
        f"{given[3]}: the folder has no file that ends in .bmp, .gif, .jpeg, .jpg, .png, .tif, .tiff, .webp",
        f"{tmp_path / 'gone.png'}: there is nothing at this path",
        "4 of 5 inputs have no answer.",
    ]


def test_bad_cells_name_file_row_and_column(home, tmp_path, capsys):
    new, other = tmp_path / "new.csv", tmp_path / "other.csv"
    new.write_text(
        "town,size,day\na,2.5,2024-03-01\nb,big,2024-03-01\na,,2024-03-01\nc,1,soon\nc,1,2024-03-01\n"
    )
    other.write_text("town,size\na,1\n")
    out = tmp_path / "answers.csv"
    assert main(["predict", str(home / "table"), str(new), str(other), "--out", str(out)]) == 1
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert list(rows[0]) == ["input", "answer", "price"]
    assert [row["input"] for row in rows] == [f"{new}:2", f"{new}:4", f"{new}:6"]
    assert rows[0]["answer"] == rows[0]["price"]
    assert capsys.readouterr().err.splitlines() == [
        f"{new}:3: column size holds numbers, and 'big' is none",
        f"{new}:5: column day holds dates, and 'soon' is not understood as one",
        f"{new}:5: column town has 'c', which the model has not learned; it is taken as other",
        f"{new}:6: column town has 'c', which the model has not learned; it is taken as other",
        f"{other}: other.csv has no column day; it has: town, size.",
        "3 of 6 inputs have no answer.",
    ]


def test_numbers_are_shown_with_their_unit(home, capsys):
    assert main(["predict", str(home / "table"), str(home / "houses.csv")]) == 0
    assert capsys.readouterr().out.splitlines()[0].endswith(" €")


def test_a_wrong_request_is_a_sentence(home, tmp_path, capsys):
    assert main(["predict", str(tmp_path), "x.png"]) == 2
    assert "is not the folder of a run" in capsys.readouterr().err
    assert main(["predict", str(home / "pictures"), "x.png"]) == 2
    assert "to trust it, add --trust" in capsys.readouterr().err
    assert main(["predict", str(home / "pictures")]) == 2
    assert "INPUT" in capsys.readouterr().err
    missing = tmp_path / "no" / "answers.csv"
    arguments = ["predict", str(home / "table"), str(home / "houses.csv"), "--out", str(missing)]
    assert main(arguments) == 2


def test_where_no_file_can_be_is_said_before_anything_is_read(home, tmp_path, capsys):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for out, sentence in (
        (tmp_path, "it is a folder"),
        (pipe, "it is a pipe (FIFO)"),
        (tmp_path / "no" / "answers.csv", f"There is no folder {tmp_path / 'no'}; make it first."),
    ):
        assert main(["predict", str(home / "nothing"), "x.csv", "--out", str(out)]) == 2
        said = capsys.readouterr().err
        assert sentence in said
        assert ".tmp" not in said
    assert not pipe.is_file()
    full = mock.patch("engine.files.sync_file", side_effect=OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    out = tmp_path / "answers.csv"
    with full:
        assert main(["predict", str(home / "table"), str(home / "houses.csv"), "--out", str(out)]) == 1
    assert capsys.readouterr().err == f"{out} cannot be written: No space left on device.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


def test_the_model_of_another_run_is_refused(home, tmp_path, capsys):
    run = tmp_path / "run"
    shutil.copytree(home / "table", run)
    shutil.copy(home / "pictures" / "model.keras", run / "model.keras")
    for command in (["predict", str(run), str(home / "houses.csv")], ["evaluate", str(run)]):
        assert main(command) == 2
        assert "are not of the same run" in capsys.readouterr().err
    shutil.copy(home / "table" / "model.keras", run / "model.keras")
    shutil.copy(home / "pictures" / "signature.json", run / "signature.json")
    assert main(["predict", str(run), str(home / "houses.csv")]) == 2
    assert "are not of the same run" in capsys.readouterr().err


def test_the_threshold_of_the_signature_decides(home, tmp_path, capsys):
    run = FinishedRun.open(RunFolder(home / "pictures"))
    out = tmp_path / "answers.csv"
    answers: list[set[str]] = []
    for threshold in (0.0, 1.0, 0.5):
        run.set_threshold(threshold)
        arguments = ["predict", str(home / "pictures"), str(home / "data/cat"), "--out", str(out)]
        assert main([*arguments, "--trust", str(home / "mine.py")]) == 0
        said = "dog is the answer where its probability is above" in capsys.readouterr().err
        assert said == (threshold != 0.5)
        answers.append({row["answer"] for row in csv.DictReader(out.read_text().splitlines())})
    assert answers[:2] == [{"dog"}, {"cat"}]
