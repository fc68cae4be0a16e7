"""The result of a run beside the tabs of the Train page, and the button that leads to more of it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.pages.result_lead import ResultLead


def test_it_appears_with_a_result_and_moves_nothing(qtbot: QtBot) -> None:
    lead = ResultLead()
    qtbot.addWidget(lead)
    lead.show()
    height, place = lead.sizeHint().height(), lead.button.geometry()
    assert not lead.button.isVisible()
    lead.show_result("97.2 % of 1,000 validation pictures right, epoch 8")
    assert lead.button.isVisible()
    assert (lead.sizeHint().height(), lead.button.geometry()) == (height, place)
    with qtbot.waitSignal(lead.results_asked):
        QTest.mouseClick(lead.button, Qt.MouseButton.LeftButton)
    lead.show_result("")
    assert not lead.sentence.isVisible()
