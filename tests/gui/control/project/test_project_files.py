import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.settings import Project
from engine.settings.project_file.file import save
from gui.control.program.preferences import Preferences
from gui.control.project.autosaved import Places
from gui.control.project.open_project import empty_project
from gui.control.project.project_files import ProjectFiles
from gui.control.project.settings_model import SettingsModel


class Session:
    """One life of the window, as far as files go."""

    def __init__(self, settings: Path) -> None:
        self.model = SettingsModel()
        self.preferences = Preferences(settings)
        self.files = ProjectFiles(self.model, self.preferences, places=Places(settings))
        self.problems: list[str] = []
        self.files.problem.connect(self.problems.append)


@pytest.fixture
def settings(tmp_path: Path, qapp: object) -> Path:
    del qapp
    return tmp_path / "settings"


def write(path: Path, *, epochs: int) -> Path:
    save(Project().with_value("fit.epochs", epochs), path)
    return path


def test_the_first_start_opens_the_sample_and_keeps_it_as_it_is(settings: Path) -> None:
    session = Session(settings)
    session.files.start(None)
    assert session.files.name == "digits.fitroom"
    assert not session.files.writable
    assert not session.model.changed_since_saved


def test_a_named_project_is_opened_and_is_a_recent_one(settings: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "mine.fitroom", epochs=7)
    session = Session(settings)
    session.files.start(path)
    assert session.model.project.fit.epochs == 7
    assert session.files.base == tmp_path
    assert session.files.recent == (path,)


def test_unsaved_changes_come_back_at_the_next_start(settings: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "mine.fitroom", epochs=7)
    first = Session(settings)
    first.files.start(path)
    first.model.edit("fit.epochs", 8)
    first.files.autosave()
    second = Session(settings)
    second.files.start(None)
    assert second.model.project.fit.epochs == 8
    assert second.files.path == path
    assert second.model.changed_since_saved
    second.model.undo_stack.undo()
    assert second.model.project.fit.epochs == 7


def test_a_project_without_a_file_comes_back_too(settings: Path) -> None:
    first = Session(settings)
    first.files.new()
    first.model.edit("fit.epochs", 8)
    first.files.autosave()
    second = Session(settings)
    second.files.start(None)
    assert second.model.project.fit.epochs == 8
    assert second.files.path is None


def test_a_change_is_kept_without_being_asked(settings: Path, qtbot: QtBot) -> None:
    session = Session(settings)
    session.files.new()
    session.model.edit("fit.epochs", 8)
    qtbot.waitUntil((settings / "autosave.json").exists)
    assert json.loads((settings / "autosave.json").read_text())["changed"] is True


def test_save_writes_the_file_and_cleans_the_star(settings: Path, tmp_path: Path) -> None:
    session = Session(settings)
    session.files.new()
    session.model.edit("fit.epochs", 8)
    assert session.files.save_as(tmp_path / "mine")
    assert session.files.name == "mine.fitroom"
    assert not session.model.changed_since_saved
    other = Session(settings)
    assert other.files.open(tmp_path / "mine.fitroom")
    assert other.model.project.fit.epochs == 8


def test_a_file_with_wrong_values_is_opened_with_the_good_rest_and_said(
    settings: Path, tmp_path: Path
) -> None:
    path = tmp_path / "mine.fitroom"
    path.write_text('{"version": 1, "fit": {"epochs": -3, "batch_size": 8}}')
    session = Session(settings)
    assert session.files.open(path)
    assert session.model.project.fit.batch_size == 8
    assert session.model.project.fit.epochs == 20
    assert "epochs must be 1 or more" in session.problems[0]
    assert "mine.broken-1.fitroom" in session.problems[0]


def test_a_file_that_is_not_there_leaves_the_project_as_it_is(settings: Path, tmp_path: Path) -> None:
    session = Session(settings)
    session.files.start(write(tmp_path / "mine.fitroom", epochs=7))
    assert not session.files.open(tmp_path / "gone.fitroom")
    assert session.model.project.fit.epochs == 7
    assert "gone.fitroom" in session.problems[0]


def test_a_folder_that_cannot_be_written_is_said_once_for_autosave_and_at_each_save(
    settings: Path, tmp_path: Path
) -> None:
    settings.write_text("a file where the folder should be")
    session = Session(settings)
    session.files.new()
    session.files.autosave()
    session.files.autosave()
    assert len(session.problems) == 1
    assert not session.files.save_as(tmp_path / "gone" / "mine.fitroom")
    assert len(session.problems) == 2


@pytest.mark.parametrize("text", ["", "[]", '{"path": 3}', "{"])
def test_a_broken_autosave_does_not_stop_the_program(settings: Path, text: str) -> None:
    settings.mkdir()
    (settings / "autosave.json").write_text(text)
    (settings / "window.json").write_text(text)
    session = Session(settings)
    session.files.start(None)
    assert session.files.name == "digits.fitroom"


def test_another_project_is_an_undo_step_that_brings_back_settings_and_file(
    settings: Path, tmp_path: Path
) -> None:
    first, second = write(tmp_path / "a.fitroom", epochs=7), write(tmp_path / "b.fitroom", epochs=9)
    session = Session(settings)
    session.files.start(first)
    replaced: list[str] = []
    session.files.replaced.connect(replaced.append)
    assert session.files.open(second)
    session.model.undo_stack.undo()
    assert (session.files.path, session.model.changed_since_saved, replaced) == (first, False, [])
    session.model.edit("fit.epochs", 8)
    session.files.new()
    assert session.model.project == empty_project()
    assert session.files.path is None
    assert replaced == ["a.fitroom"]
    session.model.edit("fit.epochs", 3)
    assert session.files.save_as(tmp_path / "c.fitroom")
    session.files.bring_back()
    assert session.model.project.fit.epochs == 8
    assert (session.files.path, session.model.changed_since_saved) == (first, True)
    session.model.undo_stack.setIndex(session.model.undo_stack.count())
    assert (session.files.name, session.model.changed_since_saved) == ("c.fitroom", False)


def test_what_was_left_unsaved_comes_back_at_the_next_start_whatever_is_opened_there(
    settings: Path, tmp_path: Path
) -> None:
    first, second = write(tmp_path / "a.fitroom", epochs=7), write(tmp_path / "b.fitroom", epochs=9)
    session = Session(settings)
    session.files.start(first)
    session.model.edit("fit.epochs", 8)
    session.files.new()
    session.files.autosave()
    for path, shown in ((None, "untitled.fitroom"), (second, "b.fitroom"), (None, "b.fitroom")):
        session = Session(settings)
        session.files.start(path)
        assert session.files.name == shown
        session.files.autosave()
    session.files.bring_back()
    assert session.model.project.fit.epochs == 8
    assert session.files.path == first
    assert session.model.changed_since_saved
