"""The bar of the parts: dragged by mouse, moved by keys, and disabled with the reason where data decide."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from gui.views.data.parts_bar import Parts, PartsBar


@pytest.fixture
def bar(qtbot):
    made = PartsBar()
    qtbot.addWidget(made)
    made.resize(400, 90)
    made.show_parts(Parts(160, 40, 0))
    made.show()
    qtbot.waitUntil(lambda: made._bar.width() == 400)
    return made


def drag_from(handle, pixels: int) -> None:
    begin = handle.rect().center()
    start = handle.mapTo(handle.parent(), begin).x()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=begin)
    for part in (0.5, 1.0):  # the handle follows, so each move is measured from where it is then
        goal = start + round(part * pixels)
        QTest.mouseMove(handle, begin + QPoint(goal - handle.mapTo(handle.parent(), begin).x(), 0))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=begin)


def asked_by(bar) -> list[tuple[int, int]]:
    found = []
    bar.parts_asked.connect(lambda validation, test: found.append((validation, test)))
    return found


def test_counts_and_shares_are_written(bar):
    assert bar.words.text() == "train 160 (80 %)  ·  validation 40 (20 %)  ·  test 0 (0 %)"
    assert not bar.reasons.isVisible()


def test_a_drag_moves_one_end_and_asks_once_on_release(bar):
    asked = asked_by(bar)
    drag_from(bar.handles[0], -80)  # a fifth of the bar
    assert asked == [(80, 0)]
    assert bar.words.text().startswith("train 120 (60 %)")


def test_a_drag_of_the_right_end_takes_from_the_part_beside_it(bar):
    asked = asked_by(bar)
    drag_from(bar.handles[1], -40)
    ((validation, test),) = asked
    assert validation + test == 40
    assert test in (20, 22, 24), "the right handle is beside the other one, so it begins inside of the bar"


def test_the_arrow_keys_move_by_a_percent(bar):
    asked = asked_by(bar)
    bar.handles[0].setFocus()
    QTest.keyClick(bar.handles[0], Qt.Key.Key_Left)
    assert asked == [(42, 0)]
    bar.show_parts(Parts(158, 42, 0))
    QTest.keyClick(bar.handles[0], Qt.Key.Key_PageUp)
    assert asked[-1] == (32, 0)
    QTest.keyClick(bar.handles[1], Qt.Key.Key_Left)
    assert asked[-1] == (40, 2)


def test_of_few_examples_whole_ones_are_taken(bar):
    bar.show_parts(Parts(12, 3, 0))
    asked = asked_by(bar)
    QTest.keyClick(bar.handles[0], Qt.Key.Key_Left)
    assert asked == [(4, 0)]


def test_one_example_is_always_left_to_train(bar):
    asked = asked_by(bar)
    drag_from(bar.handles[0], -399)
    assert asked == [(199, 0)]


def test_what_the_data_decide_cannot_be_dragged_and_says_why(bar):
    bar.show_parts(Parts(100, 60, 40, fixed_validation="The data has a part of its own for validation."))
    assert not bar.handles[0].isEnabled()
    assert bar.handles[0].accessibleDescription() == "The data has a part of its own for validation."
    assert bar.reasons.isVisible()
    assert bar.reasons.text() == "The data has a part of its own for validation."
    asked = asked_by(bar)
    drag_from(bar.handles[0], -80)
    assert asked == []
    drag_from(bar.handles[1], -20)
    assert asked == [(60, 50)], "what tests is taken from training, and the validation part stays"


def test_without_facts_there_is_no_bar(bar):
    bar.show_parts(None)
    assert not bar.isVisible()
