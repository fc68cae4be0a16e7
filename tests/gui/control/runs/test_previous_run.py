"""Which run stands behind another, and what is said of it."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal

from engine.record.events import EpochEnded
from engine.record.records import Recorder
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

    def make(self, name: str, *settings: str, epochs: int = 2) -> Path:
        folder = RunFolder.create(self.runs, assign(Project(), settings), name=name)
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
    desk.make("digits-dense")
    desk.make("digits-cnn", "model.dropout=0.2")
    desk.make("wine-dense")
    desk.show(desk.make("digits-dense", "model.dropout=0.5"))
    previous_run = desk.previous.run_data
    assert previous_run.number == 2
    assert previous_run.changes == "Dropout 0.2 → 0.5"
    assert len(previous_run.history.epochs("loss")[0]) == 2


def test_the_first_run_has_none_before_it(desk):
    first = desk.make("digits-dense")
    desk.make("digits-dense")
    desk.show(first)
    assert desk.previous.run_data is None


def test_a_run_without_curves_is_no_previous_run(desk):
    desk.make("digits-dense", epochs=0)
    desk.show(desk.make("digits-dense"))
    assert desk.previous.run_data is None


def test_it_is_read_once_and_forgotten_with_its_run(desk, qtbot):
    desk.make("digits-dense")
    second = desk.make("digits-dense")
    desk.show(second)
    assert desk.previous.run_data.changes == ""
    with qtbot.assertNotEmitted(desk.previous.wanted):
        desk.show(second)
    desk.show(desk.make("wine-dense"))
    assert desk.previous.run_data is None
