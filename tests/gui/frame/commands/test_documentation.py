"""The Help menu leads to the first run, the course and every page; links lead on, or say where they would."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QMainWindow, QMenu

from engine.resources import docs_folder
from gui.frame.commands.documentation import DocumentationMenu, DocumentationView
from gui.text import tr

# the offscreen platform has no other windows to raise it above


@pytest.fixture
def menu(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    help_menu = QMenu("Help", window)
    return DocumentationMenu(help_menu, window)


def shown(menu) -> DocumentationView:
    (view,) = menu.parent().findChildren(DocumentationView)
    assert view.isVisible()
    return view


def source(view) -> str:
    return Path(view.text.source().toLocalFile()).name


def test_the_first_run_and_the_course(menu):
    menu.first_run.trigger()
    assert source(shown(menu)) == "first-run.md"
    menu.course.trigger()
    assert source(shown(menu)) == "course.md"
    assert "initial_epoch" in shown(menu).text.toPlainText()
    assert shown(menu).windowTitle() == "The course, line by line"


def test_every_page_is_in_the_menu(menu):
    menu.all.aboutToShow.emit()
    listed = {action.data() for action in menu.all.actions()}
    assert listed == {path.stem for path in docs_folder().glob("*.md") if not path.stem.endswith(".ko")}
    for action in menu.all.actions():
        action.trigger()
        assert len(shown(menu).text.toPlainText()) > 150, action.data()


def test_a_page_is_in_the_language_of_the_window(menu):
    tr.use("ko")
    try:
        menu.course.trigger()
    finally:
        tr.use("en")
    assert source(shown(menu)) == "course.ko.md"


def test_links_lead_on(menu):
    menu.course.trigger()
    view = shown(menu)
    view.follow(QUrl("settings.md#fit-fit"))
    assert source(view) == "settings.md"
    assert view.text.verticalScrollBar().value() > 0
    view.follow(QUrl("../engine/run/training.py"))
    assert source(view) == "settings.md"
    assert "engine/run/training.py" in view.note.text()
    assert view.note.isVisible()
