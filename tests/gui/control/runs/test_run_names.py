"""Runs that other processes make come into the list by themselves, with what differs from the one before."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from engine.record.run_folder import RunFolder
from engine.settings import Project
from gui.control.runs.run_library import RunLibrary
from gui.control.runs.run_reader import RunFacts, RunReader
from gui.views.run.run_row import second_line
from tests.gui.training_elsewhere import training_elsewhere


def test_a_run_of_another_process_is_listed_within_two_seconds_and_says_what_differs(
    qtbot: QtBot, tmp_path: Path
) -> None:
    reader = RunReader()
    library = RunLibrary(reader, tmp_path)
    listed: list[tuple[RunFacts, ...]] = []
    library.listed.connect(listed.append)
    RunFolder.create(tmp_path, Project(), name="digits")
    library.look()
    assert library._watch.isActive()
    assert library._watch.interval() < 1500
    assert [[facts.name for facts in runs] for runs in listed] == [["digits"]]
    changed = Project().with_value("fit.epochs", 7)
    second = RunFolder.create(tmp_path, changed, name="digits")
    other = RunFolder.create(tmp_path, Project(), name="wine")
    qtbot.waitUntil(lambda: len(library.runs) == 3)
    differ = {facts.folder: facts.differs for facts in library.runs}
    assert differ[second.path] == "Epochs 20 → 7"
    assert differ[other.path] == ""
    lists = len(listed)
    qtbot.wait(1500)
    assert len(listed) == lists  # nothing has changed, so nothing is read again
    library.deleteLater()


def test_a_run_that_another_process_holds_says_so_by_itself(qtbot: QtBot, tmp_path: Path) -> None:
    reader = RunReader()
    library = RunLibrary(reader, tmp_path)
    folder = RunFolder.create(tmp_path, Project(), name="digits")
    with training_elsewhere(folder) as other:
        library.look()
        assert [(run.state, run.is_paused) for run in library.runs] == [("running", False)]
        other.say("pause")
        qtbot.waitUntil(lambda: library.runs[0].is_paused)
        line = second_line(library.runs[0], now=library.runs[0].started, paused=library.runs[0].is_paused)
        assert line.startswith("paused")
        other.kill()
        qtbot.waitUntil(lambda: library.runs[0].state == "interrupted")
        assert not library.runs[0].is_paused
    library.deleteLater()


def test_a_folder_that_is_not_there_is_no_error(qtbot: QtBot, tmp_path: Path) -> None:
    reader = RunReader()
    failed: list[str] = []
    reader.failed.connect(failed.append)
    with qtbot.waitSignal(reader.looked_in):
        reader.look_in(tmp_path / "gone")
    assert failed == []


def test_a_run_that_was_asked_for_and_then_deleted_does_not_come_back_empty(
    qtbot: QtBot, tmp_path: Path
) -> None:
    del qtbot
    reader = RunReader()
    library = RunLibrary(reader, tmp_path)
    opened: list[object] = []
    library.opened.connect(opened.append)
    folder = RunFolder.create(tmp_path, Project(), name="digits").path
    library.read_requested.disconnect(reader.read)  # as while the thread is busy
    library.open(folder)
    assert library.delete(folder) is not None
    reader.read(folder)
    assert opened == []
    library.deleteLater()
