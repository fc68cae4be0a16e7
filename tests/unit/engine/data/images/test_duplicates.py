"""A picture that trains and validates is warned of, also where it was saved anew in another format."""

import io
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from engine.data.images.duplicates import marks_of
from engine.inspect import inspect
from engine.settings import Project


def picture(seed: int, size: int = 48) -> Image.Image:
    """Smooth blobs of colour, as photographs have."""
    rng = np.random.default_rng(seed)
    return Image.fromarray(rng.integers(0, 255, (6, 6, 3), np.uint8)).resize((size, size))


def again(image: Image.Image, quality: int) -> Image.Image:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return Image.open(file)


def project_of(**fit: object) -> Project:
    return Project.model_validate(
        {"data": {"kind": "images", "path": "x", "storage": fit.pop("storage", "auto")}, "fit": fit}
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pictures of two classes in parts; val/a/7.png is train/a/0.png anew, val/b/9.png is train/b/1.png."""
    for part, numbers in (("train", range(6)), ("val", range(6, 10))):
        for number, name in enumerate("ab"):
            place = tmp_path / "x" / part / name
            place.mkdir(parents=True)
            for seed in numbers:
                picture(100 * number + seed).save(place / f"{seed}.png")
    train, val = tmp_path / "x" / "train", tmp_path / "x" / "val"
    picture(0).save(train / "a" / "0.png")
    again(picture(0), 70).save(val / "a" / "7.png")
    (val / "b" / "9.png").write_bytes((train / "b" / "1.png").read_bytes())
    return tmp_path


def test_pictures_in_two_parts_are_named(folder: Path) -> None:
    look = inspect(project_of(), folder)
    assert look.fitted
    [problem] = [one for one in look.problems if "duplicates" in one.message]
    assert (problem.path, problem.severity) == ("data.path", "warning")
    assert "(2)" in problem.message
    assert "val/a/7.png is train/a/0.png" in problem.message


@pytest.mark.parametrize("storage", ["disk", "stream"])
def test_of_pictures_that_are_not_in_memory_the_same_files_are_found(
    folder: Path, storage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FITROOM_HOME", str(folder / "home"))
    for _ in range(2):  # read, and from the cache
        look = inspect(project_of(storage=storage), folder)
        assert look.fitted
        [problem] = [one for one in look.problems if "duplicates" in one.message]
        assert "(1)" in problem.message
        assert "val/b/9.png is train/b/1.png" in problem.message


def test_other_pictures_have_other_marks() -> None:
    x = np.stack([np.asarray(picture(seed)) for seed in range(60)])
    greys = np.full((5, 48, 48, 3), 200, np.uint8) + np.arange(5, dtype=np.uint8).reshape(5, 1, 1, 1)
    x = np.concatenate([x, greys])
    digests = np.arange(len(x), dtype=np.uint64)
    assert len(np.unique(marks_of(x, digests))) == len(x)


@pytest.mark.parametrize("change", ["shade", "jpeg", "pixels"])
def test_nearly_the_same_pictures_have_one_mark(change: str) -> None:
    image = picture(3)
    first: NDArray[np.uint8] = np.asarray(image)
    noise = np.random.default_rng(0).integers(-1, 2, first.shape)
    changed = {
        "shade": np.clip(first.astype(int) + 2, 0, 255),
        "jpeg": np.asarray(again(image, 90)),
        "pixels": np.clip(first + noise, 0, 255),
    }[change]
    marks = marks_of(
        np.stack([first, np.asarray(picture(4)), changed.astype(np.uint8)]), np.arange(3, dtype=np.uint64)
    )
    assert marks.tolist() == [0, 1, 0]
