"""The fields of a row that a person fills in: of a wide table there are thousands."""

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from engine.predict.input_form import Field
from gui.control.result_data import TryForm
from gui.pages.results.try_card import TryCard


def form(*fields: Field) -> TryForm:
    return TryForm(Path("run"), "row", (".csv",), fields)


def test_many_fields_of_another_run_are_removed_in_turns(qtbot: QtBot) -> None:
    card = TryCard()
    qtbot.addWidget(card)
    card.show()
    card.show_form(form(*(Field(f"x{number}", "number") for number in range(300))))
    qtbot.waitUntil(lambda: len(card.fields) == 300)
    left: list[int] = []
    every_turn = QTimer(card)
    every_turn.timeout.connect(lambda: left.append(len(card.findChildren(QLineEdit))))
    every_turn.start(0)
    left.append(len(card.findChildren(QLineEdit)))
    card.show_form(form(Field("age", "number")))
    assert list(card.fields) == ["age"]
    qtbot.waitUntil(lambda: left[-1] == 1)
    removed = [before - after for before, after in pairwise(left)]
    assert max(removed) <= 100


def test_the_tab_key_goes_from_field_to_field_and_then_to_the_buttons(qtbot: QtBot) -> None:
    card = TryCard()
    qtbot.addWidget(card)
    card.show()
    fields = (
        Field("city", "category", ("Seoul",)),
        Field("age", "number"),
        Field("income", "number"),
    )
    for _ in range(2):  # also after another run was shown
        card.show_form(form(*fields))
    with qtbot.waitActive(card):
        card.activateWindow()
    card.fields["city"].setFocus()
    wanted = [card.fields["age"], card.fields["income"], card.ask, card.files]
    for widget in wanted:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is widget
