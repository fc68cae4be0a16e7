"""The program as its own child."""

import sys
from pathlib import Path

import pytest

from engine.child_command import (
    RESET_VARIABLE,
    clean_environment,
    clean_process_environment,
    program_command,
    training_command,
)

ROOT = Path(__file__).parents[3]
BUNDLE = "/opt/fitroom/_internal"


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", BUNDLE, raising=False)


def test_from_source_it_is_python_with_main() -> None:
    assert program_command("train", "a b.fitroom") == [
        sys.executable,
        str(ROOT / "main.py"),
        "train",
        "a b.fitroom",
    ]
    assert (ROOT / "main.py").is_file()
    assert training_command().endswith("main.py train PROJECT.fitroom")


@pytest.mark.usefixtures("frozen")
def test_frozen_it_is_the_program_itself() -> None:
    assert program_command("doctor", "--json") == [sys.executable, "doctor", "--json"]
    assert training_command() == "fitroom train PROJECT.fitroom"


def test_from_source_the_environment_is_left_alone() -> None:
    given = {"LD_LIBRARY_PATH": "/own", "LD_LIBRARY_PATH_ORIG": "/older", "QT_PLUGIN_PATH": BUNDLE}
    assert clean_environment(given) == given
    changed = dict(given)
    clean_process_environment(changed)
    assert changed == given


@pytest.mark.usefixtures("frozen")
def test_children_inherit_nothing_of_the_bundle() -> None:
    environment = {
        "HOME": "/home/a",
        "LD_LIBRARY_PATH": BUNDLE,
        "DYLD_LIBRARY_PATH": BUNDLE,
        "QT_PLUGIN_PATH": f"{BUNDLE}/PySide6/Qt/plugins",
        "QML2_IMPORT_PATH": f"{BUNDLE}/PySide6/Qt/qml",
    }
    clean_process_environment(environment)
    assert environment == {"HOME": "/home/a", RESET_VARIABLE: "1"}


@pytest.mark.usefixtures("frozen")
def test_what_a_person_has_set_comes_back() -> None:
    environment = {
        "LD_LIBRARY_PATH": f"{BUNDLE}:/cuda",
        "LD_LIBRARY_PATH_ORIG": "/cuda",
        "QT_PLUGIN_PATH": "/home/a/plugins",
    }
    clean_process_environment(environment)
    assert environment == {
        "LD_LIBRARY_PATH": "/cuda",
        "QT_PLUGIN_PATH": "/home/a/plugins",
        RESET_VARIABLE: "1",
    }
