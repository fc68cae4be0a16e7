"""Images that need not be enlarged are not, and the size that is found goes into the script."""

import json
from pathlib import Path

import pytest
from PIL import Image

from engine.data import load
from engine.inspect import inspect
from engine.settings import Project
from engine.settings.data.kinds import ImagesData
from engine.settings.project_file.file import loads


def folder(root: Path, *sizes: tuple[int, int]) -> Path:
    """Two classes, each with one image of each (width, height)."""
    for name in "ab":
        (root / name).mkdir(parents=True)
        for number, size in enumerate(sizes):
            Image.new("L", size, 40 * number).save(root / name / f"{number}.png")
    return root


@pytest.mark.parametrize(
    ("sizes", "settings", "expected", "noted"),
    [
        ([(28, 28)] * 3, {}, (28, 28), False),
        ([(64, 48)] * 3, {}, (48, 64), False),
        ([(640, 480)] * 3, {}, (48, 64), True),
        ([(30, 30), (30, 30), (500, 500)], {}, (30, 30), True),
        ([(100, 50), (50, 100), (80, 60)], {}, (50, 50), True),
        ([(640, 480)] * 3, {"height": 96}, (96, 128), True),
        ([(640, 480)] * 3, {"width": 32, "height": 32}, (32, 32), False),
        ([(2, 400)] * 3, {}, (64, 4), True),
    ],
)
def test_the_size_comes_from_the_files(
    tmp_path: Path,
    sizes: list[tuple[int, int]],
    settings: dict[str, int],
    expected: tuple[int, int],
    noted: bool,
) -> None:
    data = ImagesData.model_validate({"path": str(folder(tmp_path / "x", *sizes)), **settings})
    dataset = load(data, tmp_path)
    assert dataset.shape[:2] == expected
    assert any("Height" in str(note) for note in dataset.notes) is noted


def test_separate_validation_images_get_the_size_of_the_training_images(tmp_path: Path) -> None:
    folder(tmp_path / "train", (20, 20), (20, 20))
    folder(tmp_path / "more", (36, 36), (50, 50))
    project = Project.model_validate(
        {"data": {"kind": "images", "path": "train"}, "fit": {"validation_data": "more"}}
    )
    look = inspect(project, tmp_path)
    assert look.validation is not None
    assert look.fitted.shape == look.validation.shape == (20, 20, 1)


def test_a_project_of_version_2_keeps_the_size_it_had() -> None:
    data = {"kind": "images", "path": "x"}
    before, now = (loads(json.dumps({"version": version, "data": data})).project.data for version in (2, 3))
    assert isinstance(before, ImagesData)
    assert isinstance(now, ImagesData)
    assert (before.height, before.width, now.height, now.width) == (64, 64, None, None)
