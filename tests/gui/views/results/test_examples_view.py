import csv
import io

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtTest import QTest

from engine.data.describe import Example
from engine.report.figure import svg
from gui.views.parts.image_export import picture as painted
from gui.views.results.examples.cell_examples import CellExamples, ExampleLine, whole_words
from gui.views.results.examples.example_rows import ExampleModel
from gui.views.results.examples.example_window import ExampleWindow
from gui.views.results.examples.examples_view import ExamplesView
from gui.views.results.examples.paging import Paging
from tests.gui.mouse import wheel


@pytest.fixture
def view(qtbot):
    made = ExamplesView()
    qtbot.addWidget(made)
    made.resize(560, 420)
    made.show()
    return made


def show(view, qtbot, examples):
    with qtbot.waitSignal(view.wanted) as asked:
        view.show_examples(examples)
    return asked.args[0]


def held(view):
    return view.large.picture.example


def test_only_what_is_seen_and_a_screen_ahead_is_asked_for(view, qtbot, make_examples, picture):
    wanted = show(view, qtbot, make_examples("pictures", 4000))
    assert wanted[0] == 1000
    assert 8 <= len(wanted) <= 60
    view.fill({number: picture(number) for number in wanted})
    with qtbot.waitSignal(view.wanted) as asked:
        QTest.keyClick(view.tiles, Qt.Key.Key_End)
    assert view.tiles.current == 3999
    assert max(asked.args[0]) == 4999
    assert min(asked.args[0]) > 4900
    assert view.title == "8 answered as 1: 4,000 examples"


def test_a_picture_is_drawn_where_its_tile_is(view, qtbot, make_examples, picture):
    wanted = show(view, qtbot, make_examples("pictures"))
    view.fill({wanted[1]: picture(wanted[1], 130)})
    image = view.tiles.viewport().grab().toImage()
    ratio = image.devicePixelRatio()

    def center(place):
        return (view.tiles.tile(place).center() - QPointF(0, 20)) * ratio

    assert image.pixelColor(center(1).toPoint()).name() == "#828282"
    assert image.pixelColor(center(0).toPoint()).name() != "#828282"


def test_a_click_enlarges_and_arrows_lead_on(view, qtbot, make_examples, picture):
    wanted = show(view, qtbot, make_examples("pictures"))
    view.fill({number: picture(number) for number in wanted})
    with qtbot.waitSignal(view.opened) as opened:
        at = view.tiles.tile(2).center().toPoint()
        QTest.mouseClick(view.tiles.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened.args == [1002]
    large = view.large
    assert large._about.text() == "Truth 8, answer 1, 89.8 % sure  ·  Example 3 of 40"
    assert large.picture.example.index == 1002
    qtbot.waitUntil(large.isActiveWindow)
    QTest.keyClick(large, Qt.Key.Key_Right)
    assert large.line.id == 1003
    QTest.mouseClick(large.before, Qt.MouseButton.LeftButton)
    assert large.line.id == 1002
    assert large._bars.accessibleDescription() == "1: 89.8 %, 8: 5.0 %"
    QTest.keyClick(large, Qt.Key.Key_Escape)
    QCoreApplication.sendPostedEvents(large, QEvent.Type.DeferredDelete)
    assert view.large is None


def test_what_a_large_example_holds_comes_when_it_is_read(view, qtbot, make_examples, picture):
    show(view, qtbot, make_examples("pictures", 2))
    QTest.keyClick(view.tiles, Qt.Key.Key_Right)
    with qtbot.waitSignal(view.wanted) as asked:
        QTest.keyClick(view.tiles, Qt.Key.Key_Return)
    assert asked.args[0] == (1001,)
    assert held(view) is None
    view.fill({1001: picture(1001)})
    assert held(view).index == 1001
    assert not view.large.behind.isEnabled()


def test_each_tile_says_truth_answer_how_sure_and_which_file(view, qtbot, make_examples):
    show(view, qtbot, make_examples("pictures", 3))
    assert view.tiles.accessibleDescription() == "digits/img_000.png. Truth 8, answer 1, 90.0 % sure"
    QTest.keyClick(view.tiles, Qt.Key.Key_Right)
    assert view.tiles.accessibleDescription().startswith("digits/img_001.png.")


def test_windows_of_a_series_are_curves(view, qtbot, make_examples):
    wanted = show(view, qtbot, make_examples("series", 5))
    before = view.tiles.viewport().grab().toImage()
    values = np.cumsum(np.ones((24, 1)), axis=0)
    view.fill({wanted[0]: Example(wanted[0], "", values, "", np.empty(0, np.float32))})
    assert view.tiles.viewport().grab().toImage() != before
    QTest.keyClick(view.tiles, Qt.Key.Key_Space)
    assert view.large.picture.example.values.shape == (24, 1)


def cells(view, row):
    model = view.rows.filled
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_rows_of_a_table_are_filled_as_they_are_seen(view, qtbot, make_examples):
    wanted = show(view, qtbot, make_examples("table", 10_000, columns=("alcohol", "color", "year")))
    assert cells(view, 0) == ["8", "1", "90.0 %", "…", "…", "…", "digits/img_000.png"]
    assert len(wanted) < 100
    view.fill(dict.fromkeys(wanted, (13.25, "red", 2024)))
    assert cells(view, 0) == ["8", "1", "90.0 %", "13.25", "red", "2024", "digits/img_000.png"]
    with qtbot.waitSignal(view.wanted) as asked:
        view.rows.verticalScrollBar().setValue(view.rows.verticalScrollBar().maximum())
    assert asked.args[0][-1] == 10_999


def test_what_cannot_be_read_is_said_above_rows_that_are_known_all_the_same(view, qtbot, make_examples):
    show(view, qtbot, make_examples("table", 20, columns=("alcohol", "color")))
    view.say_unread("wine.csv is not there any more; put it back.")
    assert view.unread.isVisible()
    assert view.unread.text() == "wine.csv is not there any more; put it back."
    assert view.rows.isVisible()
    assert cells(view, 0)[:3] == ["8", "1", "90.0 %"]
    view.show_examples(make_examples("table", 5))
    assert not view.unread.isVisible()


def test_return_on_a_row_enlarges_it(view, qtbot, make_examples):
    wanted = show(view, qtbot, make_examples("table", 20, columns=("alcohol", "color")))
    view.fill(dict.fromkeys(wanted, (13.25, "red")))
    view.rows.setFocus()
    QTest.keyClick(view.rows, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.opened) as opened:
        QTest.keyClick(view.rows, Qt.Key.Key_Return)
    assert opened.args == [1001]
    values = view.large.values
    assert [values.item(row, 1).text() for row in range(2)] == ["13.25", "red"]
    qtbot.waitUntil(view.large.isActiveWindow)
    values.setFocus()
    QTest.keyClick(values, Qt.Key.Key_Right)  # a table takes the arrow keys for itself
    assert view.large.line.id == 1002


def test_a_click_on_a_text_shows_all_of_it(view, qtbot, make_examples):
    wanted = show(view, qtbot, make_examples("text", 20))
    view.fill({number: f"text {number} " * 30 for number in wanted})
    place = view.rows.visualRect(view.rows.filled.index(3, 3)).center()
    with qtbot.waitSignal(view.opened) as opened:
        QTest.mouseClick(view.rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened.args == [1003]
    assert view.large._plain.toPlainText() == "text 1003 " * 30


def test_what_comes_late_for_other_examples_is_ignored(view, qtbot, make_examples, picture):
    wanted = show(view, qtbot, make_examples("pictures", 4))
    other = CellExamples("3 answered as 5", (ExampleLine(7, "x.png", "3", "5", 0.7),), "pictures")
    show(view, qtbot, other)
    view.fill({number: picture(number) for number in wanted})
    assert view.tiles.image(wanted[0]) is None
    view.fill({7: picture(7)})
    assert view.tiles.image(7) is not None


def test_other_examples_close_the_large_one(view, qtbot, make_examples):
    show(view, qtbot, make_examples("pictures", 4))
    QTest.keyClick(view.tiles, Qt.Key.Key_Return)
    assert len(view.findChildren(ExampleWindow)) == 1
    show(view, qtbot, make_examples("pictures", 2))
    assert view.large is None
    QTest.keyClick(view.tiles, Qt.Key.Key_Return)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert view.findChildren(ExampleWindow) == [view.large]


def test_no_examples_and_a_reason_are_sentences(view):
    view.show_examples(CellExamples("3 answered as 5", (), "pictures"))
    assert view._hint.isVisible()
    view.say("The pictures are no longer there.")
    assert view._hint.text() == "The pictures are no longer there."


def test_they_are_saved_as_a_table_and_as_a_picture(view, qtbot, make_examples, picture):
    wanted = show(view, qtbot, make_examples("pictures", 12))
    rows = list(csv.reader(io.StringIO(view.csv())))
    assert rows[0] == ["Example", "Truth", "Answer", "How sure"]
    assert rows[1] == ["digits/img_000.png", "8", "1", "0.9"]
    assert len(rows) == 13
    assert "<image" not in svg(view.drawing())
    view.fill({number: picture(number, 90) for number in wanted})
    drawn = svg(view.drawing())
    assert drawn.count("<image") == 12
    image = painted(drawn, scale=1)
    assert image.pixelColor(16 + 48, 42 + 48).name() == "#5a5a5a"
    show(view, qtbot, make_examples("table", 3, columns=("a",)))
    assert "img_002.png" in svg(view.drawing())


def test_a_number_has_an_error_in_place_of_a_probability():
    line = ExampleLine(1, "row 1", "12.0 °C", "14.5 °C", error="+2.5 °C")
    assert whole_words(line) == "Truth 12.0 °C, answer 14.5 °C, error +2.5 °C"
    assert whole_words(ExampleLine(1, "row 1", "a", "b")) == "Truth a, answer b"


def test_an_output_that_is_no_probability_is_shown_as_it_is(view, qtbot):
    line = ExampleLine(0, "row 1", "a", "b", -0.25, (("b", -0.25), ("a", 0.25)), probable=False)
    assert whole_words(line) == "Truth a, answer b, output −0.2500"
    show(view, qtbot, CellExamples("All mistakes", (line,), "table", ("size",)))
    assert view.rows.filled.titles[2] == "Output"
    assert view.rows.filled.index(0, 2).data() == "−0.2500"


def test_a_text_has_the_room_that_is_left(view, qtbot, make_examples):
    show(view, qtbot, make_examples("text", 3))
    rows = view.rows
    qtbot.waitUntil(lambda: sum(map(rows.columnWidth, range(4))) == rows.viewport().width())
    view.resize(view.width() + 100, view.height())
    qtbot.waitUntil(lambda: sum(map(rows.columnWidth, range(4))) == rows.viewport().width())


def test_of_a_wide_table_few_cells_are_read_before_it_is_shown(view, make_examples, monkeypatch):
    read = []
    text = ExampleModel.text
    monkeypatch.setattr(ExampleModel, "text", lambda self, *at: read.append(at) or text(self, *at))
    view.rows.show_examples(make_examples("table", 40, columns=tuple(f"x{at}" for at in range(1000))))
    assert view.rows.filled.columnCount() == 1004
    assert len(read) <= 40 * 30


def test_where_the_tab_scrolls_the_examples_are_turned_by_pages(view, qtbot, make_examples):
    show(view, qtbot, make_examples("pictures", 40))
    (pages,) = (each for each in view.findChildren(Paging) if each._area is view.tiles)
    bar = view.tiles.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.isVisible() and bar.maximum() > 0)
    assert not pages.isVisible()
    view.show_pages(on=True)
    qtbot.waitUntil(lambda: pages.behind.isVisible() and not bar.isVisible())
    assert not pages.before.isVisible()
    wheel(view.tiles.viewport(), view.tiles.viewport().rect().center(), notches=-3)
    assert bar.value() == 0, "the wheel is for the tab"
    QTest.mouseClick(pages.behind, Qt.MouseButton.LeftButton)
    assert bar.value() == min(bar.pageStep(), bar.maximum())
    qtbot.waitUntil(pages.before.isVisible)
    QTest.mouseClick(pages.before, Qt.MouseButton.LeftButton)
    assert bar.value() == 0
