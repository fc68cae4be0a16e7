"""Validation examples as files, one by one, get the outputs of the whole part, for every kind."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pandas as pd
import pytest
from PIL import Image

from engine.predict.finished_run import FinishedRun
from engine.predict.predictor import Predictor
from engine.resources import resolve
from tests.left_runs import left

MOST = 4


class Left:
    """An untrained run, and what it gives for validation examples."""

    def __init__(self, folder: Path, content: dict[str, Any]) -> None:
        self.run = FinishedRun.open(left(folder, content))
        self.folder = folder
        rows = self.run.inspection.split.validation
        self.rows = rows[:: max(1, len(rows) // MOST)][:MOST]
        data: Any = self.run.inspection.fitted
        self.dataset = data
        self.predictor = Predictor(self.run)
        x = data.x.fetch(self.rows).rows if hasattr(data.x, "fetch") else data.x[self.rows]
        trained = self.run.load_model().trained
        self.expected = np.asarray(trained.predict_on_batch(x)).reshape(len(self.rows), -1)

    def answers(self, given: Sequence[Path | str]) -> list[Any]:
        """One answer for each of what is given, none of which is refused."""
        parts = list(self.predictor.answers(map(str, given)))
        assert not [one for part in parts for one in part.refused]
        return [answer for part in parts for answer in part.answers]

    def check(self, given: Sequence[Path | str]) -> None:
        """Equal outputs, and the label that they mean."""
        answers = self.answers(given)
        found = np.array([list(one.values.values()) for one in answers])
        expected = self.expected
        if self.dataset.task == "classification" and expected.shape[1] == 1:
            expected = np.concatenate([1 - expected, expected], axis=1)
        np.testing.assert_allclose(found, expected, rtol=2e-5, atol=1e-6)
        if self.dataset.task == "classification":
            names = [self.dataset.class_names[at] for at in expected.argmax(axis=1)]
            assert [one.label for one in answers] == names


def lines_as_files(path: Path, rows: list[int], folder: Path) -> list[Path]:
    """Each of the rows (from 0) of a CSV file as a file with the header."""
    header, *lines = path.read_text("utf-8-sig").splitlines()
    files: list[Path] = []
    for row in rows:
        files.append(folder / f"{row}.csv")
        files[-1].write_text(f"{header}\n{lines[row]}\n", "utf-8")
    return files


def file_rows(found: Left, count: int) -> list[int]:
    """The rows of the file that the validation examples are, from 0."""
    left_out = {int(one.name.split()[-1]) - 2 for one in found.dataset.left_out}
    kept = [row for row in range(count) if row not in left_out]
    return [kept[at] for at in found.rows.tolist()]


@pytest.mark.parametrize("sample", ["wine", "penguins"])
def test_rows_of_the_samples(tmp_path, sample):
    path = resolve(f"sample:{sample}.csv", None)
    found = Left(tmp_path / "run", {"data": {"kind": "table", "path": str(path)}, "model": {"kind": "dense"}})
    rows = file_rows(found, len(path.read_text().splitlines()) - 1)
    found.check(lines_as_files(path, rows, tmp_path))
    if sample == "wine":
        return
    table = pd.read_csv(path).iloc[rows]
    excel, parquet = tmp_path / "new.xlsx", tmp_path / "new.parquet"
    table.to_excel(excel, index=False)
    table.to_parquet(parquet)
    found.check([excel])
    found.check([parquet])
    assert found.answers([excel])[1].name.endswith("new.xlsx:3")


def odd_table() -> pd.DataFrame:
    """Numbers with a decimal comma, days before months, milliseconds, codes, numbers that are categories."""
    rng = np.random.default_rng(4)
    days = pd.date_range("2023-01-01", periods=60, freq="11h")
    table = pd.DataFrame(
        {
            "weight": [f"{value:.3f}".replace(".", ",") + " kg" for value in rng.uniform(0, 9, 60)],
            "day": days.strftime("%d/%m/%Y %H:%M"),
            "stamp": (days - pd.Timestamp("1970-01-01")) // pd.Timedelta("1ms"),
            "date": days.strftime("%d.%m.%Y"),
            "time": days.strftime("%H:%M"),
            "zip": rng.choice(["01234", "04711", "20095"], 60),
            "floor": rng.choice([1, 2, 3], 60),
            "note": rng.choice(["a warm and sunny big room", "a cold and dark small room"], 60),
            "price": rng.uniform(10, 20, 60).round(2),
        }
    )
    table["weight"] = table["weight"].mask(rng.random(60) < 0.1, "")
    return table


def test_rows_that_alone_could_be_read_otherwise(tmp_path):
    path = tmp_path / "odd.csv"
    odd_table().to_csv(path, index=False, sep=";")
    data = {
        "kind": "table",
        "path": str(path),
        "columns": {
            "floor": "category",
            "note": "text",
            "day": "date",
            "stamp": "date",
            "date": "date",
            "zip": "category",
        },
    }
    found = Left(tmp_path / "run", {"data": data, "model": {"kind": "dense"}})
    kinds = {one.name: (one.decimal, one.date_order, one.number_time) for one in _columns(found)}
    assert kinds["weight"][0] == "comma"
    assert kinds["day"][1] == "dmy"
    assert kinds["stamp"][2] == "ms"
    assert {one.name: one.joined for one in _columns(found)}["date"] == ("date", "time")
    found.check(lines_as_files(path, file_rows(found, 60), tmp_path))


def _columns(found: Left) -> Any:
    return found.run.signature.examples.columns  # type: ignore[union-attr]


def test_pictures_of_a_folder(tmp_path):
    rng = np.random.default_rng(2)
    for name in ("cat", "dog"):
        (tmp_path / "data" / name).mkdir(parents=True)
        for number in range(12):
            pixels = rng.integers(0, 256, (20 + number, 26, 3), np.uint8)
            Image.fromarray(pixels).save(tmp_path / "data" / name / f"{number}.png")
    data = {"kind": "images", "path": str(tmp_path / "data"), "height": 8, "width": 9}
    compile_ = {"loss": "binary_crossentropy"}
    found = Left(tmp_path / "run", {"data": data, "model": {"kind": "dense"}, "compile": compile_})
    files = [tmp_path / "data" / found.dataset.names[at] for at in found.rows]
    found.check(files)
    every = found.answers([tmp_path / "data"])
    assert len(every) == 24
    found.run.set_threshold(1.0)
    found.predictor = Predictor(found.run)
    assert {one.label for one in found.answers([tmp_path / "data"])} == {"cat"}


def test_arrays_whose_examples_are_pictures_take_picture_files(tmp_path):
    path = resolve("sample:digits.npz", None)
    found = Left(
        tmp_path / "run", {"data": {"kind": "arrays", "path": str(path)}, "model": {"kind": "dense"}}
    )
    pictures: list[Path] = []
    arrays: list[Path] = []
    for at in found.rows.tolist():
        pictures.append(tmp_path / f"{at}.png")
        Image.fromarray(found.dataset.x[at][:, :, 0]).save(pictures[-1])
        arrays.append(tmp_path / f"{at}.npy")
        np.save(arrays[-1], found.dataset.x[at])
    found.check(pictures)
    found.check(arrays)
    whole = tmp_path / "x.npz"
    np.savez(whole, x_test=found.dataset.x[found.rows], other=np.zeros(3))
    found.check([whole])
    assert found.answers([whole])[2].name.endswith("x.npz:2")
    for ending in ("h5", "hdf5"):
        with h5py.File(tmp_path / f"x.{ending}", "w") as file:
            file["test/images"], file["train/images"] = found.dataset.x[found.rows], found.dataset.x[:5]
            file["test/labels"] = np.zeros(3)
        found.check([tmp_path / f"x.{ending}"])


def test_pictures_in_numbers_of_another_range(tmp_path):
    rng = np.random.default_rng(3)
    x = rng.integers(0, 256, (40, 9, 9, 1)).astype(np.float32) / 255
    x[0, 0, 0], x[1, 0, 0] = 0, 1
    np.savez(tmp_path / "data.npz", x=np.moveaxis(x, -1, 1), y=np.arange(40) % 2)
    data = {"kind": "arrays", "path": str(tmp_path / "data.npz")}
    found = Left(tmp_path / "run", {"data": data, "model": {"kind": "dense"}})
    pictures: list[Path] = []
    for at in found.rows.tolist():
        pictures.append(tmp_path / f"{at}.png")
        Image.fromarray(np.round(found.dataset.x[at][:, :, 0] * 255).astype(np.uint8)).save(pictures[-1])
    found.check(pictures)
    np.save(tmp_path / "new.npy", np.moveaxis(x, -1, 1)[found.rows])
    found.check([tmp_path / "new.npy"])


@pytest.mark.parametrize("highest", [4095, 1.0])
def test_pictures_of_16_bits_keep_their_values(tmp_path, highest):
    """A picture is what its array is: not cut to 8 bits, neither in its own values nor in shares of white."""
    shades = np.random.default_rng(3).integers(0, 4096 if highest > 1 else 65_536, (40, 9, 9, 1), np.uint16)
    shades[0, 0, 0], shades[1, 0, 0] = 0, 4095 if highest > 1 else 65_535
    x = shades if highest > 1 else (shades / 65_535).astype(np.float32)
    np.savez(tmp_path / "data.npz", x=x, y=np.arange(40) % 2)
    data = {"kind": "arrays", "path": str(tmp_path / "data.npz"), "scaling": "standard"}
    found = Left(tmp_path / "run", {"data": data, "model": {"kind": "dense"}})
    pictures: list[Path] = []
    for number, at in enumerate(found.rows.tolist()):
        pictures.append(tmp_path / f"{at}.{'tif' if number == 1 else 'png'}")
        Image.fromarray(shades[at, :, :, 0]).save(pictures[-1])
    found.check(pictures)


def test_series_of_the_sample(tmp_path):
    path = resolve("sample:elnino.csv", None)
    data = {"kind": "series", "path": str(path), "target": ["temperature"], "horizon": 3}
    fit = {"validation_method": "last"}
    found = Left(tmp_path / "run", {"data": data, "model": {"kind": "lstm", "units": [4]}, "fit": fit})
    header, *lines = path.read_text().splitlines()
    files: list[Path] = []
    for at in found.rows.tolist():
        files.append(tmp_path / f"{at}.csv")
        files[-1].write_text("\n".join([header, *lines[at : at + 24]]) + "\n")
    found.check(files)
    assert list(found.answers(files[:1])[0].values) == ["temperature +1", "temperature +2", "temperature +3"]


def test_windows_with_a_class(tmp_path):
    rng = np.random.default_rng(5)
    lines = [f"{day},{rng.integers(9)},{rng.integers(9)},{'up' if day % 3 else 'down'}" for day in range(40)]
    header = "time,a,b,state"
    path = tmp_path / "data.csv"
    path.write_text("\n".join([header, *lines]) + "\n")
    data = {"kind": "series", "path": str(path), "label": "state", "window": 5}
    fit = {"validation_method": "last"}
    found = Left(tmp_path / "run", {"data": data, "model": {"kind": "lstm", "units": [4]}, "fit": fit})
    files: list[Path] = []
    for at in found.rows.tolist():
        files.append(tmp_path / f"{at}.csv")
        plain = [line.rpartition(",")[0] for line in [header, *lines[at : at + 5]]]
        files[-1].write_text("\n".join(plain) + "\n")  # what it is is not known
    found.check(files)


def test_labelled_series(tmp_path):
    rng = np.random.default_rng(1)
    rows = ["1,2,?,4:up", "3,2,1:down"]
    rows += [f"{','.join(map(str, rng.integers(0, 9, 4)))}:{name}" for name in ["up", "down"] * 8]
    path = tmp_path / "data.ts"
    path.write_text("@classLabel true up down\n@data\n" + "\n".join(rows) + "\n")
    data = {"kind": "labelled", "path": str(path)}
    found = Left(tmp_path / "run", {"data": data, "model": {"kind": "lstm", "units": [4]}})
    files: list[Path] = []
    for at in found.rows.tolist():
        files.append(tmp_path / f"{at}.ts")
        files[-1].write_text(f"@classLabel true up down\n@data\n{rows[at]}\n")
    found.check(files)
    found.rows = np.arange(2)
    x: Any = found.dataset.x
    found.expected = np.asarray(found.run.load_model().trained.predict_on_batch(x[:2]))
    found.check([path_of_two(tmp_path, rows)])


def path_of_two(folder: Path, rows: list[str]) -> Path:
    """A file with the two series that have a gap, or are short."""
    path = folder / "two.ts"
    path.write_text("@classLabel true up down\n@data\n" + "\n".join(rows[:2]) + "\n")
    return path


def test_texts_of_a_table_and_of_files(tmp_path):
    path = resolve("sample:constitution.csv", None)
    data = {"kind": "text", "path": str(path), "level": "character"}
    found = Left(tmp_path / "run", {"data": data, "model": {"kind": "text"}})
    table = pd.read_csv(path)
    rows = file_rows(found, len(table))
    found.check(lines_as_files(path, rows, tmp_path))
    column = found.run.signature.examples.column  # type: ignore[union-attr]
    texts = [str(table[column].iloc[row]) for row in rows]
    found.check(texts)
    (tmp_path / "lines.txt").write_text("\n".join(texts) + "\n", "utf-8")
    found.check([tmp_path / "lines.txt"])
    (tmp_path / "euc.txt").write_text(texts[0] + "\n", "cp949")
    found.expected = found.expected[:1]
    found.check([tmp_path / "euc.txt"])
