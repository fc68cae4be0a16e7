"""Separate data of another kind is read where shapes and classes agree, else refused in a sentence."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.data import DataError
from engine.inspect import inspect
from engine.settings import Project


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rng = np.random.default_rng(0)
    x, y = rng.integers(0, 256, (40, 8, 8, 1), np.uint8), np.arange(40) % 2
    np.savez(tmp_path / "bytes.npz", x=x, y=y)
    np.savez(tmp_path / "flat.npz", x=x[..., 0], y=y)
    np.savez(tmp_path / "shares.npz", x=(x / 255).astype(np.float32), y=y)
    np.savez(tmp_path / "rows.npz", x=x.reshape(40, 64), y=y)
    np.savez(tmp_path / "names.npz", x=x, y=np.array(["cat", "dog"])[y])
    for label, names in enumerate((("0", "cat"), ("1", "dog"))):
        for place, name in zip(("numbers", "animals"), names, strict=True):
            (tmp_path / place / name).mkdir(parents=True)
            for number in range(4):
                image = Image.fromarray(x[2 * number + label, :, :, 0])
                image.save(tmp_path / place / name / f"{number}.png")
    return tmp_path


def look_at(folder: Path, train: str, validation: str) -> tuple[tuple[int, ...], str, list[int]]:
    kind = "arrays" if train.endswith(".npz") else "images"
    project = Project.model_validate(
        {
            "data": {"kind": kind, "path": str(folder / train)},
            "fit": {"validation_data": str(folder / validation)},
        }
    )
    found = inspect(project).validation
    assert found is not None
    return found.shape, str(found.x.dtype), found.y[:4].tolist()


GOOD = [
    ("bytes.npz", "numbers", ((8, 8, 1), "uint8", [0, 0, 0, 0])),
    ("flat.npz", "numbers", ((8, 8), "uint8", [0, 0, 0, 0])),
    ("animals", "bytes.npz", ((8, 8, 1), "uint8", [0, 1, 0, 1])),  # the classes by their numbers
    ("animals", "names.npz", ((8, 8, 1), "uint8", [0, 1, 0, 1])),
    ("animals", "flat.npz", ((8, 8, 1), "uint8", [0, 1, 0, 1])),
]


@pytest.mark.parametrize(("train", "validation", "wanted"), GOOD)
def test_what_agrees_validates(folder, train, validation, wanted):
    assert look_at(folder, train, validation) == wanted


BAD = [
    ("bytes.npz", "animals", "The class cat is not among those of the training data"),
    ("shares.npz", "numbers", "give both the same range"),
    ("animals", "shares.npz", "give both the same range"),
    ("rows.npz", "numbers", r"training examples have the shape \(64,\)"),
    ("animals", "rows.npz", r"Validation examples have the shape \(64,\)"),
]


@pytest.mark.parametrize(("train", "validation", "words"), BAD)
def test_what_does_not_agree_is_refused(folder, train, validation, words):
    with pytest.raises(DataError, match=words) as caught:
        look_at(folder, train, validation)
    assert caught.value.path == "fit.validation_data"
