"""The licences in the bundle: every package has its line, and Qt's conditions are said."""

import importlib.metadata
from pathlib import Path, PurePosixPath

import pytest
from bundle import licences

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("licences")
    licences.collect(folder)
    return folder


@pytest.mark.parametrize(
    ("name", "is_licence"),
    [
        ("numpy-2.4.dist-info/licenses/LICENSE.txt", True),
        ("pandas/COPYING", True),
        ("tensorflow/THIRD_PARTY_NOTICES.txt", False),
        ("torch/NOTICE", True),
        ("pip/_vendor/rich/license.py", False),
        ("numpy/_core/licence_checks.so", False),
        ("x-1.dist-info/licenses/vendored/thing.md", True),
    ],
)
def test_licence_files(name: str, is_licence: bool) -> None:
    assert licences.licence_files([PurePosixPath(name)]) == [PurePosixPath(name)] * is_licence


def test_every_package_that_runs_has_a_line(folder: Path) -> None:
    page = (folder / "README.txt").read_text("utf-8")
    listed = {line.partition(" ")[0].lower() for line in page.splitlines() if ": " in line}
    for package in ("pyside6", "shiboken6", "keras", "tensorboard", "numpy", "pandas", "pyqtgraph"):
        assert package in listed
    assert "scipy" not in listed


def test_qts_conditions_are_said_and_met(folder: Path) -> None:
    page = (folder / "README.txt").read_text("utf-8")
    assert importlib.metadata.version("PySide6") in page
    for words in ("Lesser General Public License", "replace them", "source of Qt"):
        assert words in page
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (folder / "LGPL-3.0.txt").read_text("utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in (folder / "GPL-3.0.txt").read_text("utf-8")


def test_texts_of_packages_are_copied(folder: Path) -> None:
    assert list((folder / "numpy").glob("*LICENSE*"))
    assert list((folder / "keras").iterdir())
