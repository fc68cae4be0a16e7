"""The balance of the classes as it is drawn, and as a screen reader reads it."""

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from engine.data.targets.class_weights import ClassBalance
from gui.views.data.class_balance import ClassBalanceView


def rows(count: int) -> list[ClassBalance]:
    return [
        ClassBalance(
            name=f"class {number}", train=number * 10, validation=number, weight=2.0, share=1 / count
        )
        for number in range(count)
    ]


def drawn(view: ClassBalanceView) -> QImage:
    view.resize(500, max(view.sizeHint().height(), 1))
    return view.grab().toImage()


def test_each_class_is_reported_with_counts_weight_and_share(qtbot: QtBot) -> None:
    view = ClassBalanceView()
    qtbot.addWidget(view)
    view.show_balance(rows(4))
    words = view.accessibleDescription()
    assert "class 3: 30 to train, 3 to validate, weight 2, 25 % of the loss" in words
    empty = drawn(view)
    view.show_balance([*rows(3), ClassBalance("class 3", 30, 3, 2.0, 0.9)])
    assert drawn(view) != empty


def test_it_is_as_high_as_its_rows_and_sums_up_what_is_too_much(qtbot: QtBot) -> None:
    view = ClassBalanceView()
    qtbot.addWidget(view)
    assert view.sizeHint().height() == 0
    view.show_balance(rows(2))
    two = view.sizeHint().height()
    view.show_balance(rows(24))
    many = view.sizeHint().height()
    view.show_balance(rows(1000))
    assert two < many < view.sizeHint().height() < 2 * many
    drawn(view)
