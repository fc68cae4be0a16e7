"""Which run stands behind another, and what is said of it."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal

from engine.record.events import EpochEnded
from engine.record.recorder import Recorder
from engine.record.run_folder import RunFolder
from engine.settings import Project
from engine.settings.project_file.assign import assign
from gui.control.runs.previous_run import PreviousRun
from gui.control.runs.run_library import RunLibrary
from gui.control.runs.run_reader import RunReader
from tests.started import started


class Shown(QObject):
    changed = Signal()
    folder: Path | None = None


class Desk:
    def __init__(self, runs: Path) -> None:
        self.runs, self.reader = runs, RunReader()
        self.shown: Any = Shown()
        self.library = RunLibrary(self.reader, runs)
        self.previous = PreviousRun(self.library, self.reader, shown=self.shown)

    def make(self, data: str, *settings: str, epochs: int = 2, name: str = "run") -> Path:
        """A run on the data with this fingerprint, in a folder whose name says nothing of them."""
        folder = RunFolder.create(self.runs, assign(Project(), settings), name=name)
        folder.write_environment({"data": {"fingerprint": data}})
        recorder = Recorder(folder)
        recorder(started(parameters=1))
        for epoch in range(1, epochs + 1):
            recorder(EpochEnded(epoch=epoch, values={"loss": 1.0}, learning_rate=0.1, seconds=0.1))
        recorder.close()
        return folder.path

    def show(self, folder: Path) -> None:
        self.shown.folder = folder
        self.library.look()
        self.shown.changed.emit()


@pytest.fixture
def desk(qapp: object, tmp_path: Path) -> Desk:
    del qapp
    return Desk(tmp_path)


def test_the_run_before_on_the_same_data_is_found_with_what_changed(desk):
    desk.make("digits")
    desk.make("digits", "model.dropout=0.2")
    desk.make("wine")
    desk.show(desk.make("digits", "model.dropout=0.5"))
    previous_run = desk.previous.run_data
    assert previous_run.number == 2
    assert previous_run.changes == "Dropout 0.2 → 0.5"
    assert len(previous_run.history.epochs("loss")[0]) == 2


def test_the_first_run_has_none_before_it(desk):
    first = desk.make("digits")
    desk.make("digits")
    desk.show(first)
    assert desk.previous.run_data is None


def test_a_run_without_curves_is_no_previous_run(desk):
    desk.make("digits", epochs=0)
    desk.show(desk.make("digits"))
    assert desk.previous.run_data is None


def test_it_is_read_once_and_forgotten_with_its_run(desk, qtbot):
    desk.make("digits")
    second = desk.make("digits")
    desk.show(second)
    assert desk.previous.run_data.changes == ""
    with qtbot.assertNotEmitted(desk.previous.wanted):
        desk.show(second)
    desk.show(desk.make("wine"))
    assert desk.previous.run_data is None


def test_the_name_of_a_folder_says_nothing_of_the_data(desk):
    desk.make("digits of last year", name="digits-dense")
    desk.show(desk.make("digits", name="digits-dense"))
    assert desk.previous.run_data is None


def test_a_run_whose_data_are_not_read_yet_has_none_until_they_are(desk):
    desk.make("digits")
    live = desk.make("")
    desk.show(live)
    numbers: list[int | None] = [None if desk.previous.run_data is None else 0]
    RunFolder(live).write_environment({"data": {"fingerprint": "digits"}})
    desk.previous.found.connect(lambda found: numbers.append(found.number if found else None))
    desk.previous.hear_of_event(started())
    assert (numbers[0], numbers[-1]) == (None, 1)


@pytest.mark.parametrize("content", [{}, {"data": 3}, {"data": {"fingerprint": 3}}])
def test_an_environment_from_elsewhere_is_no_mistake(tmp_path, content):
    folder = RunFolder.create_at(tmp_path / "run", Project())
    folder.write_environment(content)
    assert folder.data_fingerprint == ""
