"""A session that is cut off leaves a note, which the next one finds, reads and takes away."""

import faulthandler
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gui.control.program.session_file import InterruptedSession, SessionFile

ROOT = Path(__file__).parents[4]
DYING = """
import faulthandler, os, signal, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from gui.control.program.session_file import SessionFile

app = QCoreApplication([])
session = SessionFile(Path(sys.argv[1]))
assert session.begin() is None
session.note_run(Path(sys.argv[1]) / "001-first")
session.note_no_run()
if sys.argv[3] == "training":
    session.note_run(Path(sys.argv[1]) / "002-digits")
os.kill(os.getpid(), getattr(signal, sys.argv[2]))
"""


@pytest.fixture
def session(tmp_path: Path, qapp: object) -> Iterator[SessionFile]:
    del qapp
    was = faulthandler.is_enabled()
    made = SessionFile(tmp_path / "settings")
    yield made
    made.end()
    if was:
        faulthandler.enable(2)


def die(folder: Path, by: str, *, training: bool) -> None:
    words = [str(folder), by, "training" if training else "idle"]
    done = subprocess.run([sys.executable, "-c", DYING, *words], cwd=ROOT, check=False, capture_output=True)
    assert done.returncode < 0, done.stderr


def test_who_ends_in_good_order_leaves_nothing(session: SessionFile, tmp_path: Path) -> None:
    assert session.begin() is None
    session.note_run(tmp_path / "001-digits")
    session.end()
    assert list((tmp_path / "settings").iterdir()) == []
    assert session.begin() is None


def test_a_crash_is_found_with_its_report_and_the_run(session: SessionFile, tmp_path: Path) -> None:
    folder = tmp_path / "settings"
    die(folder, "SIGSEGV", training=True)
    found = session.begin()
    assert found is not None
    assert found.run == folder / "002-digits"
    assert found.report is not None
    report = found.report.read_text("utf-8")
    assert "Segmentation fault" in report
    assert 'File "<string>"' in report
    assert report.startswith("Fitroom, begun ")
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [found.report.name, f"session-{os.getpid()}.lock", f"session-{os.getpid()}.txt"]
    )


@pytest.mark.parametrize("training", [True, False])
def test_who_was_killed_has_no_report(session: SessionFile, tmp_path: Path, training: bool) -> None:
    folder = tmp_path / "settings"
    die(folder, "SIGKILL", training=training)
    assert session.begin() == InterruptedSession(None, folder / "002-digits" if training else None)


def test_a_session_that_lives_is_let_be(session: SessionFile, tmp_path: Path) -> None:
    folder = tmp_path / "settings"
    session.begin()
    look = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication;"
        "from gui.control.program.session_file import SessionFile; app = QCoreApplication([]);"
        "session = SessionFile(Path(sys.argv[1])); print(session.begin()); session.end()"
    )
    done = subprocess.run(
        [sys.executable, "-c", look, str(folder)], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "None"
    assert sorted(path.suffix for path in folder.iterdir()) == [".lock", ".txt"]


def test_a_folder_that_cannot_be_written_costs_the_note(session: SessionFile, tmp_path: Path) -> None:
    (tmp_path / "settings").touch()
    assert session.begin() is None
    session.note_run(tmp_path)
