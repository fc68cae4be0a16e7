"""A home that is full, missing or no folder keeps nothing in the window from working, and is said once."""

import errno
import os
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.record.run_folder import RunFolder
from gui.control.program.session_file import SessionFile
from gui.control.runs.run_state import RunState
from gui.startup.application import Program
from tests.gui.fake_engine import FakeEngine
from tests.gui.whole_window import opened


def spoil(home: Path, how: str, patch: pytest.MonkeyPatch) -> None:
    """Make `home` one that nothing can be written to; permissions do not bind whoever runs tests as root."""
    if how == "a file":
        shutil.rmtree(home)
        home.write_text("not a folder")
    elif how == "missing":
        patch.setenv("FITROOM_HOME", "/proc/nobody/home")
    elif how == "files in the place of folders":
        shutil.rmtree(home)
        home.mkdir()
        for name in ("settings", "runs", "cache"):
            (home / name).write_text("not a folder")
    else:
        (home / "settings").mkdir(exist_ok=True)
        (home / "settings" / f"session-{os.getpid()}.txt").symlink_to("/dev/full")
        (home / "runs").write_text("not a folder")


@pytest.mark.skipif(os.name == "nt", reason="made of what Linux has")
@pytest.mark.parametrize("how", ["a file", "missing", "files in the place of folders", "full"])
def test_the_window_opens_works_and_says_once_what_is_not_kept(
    qapp: QApplication, qtbot: QtBot, home: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    spoil(home, how, monkeypatch)
    engine = FakeEngine()
    engine.may_open.set()
    engine.may_continue.set()
    with opened(qapp, qtbot, engine, at_once=Program.keep_session) as program:
        fitroom = program.fitroom
        assert fitroom is not None
        banner = fitroom.window.banner
        assert "cannot be written" in banner.text
        banner.dismiss()
        fitroom.window.actions_table.theme_dark.trigger()
        fitroom.window.actions_table.theme_system.trigger()
        fitroom.model.edit("fit.epochs", 77)
        fitroom.files.autosave()
        assert banner.text == ""
        fitroom.window.activateWindow()
        qtbot.keyClick(fitroom.window, Qt.Key.Key_F5)
        qtbot.waitUntil(lambda: banner.text != "")
        assert "run's folder cannot be written" in banner.text, fitroom.services.controller.state
        assert fitroom.services.controller.state is RunState.IDLE
        program.quit()


def test_a_note_that_cannot_be_written_is_done_without(
    tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    del qapp
    session = SessionFile(tmp_path)
    assert session.begin() is None
    assert session.written
    path = tmp_path / f"session-{os.getpid()}.txt"

    def full(_text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    class Full:
        write = staticmethod(full)

    monkeypatch.setattr(session, "_file", Full())
    session.note_run(tmp_path / "001-digits")
    session.note_no_run()
    session.end()
    assert not path.exists()


def test_a_full_disk_leaves_no_folder_without_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.record import run_folder
    from engine.settings import Project

    def full(*_anything: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(run_folder, "write_atomically", full)
    with pytest.raises(OSError, match="No space left"):
        RunFolder.create(tmp_path, Project())
    assert list(tmp_path.iterdir()) == []
