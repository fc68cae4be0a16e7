"""The one entry point. What is imported when is asked of a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import main
from engine import __version__

ROOT = Path(__file__).parents[2]
PATIENCE = 120
HEAVY = ("PySide6", "tensorflow", "keras", "pyqtgraph", "pandas", "tensorboard")
NO_SCREEN = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["schema"], ["tran"]])
def test_light_commands_import_nothing_heavy(arguments):
    script = (
        "import contextlib, io, json, sys, main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):\n"
        "    main.main(sys.argv[1:])\n"
        "print(json.dumps(sorted(name for name in sys.modules if '.' not in name)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
        cwd=ROOT,
    )
    modules = json.loads(done.stdout)
    assert "engine" in modules
    assert [name for name in HEAVY if name in modules] == []


def test_version_is_the_packages():
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text()
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, f"Fitroom {__version__}\n")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere who starts a program has a screen")
@pytest.mark.parametrize("environment", [{}, {"DISPLAY": ":93"}, {"WAYLAND_DISPLAY": "wayland-93"}])
def test_without_a_screen_it_says_what_to_do(environment):
    done = run(**{**NO_SCREEN, **environment})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "main.py train PROJECT.fitroom" in done.stderr


def test_a_project_that_is_not_there_is_named(tmp_path):
    done = run(str(tmp_path / "gone.fitroom"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "gone.fitroom" in done.stderr


@pytest.fixture
def opened(monkeypatch):
    """What the window was asked to open; nothing is opened."""
    calls = []

    class Window:
        @staticmethod
        def run_window(argv, project):
            calls.append((argv, project))
            return 7

    monkeypatch.setitem(sys.modules, "gui.startup.application", Window)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    return calls


def test_no_words_open_the_window(opened):
    assert main.main([]) == 7
    assert opened == [(sys.argv[:1], None)]


def test_a_project_opens_the_window_with_it(opened, tmp_path):
    path = tmp_path / "my project.fitroom"
    path.write_text("{}")
    assert main.main([str(path)]) == 7
    assert opened == [(sys.argv[:1], path)]


def test_without_qt_it_says_what_to_do(opened, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "PySide6.QtWidgets", None)
    assert main.main([]) == 2
    assert "PySide6 cannot be loaded" in capsys.readouterr().err
    assert opened == []


def test_missing_system_libraries_are_named(opened, monkeypatch, capsys):
    from engine.doctor import libraries

    missing = [library for library in libraries.LIBRARIES if library.package == "libegl1"]
    monkeypatch.setattr(libraries, "missing_libraries", lambda _parts: missing)
    assert main.main([]) == 2
    assert "apt-get install libegl1" in capsys.readouterr().err
    assert opened == []


def test_the_self_test_is_an_entry_of_its_own(opened, monkeypatch):
    monkeypatch.setattr("engine.self_test.run", lambda: 5)
    assert main.main([main.SELF_TEST]) == 5
    assert opened == []


def test_the_self_tests_window_is_driven(opened, monkeypatch):
    asked = []

    class Driver:
        @staticmethod
        def drive_window(arguments):
            asked.append(arguments)
            return 6

    monkeypatch.setitem(sys.modules, "gui.self_test", Driver)
    assert main.main([main.SELF_TEST, "window", "a.fitroom", "report.json", "0.5"]) == 6
    assert asked == [["a.fitroom", "report.json", "0.5"]]
    assert opened == []


def test_the_packaged_program_names_itself(opened, monkeypatch, capsys):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(
        "engine.doctor.display.display_problem", lambda _environment: "there is no screen here"
    )
    assert main.main([]) == 2
    said = capsys.readouterr().err
    assert "fitroom train PROJECT.fitroom" in said
    assert "make" not in said
    assert opened == []
