"""The window's language: where it comes from, that it is kept, and that Qt's dialogs follow."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from engine.language import SOURCE, tr
from gui.control.program.language import Language
from gui.control.program.preferences import Preferences
from gui.control.project.settings_model import SettingsModel
from gui.frame.commands.actions import make_actions


@pytest.fixture(autouse=True)
def english_again(qapp: QApplication) -> Iterator[None]:
    yield
    tr.use(SOURCE)
    for language in qapp.findChildren(Language):
        language.choose(SOURCE)  # takes Qt's translator away from the application
        language.deleteLater()


def of_qt() -> str:
    return QCoreApplication.translate("QPlatformTheme", "Cancel")


def test_the_environment_decides_at_the_start(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FITROOM_LANGUAGE", "ko")
    assert Language(qapp, Preferences(tmp_path)).code == "ko"
    assert tr("Patience") == "기다리는 기간"
    assert of_qt() == "취소"


def test_a_choice_is_used_reported_and_kept(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FITROOM_LANGUAGE", raising=False)
    preferences = Preferences(tmp_path)
    preferences.keep("language", "en")
    language = Language(qapp, preferences)
    with qtbot.waitSignal(language.changed) as reported:
        language.choose("ko")
    assert reported.args == ["ko"]
    assert (tr("Patience"), of_qt()) == ("기다리는 기간", "취소")
    assert Language(qapp, Preferences(tmp_path)).code == "ko"


def texts_of(widget: QWidget) -> list[str]:
    return [one.text() for one in (*widget.findChildren(QLabel), *widget.findChildren(QPushButton))]


def test_standard_buttons_file_dialogs_and_undo_are_korean(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FITROOM_LANGUAGE", "ko")
    Language(qapp, Preferences(tmp_path))
    buttons = QDialogButtonBox()
    qtbot.addWidget(buttons)
    standard = QDialogButtonBox.StandardButton
    for one in (standard.Ok, standard.Save, standard.Open, standard.Yes, standard.No, standard.Close):
        buttons.addButton(one)
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    model = SettingsModel()
    model.edit("fit.epochs", 7)
    actions = make_actions(buttons, model.undo_stack)
    said = [*texts_of(buttons), *texts_of(dialog), actions.undo.text(), actions.redo.text()]
    assert len(said) > 12
    assert [text for text in said if text and not re.search("[가-힣]", text)] == []
    assert re.sub(r"\(&.\)", "", actions.undo.text()).replace("실행 취소", "").strip() == tr("Epochs")
    model.deleteLater()


def test_going_back_takes_qt_along(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FITROOM_LANGUAGE", "ko")
    language = Language(qapp, Preferences(tmp_path))
    language.choose("en")
    assert (tr("Cancel"), of_qt()) == ("Cancel", "Cancel")


def test_choosing_the_language_in_use_tells_nothing_but_is_kept(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FITROOM_LANGUAGE", "en")
    language = Language(qapp, Preferences(tmp_path))
    with qtbot.assertNotEmitted(language.changed):
        language.choose("en")
    assert Preferences(tmp_path).text("language") == "en"


@pytest.fixture
def no_hangul(monkeypatch: pytest.MonkeyPatch) -> None:
    families = QFontDatabase.families

    def without(system: QFontDatabase.WritingSystem = QFontDatabase.WritingSystem.Any) -> list[str]:
        return [] if system is QFontDatabase.WritingSystem.Korean else families(system)

    monkeypatch.setattr(QFontDatabase, "families", without)


@pytest.mark.usefixtures("no_hangul")
def test_without_a_font_for_it_korean_is_not_spoken(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FITROOM_LANGUAGE", "ko")
    preferences = Preferences(tmp_path)
    language = Language(qapp, preferences)
    assert language.code == SOURCE
    assert "apt-get install fonts-nanum" in language.problem
    with qtbot.waitSignal(language.refused) as reported, qtbot.assertNotEmitted(language.changed):
        language.choose("ko")
    assert reported.args == [language.problem]
    assert preferences.text("language") == ""
    language.choose("en")
    assert preferences.text("language") == "en"
