"""What the window shows belongs to what is chosen: after a kind of data, a setting or a run has gone."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from engine.settings.data.kinds import ImagesData, TableData
from gui.control.project.page_status import Step
from gui.control.project.settings_model import declared_at
from gui.wiring.window_parts import Fitroom
from tests.gui.mouse import choose_in_menu
from tests.gui.startup.test_application import train, wait_known
from tests.gui.whole_window import whole_window


def test_another_kind_of_data_takes_nothing_along_that_is_not_its_own(
    qapp: QApplication, qtbot: QtBot
) -> None:
    with whole_window(qapp, qtbot) as fitroom:
        wait_known(fitroom, qtbot)
        assert fitroom.rest is not None
        fit = fitroom.rest.pages.fit
        note = fit.fit_form.row("fit.batch_size").note
        qtbot.waitUntil(lambda: "45 steps" in note.text())
        click_card(fitroom, qtbot, ImagesData)
        assert fitroom.model.project.data == ImagesData()
        qtbot.waitUntil(lambda: note.text() == "")
        wait_known(fitroom, qtbot)
        assert note.text() == ""
        assert "mistake" not in fitroom.data_page._problem.text()
        choose_in_menu(fitroom.window, fitroom.window.actions_table.undo)
        assert fitroom.model.project.data.source == "sample:digits.npz"
        qtbot.waitUntil(lambda: "45 steps" in note.text())


def click_card(fitroom: Fitroom, qtbot: QtBot, kind: type) -> None:
    folding = fitroom.data_page.source_form.folding
    qtbot.mouseClick(folding.change, Qt.MouseButton.LeftButton)
    card = folding.cards.group.button(folding.kinds.index(kind))
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(12, 12))


def test_the_line_of_the_script_in_the_help_is_that_of_now(qapp: QApplication, qtbot: QtBot) -> None:
    with whole_window(qapp, qtbot) as fitroom:
        wait_known(fitroom, qtbot)
        assert fitroom.rest is not None
        fitroom.window.show_step(Step.FIT)
        fitroom.rest.pages.fit.focus_field("fit.epochs")
        line = fitroom.side.help._rows["script"][1]
        qtbot.waitUntil(lambda: "epochs" in line.text())
        fitroom.model.edit("fit.epochs", 77)
        qtbot.waitUntil(lambda: "77" in line.text())


def test_the_exact_script_comes_with_a_click(qapp: QApplication, qtbot: QtBot) -> None:
    with whole_window(qapp, qtbot) as fitroom:
        wait_known(fitroom, qtbot)
        script = fitroom.side.script
        plain = script.text
        qtbot.mouseClick(script.exact_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: script.text != plain)
        assert "class Batches" in script.text
        fitroom.model.edit("fit.epochs", 77)
        qtbot.waitUntil(lambda: "epochs=77" in script.text)
        assert "class Batches" in script.text
        qtbot.mouseClick(script.exact_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "epochs=77" in script.text and "class Batches" not in script.text)


def test_the_help_is_that_of_a_setting_that_there_is(qapp: QApplication, qtbot: QtBot) -> None:
    with whole_window(qapp, qtbot) as fitroom:
        side = fitroom.side
        side.show_setting(declared_at(fitroom.model.project, "data.x_key"), "data.x_key")
        fitroom.model.edit("data", ImagesData())
        assert side.shown is None
        assert side.help._pages.currentIndex() == 0
        side.show_setting(declared_at(fitroom.model.project, "data.path"), "data.path")
        assert side.help._title.text() == "Folder"
        fitroom.model.edit("data", TableData())
        assert side.help._title.text() == "File"


def test_a_run_that_was_deleted_is_shown_no_more(qapp: QApplication, qtbot: QtBot) -> None:
    with whole_window(qapp, qtbot) as fitroom:
        assert fitroom.rest is not None
        page, shown = fitroom.rest.pages.train, fitroom.services.shown
        for epochs in (2, 3):
            fitroom.model.edit("fit.epochs", epochs)
            wait_known(fitroom, qtbot)
            train(fitroom, qtbot)
        qtbot.waitUntil(lambda: len(fitroom.services.library.runs) == 2)
        assert "002-digits" in page._about.text()
        assert not page.resume_bar.more.isHidden()
        delete_first(fitroom, qtbot)
        qtbot.waitUntil(lambda: shown.folder is not None and shown.folder.name == "001-digits")
        assert page._title.text() == "Run 001-digits"
        assert page._live.isHidden()  # there is no other run to go back to
        qtbot.waitUntil(lambda: fitroom.runs.findChildren(QListWidget)[0].count() == 1)
        delete_first(fitroom, qtbot)
        assert shown.folder is None
        assert shown.continuation() is None
        assert page.resume_bar.more.isHidden()
        assert not fitroom.window.actions_table.train_more.isEnabled()
        assert page.curves._pages.currentIndex() == 0
        qtbot.waitUntil(lambda: fitroom.runs.findChildren(QListWidget)[0].count() == 0)
        buttons = fitroom.window.banner.findChildren(QPushButton)
        # those of messages before may not be deleted yet
        undo = [button for button in buttons if button.text() == "Undo"][-1]
        qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: shown.folder is not None and shown.folder.name == "001-digits")
        assert len(shown.history.epochs("loss")[0]) == 2


def delete_first(fitroom: Fitroom, qtbot: QtBot) -> None:
    """Click on the first run of the list, and press Delete."""
    (rows,) = fitroom.runs.findChildren(QListWidget)
    first = rows.visualItemRect(rows.item(0)).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=first)
    rows.setFocus()
    qtbot.keyClick(rows, Qt.Key.Key_Delete)


def test_the_help_belongs_to_the_page_that_is_shown(qapp: QApplication, qtbot: QtBot) -> None:
    with whole_window(qapp, qtbot) as fitroom:
        wait_known(fitroom, qtbot)
        assert fitroom.rest is not None
        buttons, help_panel = fitroom.window.rail._buttons, fitroom.side.help
        qtbot.mouseClick(buttons[Step.FIT], Qt.MouseButton.LeftButton)
        epochs = fitroom.rest.pages.fit.fit_form.row("fit.epochs").editor
        qtbot.waitUntil(epochs.isVisible)
        qtbot.mouseClick(epochs, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: help_panel._keras.text() == "epochs")
        qtbot.mouseClick(buttons[Step.MODEL], Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: help_panel._pages.currentIndex() == 0)
        qtbot.mouseClick(buttons[Step.FIT], Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: help_panel._pages.currentIndex() == 1)
        assert help_panel._keras.text() == "epochs"
