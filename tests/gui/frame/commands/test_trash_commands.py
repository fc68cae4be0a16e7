"""Several runs are deleted at once, and put back at once."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from engine.record.run_folder import RunFolder
from engine.settings import Project
from gui.control.runs.run_library import RunLibrary, RunReader
from gui.frame.banner import Banner
from gui.frame.commands.trash_commands import TrashCommands


def test_several_runs_go_and_come_back_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    banner, owner, reader = Banner(), QObject(), RunReader()
    qtbot.addWidget(banner)
    shown: list[Path] = []
    commands = TrashCommands(
        owner, banner, library=RunLibrary(reader, tmp_path, parent=owner), show=shown.append
    )
    folders = tuple(RunFolder.create(tmp_path, Project(), name=name).path for name in ("first", "second"))
    banner.show()
    commands.delete(folders)
    assert "2 runs are in the trash" in banner.text
    assert not any(folder.exists() for folder in folders)
    undo = next(one for one in banner.findChildren(QPushButton) if one.text() == "Undo")
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert all(folder.is_dir() for folder in folders)
    assert shown == [folders[0]]
    commands.delete(folders)
    commands.put_back_last()
    assert all(folder.is_dir() for folder in folders)
    commands.delete(folders[:1])
    commands.put_back_last()
    commands.put_back_last()
    assert banner.text == "There is no run in the trash."
