"""The spec itself is run by PyInstaller alone; here it is read."""

import ast
import importlib
from pathlib import Path

import pytest
from bundle import contents

ROOT = Path(__file__).parents[3]
SPEC = ast.parse((ROOT / "pyinstaller.spec").read_text("utf-8"))
MODULES = ("contents", "licences")


@pytest.mark.parametrize("name", MODULES)
def test_what_the_spec_takes_from_its_helpers_is_there(name: str) -> None:
    helper = importlib.import_module(f"bundle.{name}")
    used = {
        node.attr
        for node in ast.walk(SPEC)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == name
    }
    assert used
    assert [attribute for attribute in used if not hasattr(helper, attribute)] == []


def test_nothing_is_stripped_by_pyinstaller_itself() -> None:
    values = [node.value for node in ast.walk(SPEC) if isinstance(node, ast.keyword) and node.arg == "strip"]
    assert values
    assert all(isinstance(value, ast.Constant) and value.value is False for value in values)


def test_the_pages_of_the_help_menu_are_bundled() -> None:
    bundled = {
        (ast.unparse(node.elts[0]), ast.unparse(node.elts[1]))
        for node in ast.walk(SPEC)
        if isinstance(node, ast.Tuple) and len(node.elts) == 2
    }
    assert ("str(ROOT / 'docs')", "'docs'") in bundled
    assert not contents.is_left_out("docs/course.md")
    assert not contents.is_left_out("docs/images/train.png")


def test_every_path_that_it_names_exists() -> None:
    for name in ("main.py", "resources/icons/fitroom.svg", "packaging/stubs/_pywrap_profiler_plugin.py"):
        assert (ROOT / name).is_file()
        assert Path(name).name in (ROOT / "pyinstaller.spec").read_text("utf-8")
