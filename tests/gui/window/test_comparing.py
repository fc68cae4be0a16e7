"""Two runs are trained, marked in the list and compared, by mouse and keys as a person does it."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from gui.control.project.page_status import Step
from gui.wiring.window_parts import Fitroom
from tests.gui.startup.test_application import train, wait_known
from tests.gui.whole_window import settle, whole_window


def test_two_marked_runs_are_compared_by_curves_and_by_what_differs(qapp: QApplication, qtbot: QtBot) -> None:
    with whole_window(qapp, qtbot) as fitroom:
        for epochs in (7, 8):
            fitroom.model.edit("fit.epochs", epochs)
            wait_known(fitroom, qtbot)
            train(fitroom, qtbot)
        qtbot.waitUntil(lambda: len(fitroom.services.library.runs) == 2)
        button = mark_both(fitroom, qtbot)
        assert button.text() == "Compare 2 runs"
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert fitroom.rest is not None
        compare = fitroom.rest.pages.train.compare
        qtbot.waitUntil(compare.isVisible)
        settle(fitroom)
        assert fitroom.window.step is Step.TRAIN
        assert len(compare.comparison.runs) == 2
        assert len(compare.plot.box.addedItems) >= 2
        index = compare.table.model().index
        assert ["Epochs (epochs)", "7", "8"] in [
            [index(row, column).data() for column in range(3)] for row in range(compare.table.rowCount())
        ]


def mark_both(fitroom: Fitroom, qtbot: QtBot) -> QPushButton:
    """Click on one run and, with Ctrl, on the other; the button that then offers to compare them."""
    (rows,) = fitroom.runs.findChildren(QListWidget)
    assert not any(button.isVisible() for button in fitroom.runs.findChildren(QPushButton))
    for row, key in ((0, Qt.KeyboardModifier.NoModifier), (1, Qt.KeyboardModifier.ControlModifier)):
        place: QPoint = rows.visualItemRect(rows.item(row)).center()
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, key, place)
    assert len(fitroom.runs.marked) == 2
    (button,) = [button for button in fitroom.runs.findChildren(QPushButton) if button.isVisible()]
    return button
