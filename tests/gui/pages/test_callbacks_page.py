"""The Callbacks page offers a file to start from where a custom callback has none."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from engine.resources import example_callback
from engine.settings.callbacks import CustomCallback, EarlyStopping
from gui.control.program.trusted_files import TrustedFiles
from gui.control.project.settings_model import SettingsModel
from gui.pages.callbacks_page import CallbacksPage


@pytest.fixture
def page(qtbot):
    model = SettingsModel()
    model.edit("callbacks", (EarlyStopping(), CustomCallback()))
    trust = TrustedFiles()
    made = CallbacksPage(model, trust)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    yield made
    trust.deleteLater()
    model.deleteLater()


def test_a_custom_callback_starts_from_an_example(page, qtbot, tmp_path, monkeypatch):
    view, path = page.custom_file, tmp_path / "mine.py"
    page.form.list.setCurrentRow(0)
    assert not view.isVisible()
    page.form.list.setCurrentRow(1)
    qtbot.waitUntil(view.start.isVisible)
    assert "sixteen hooks" in view.sentence.text()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    qtbot.mouseClick(view.start, Qt.MouseButton.LeftButton)
    assert page.model.project.callbacks[1].path == str(path)
    assert path.read_bytes() == example_callback().read_bytes()
    assert "class AllHooks" in view.source.toPlainText()
    assert view.trust.isVisible()  # it is the person's from now on
    assert not view.start.isVisible()
    page.model.edit("callbacks.1.path", "")
    assert view.start.isVisible()
    page.form.list.setCurrentRow(0)
    assert not view.isVisible()


def test_an_example_that_cannot_be_saved_is_said(page, qtbot, tmp_path, monkeypatch):
    page.form.list.setCurrentRow(1)
    qtbot.waitUntil(page.custom_file.start.isVisible)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "mine.py"), ""))
    qtbot.mouseClick(page.custom_file.start, Qt.MouseButton.LeftButton)
    assert "cannot be written" in page.custom_file.sentence.text()
    assert page.model.project.callbacks[1].path == ""
