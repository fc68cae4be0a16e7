"""A Python file that makes data is shown where it is chosen, and trusted there."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from engine.inspect.untrusted import untrusted
from engine.settings.data.kinds import PythonData
from gui.control.project.page_status import Step
from gui.views.side.custom_file_view import CustomFileView
from gui.wiring.window_parts import Fitroom
from tests.gui.whole_window import whole_window


def test_files_that_make_data_are_shown_and_trusted(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    for name in ("train.py", "held.py"):
        (tmp_path / name).write_text(f"def training_data(): ...  # {name}\n")
    with whole_window(qapp, qtbot) as fitroom:
        assert fitroom.rest is not None
        pages = ((Step.DATA, fitroom.data_page), (Step.FIT, fitroom.rest.pages.fit))
        fitroom.model.edit("data", PythonData(path=str(tmp_path / "train.py")))
        fitroom.model.edit("fit.validation_data", str(tmp_path / "held.py"))
        assert [problem.path for problem in untrusted(fitroom.model.project, None)] == [
            "data.path",
            "fit.validation_data",
        ]
        for step, page in pages:
            fitroom.window.show_step(step)
            trust_on(page, fitroom, qtbot)


def trust_on(page: QWidget, fitroom: Fitroom, qtbot: QtBot) -> None:
    """Press the button of the card, and wait until one file fewer is not trusted."""
    view = page.findChild(CustomFileView)
    assert view is not None
    before = len(list(untrusted(fitroom.model.project, None)))
    qtbot.waitUntil(lambda: view.trust.isVisible() and view.trust.isEnabled())
    view.trust.setFocus()
    qtbot.keyClick(view.trust, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(list(untrusted(fitroom.model.project, None))) < before)
