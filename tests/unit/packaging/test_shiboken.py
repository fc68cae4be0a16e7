"""PySide takes its own Python modules from the bundle's files, and does without those that are left out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from bundle.shiboken import STUBS, SUPPORT, write_support

STUB_FOLDER = Path(__file__).parents[3] / "packaging" / "stubs"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("support") / "made"
    rows = write_support(folder, STUB_FOLDER)
    assert all(folder / beside / Path(source).name == Path(source) for source, beside in rows)
    names = {Path(source).name for source, _ in rows}
    assert "loader.py" in names
    assert f"loader.{sys.implementation.cache_tag}.pyc" in names
    return folder


def python(code: str, folder: Path) -> str:
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_pyside_takes_them_compiled(written: Path) -> None:
    # what is compiled is taken whatever the text says by now
    source = written / SUPPORT / "shibokensupport" / "feature.py"
    source.write_text("raise SystemExit(source_was_read)\n", "utf-8")
    reported = python("import PySide6.QtCore, shibokensupport as s; print(s.__file__)", written)
    assert Path(reported) == written / SUPPORT / "shibokensupport" / "__init__.py"


def test_pyside_is_whole_without_what_is_left_out(written: Path) -> None:
    code = """
import sys
from PySide6.QtCore import QObject
print([name for name in ("argparse", "logging") if name in sys.modules])
try:
    QObject().setObjectName(7)
except TypeError as error:
    print(str(error).splitlines()[-1].strip())
"""
    heavy, help_of_pyside = python(code, written).splitlines()
    assert heavy == "[]"
    assert help_of_pyside == "PySide6.QtCore.QObject.setObjectName(name: str, /)"


@pytest.mark.parametrize("name", sorted(STUBS))
def test_each_stub_says_what_it_replaces(name: str) -> None:
    assert (STUB_FOLDER / Path(name).name).read_text("utf-8").startswith('"""Replaces ')
