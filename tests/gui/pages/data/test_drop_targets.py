"""What is dropped on the window tells its kind."""

from pathlib import Path

import h5py
import numpy as np
import pytest

from engine.settings.data.kinds import ArraysData, ImagesData, LabelledData, SeriesData, TableData, TextData
from engine.settings.model import FileModel
from gui.pages.data.drop_targets import data_of, model_of


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("walks.ts", "@data\n", LabelledData),
        ("walks.tsv", "1\t2.5\t3\n", LabelledData),
        ("Coffee_TRAIN.txt", "  1.0000000e+00  -5.1840930e-01  -4.8588350e-01\n", LabelledData),
        ("table.csv", "a,b\n1,2\n", TableData),
        ("table.csv.gz", "", TableData),
        ("table.zip", "", TableData),
    ],
)
def test_what_a_dropped_file_is(tmp_path: Path, name: str, content: str, kind: type) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    found = data_of(tmp_path / name, present=ArraysData())
    assert found == kind(path=str(tmp_path / name))


def test_a_folder_of_texts_is_distinguished_from_one_of_images(tmp_path: Path) -> None:
    (tmp_path / "good").mkdir()
    assert data_of(tmp_path, present=ArraysData()) == ImagesData(path=str(tmp_path))
    (tmp_path / "good" / "1.txt").touch()
    assert data_of(tmp_path, present=ArraysData()) == TextData(path=str(tmp_path))
    assert data_of(tmp_path, present=TextData(level="character")) == TextData(
        path=str(tmp_path), level="character"
    )


@pytest.mark.parametrize("suffix", [".h5", ".hdf5"])
def test_an_hdf5_file_is_data_or_a_model(tmp_path: Path, suffix: str) -> None:
    data, model = tmp_path / f"data{suffix}", tmp_path / f"model{suffix}"
    with h5py.File(data, "w") as file:
        file["x"] = np.zeros((4, 2))
    with h5py.File(model, "w") as file:
        file.attrs["keras_version"] = "2.15.0"
        file.create_group("model_weights")
    assert model_of(data) is None
    assert data_of(data, present=TableData()) == ArraysData(path=str(data))
    assert model_of(model) == FileModel(path=str(model)), "the Model page says what to do with it"
    assert model_of(tmp_path / f"gone{suffix}") is None


def test_a_table_stays_what_is_chosen() -> None:
    csv = Path("a.csv")
    assert data_of(csv, present=ArraysData()) == TableData(path="a.csv")
    assert data_of(csv, present=SeriesData()) == SeriesData(path="a.csv")
    assert data_of(csv, present=TextData()) == TextData(path="a.csv")
    assert data_of(Path("a.tsv"), present=TextData()) == TextData(path="a.tsv")
    assert data_of(Path("a.npz"), present=TextData()) == ArraysData(path="a.npz")
    assert data_of(Path("a.doc"), present=TextData()) is None
    assert data_of(Path("no.txt"), present=ArraysData()) is None
