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


def test_a_sentence_that_has_no_room_is_written_smaller(qtbot):
    lead = ResultLead()
    qtbot.addWidget(lead)
    lead.resize(760, 34)
    lead.show()
    sentence = "Mean absolute error of temperature: 0.4074 on 142 validation windows, epoch 57"
    lead.show_result(sentence)
    room = lead.sentence.contentsRect().width()
    assert lead.sentence.property("role") == ""
    assert lead.sentence.fontMetrics().horizontalAdvance(sentence) <= room
    lead.show_result("Right.")
    assert lead.sentence.property("role") == "heading"
