import csv
import io

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.report.figure import svg
from gui.style import apply, colors
from gui.views.parts.image_export import picture
from gui.views.results.matrix.cell_colors import CellColors, shade
from gui.views.results.matrix.confusion_view import ConfusionView
from tests.gui.mouse import wheel

COUNTS = [[90, 7, 3], [0, 50, 0], [25, 0, 75]]
NAMES = ("cat", "dog", "a horse with a very long name indeed, longer than the strip")


@pytest.fixture
def view(qtbot, make_confusion):
    made = ConfusionView()
    qtbot.addWidget(made)
    made.resize(640, 620)
    made.show_confusion(make_confusion(COUNTS, NAMES))
    made.show()
    return made


def middle(view, row, column) -> QPoint:
    x, y = view.canvas.placed.corner(row, column)
    half = view.canvas.placed.cell / 2
    return QPoint(round(x + half), round(y + half))


def click(view, row, column):
    QTest.mouseClick(
        view.canvas.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        middle(view, row, column),
    )


def press(view, *keys):
    view.canvas.setFocus()
    for key in keys:
        QTest.keyClick(view.canvas, key)


def test_a_click_chooses_the_cell_under_the_pointer(view, qtbot):
    with qtbot.waitSignal(view.cell_chosen) as chosen:
        click(view, 2, 0)
    assert chosen.args == [2, 0]
    assert "25 of 100 (25.0 %)" in view.words.text()


def test_arrows_and_return_do_what_the_mouse_does(view, qtbot):
    press(view, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right)
    assert view.canvas.current == (2, 1)
    press(view, Qt.Key.Key_Down)  # there is no further row
    assert view.canvas.current == (2, 1)
    press(view, Qt.Key.Key_Home)
    with qtbot.waitSignal(view.cell_chosen) as chosen:
        press(view, Qt.Key.Key_Return)
    assert chosen.args == [2, 0]


def test_the_current_cell_is_said_to_who_cannot_see_it(view):
    assert view.canvas.accessibleDescription() == "cat, answered correctly: 90 of 100 (90.0 %)"
    press(view, Qt.Key.Key_Right)
    assert view.canvas.accessibleDescription() == "cat, answered dog: 7 of 100 (7.0 %)"
    assert view.canvas.accessibleName()


def test_a_press_beside_the_matrix_chooses_nothing(view, qtbot):
    with qtbot.assertNotEmitted(view.cell_chosen):
        QTest.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(3, 3))


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
def test_right_and_wrong_have_colours_of_their_kind_in_both_themes(view, qapp, scheme):
    apply(qapp, scheme)
    try:
        image = view.canvas.viewport().grab().toImage()
        ratio = image.devicePixelRatio()
        cells = view.canvas._colors
        for row, column in ((0, 0), (2, 0), (1, 0)):
            # beside the number in the middle of the cell
            place = (middle(view, row, column) - QPoint(0, round(view.canvas.placed.cell * 0.36))) * ratio
            wanted = shade(colors(), cells.amount(row, COUNTS[row][column]), right=row == column)
            found = image.pixelColor(place)
            assert [found.red(), found.green(), found.blue()] == pytest.approx(
                [int(wanted[at : at + 2], 16) for at in (1, 3, 5)], abs=3
            )
    finally:
        apply(qapp, Qt.ColorScheme.Light)


def test_counts_or_percents_of_the_row(view, make_confusion):
    before = view.canvas.viewport().grab().toImage()
    QTest.mouseClick(view.shares_button, Qt.MouseButton.LeftButton)
    assert view.canvas.viewport().grab().toImage() != before
    assert ">25.0<" in svg(view.drawing())
    view.show_confusion(make_confusion([[3, 1], [0, 2]], ("a", "b")))
    assert ">75.0<" in svg(view.drawing())
    QTest.mouseClick(view.counts_button, Qt.MouseButton.LeftButton)
    assert ">75.0<" not in svg(view.drawing())


def test_a_thousand_classes_are_zoomed_and_scrolled(view, qtbot):
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 1000, 10_000)
    answer = np.where(rng.random(10_000) < 0.8, truth, rng.integers(0, 1000, 10_000))
    from engine.evaluate.measures.confusion import confusion

    view.show_confusion(confusion(truth, answer, classes=[f"class {number}" for number in range(1000)]))
    canvas = view.canvas
    assert canvas.placed.cell < 1
    assert not canvas.horizontalScrollBar().maximum()
    press(view, *[Qt.Key.Key_Plus] * 14)
    assert canvas.placed.cell > 5
    press(view, Qt.Key.Key_End)
    assert canvas.current == (0, 999)
    assert 999 in canvas.placed.columns()
    assert canvas.horizontalScrollBar().value() > 0
    cell = canvas.placed.cell
    at = middle(view, 0, 999)
    wheel(canvas.viewport(), at, notches=2, ctrl=True)
    assert canvas.placed.cell == pytest.approx(cell * 1.25**2)
    assert canvas.placed.at(at.x(), at.y()) == (0, 999)
    with qtbot.waitSignal(view.cell_chosen) as chosen:
        click(view, 0, 999)
    assert chosen.args == [0, 999]
    QTest.mouseClick(view.fit_button, Qt.MouseButton.LeftButton)
    assert canvas.placed.cell < 1
    assert not svg(view.drawing()).count("class 500")  # too many names to stand beside each other


def test_the_strongest_of_many_cells_is_seen_in_one_pixel(make_confusion):
    counts = np.zeros((4, 4), int)
    counts[0, 1], counts[2, 2], counts[3, 2], counts[3, 3] = 1, 5, 2, 8
    image = CellColors(make_confusion(counts)).image(colors(), fewer=2)
    assert (image.width(), image.height()) == (2, 2)
    cells = CellColors(make_confusion(counts))
    for (x, y), (row, column) in {(0, 0): (0, 1), (1, 1): (2, 2)}.items():
        wanted = shade(colors(), cells.amount(row, int(counts[row, column])), right=row == column)
        found = image.pixelColor(x, y)
        assert [found.red(), found.green(), found.blue()] == pytest.approx(
            [int(wanted[at : at + 2], 16) for at in (1, 3, 5)], abs=2
        )
    empty = image.pixelColor(1, 0)
    assert empty.name() == colors().sunken


def test_the_frame_and_the_zoom_stay_while_the_classes_are_the_same(view, make_confusion):
    press(view, Qt.Key.Key_Plus, Qt.Key.Key_Right)
    cell = view.canvas.placed.cell
    view.show_confusion(make_confusion([[1, 2, 0], [0, 4, 0], [0, 0, 9]], NAMES))
    assert view.canvas.current == (0, 1)
    assert view.canvas.placed.cell == cell
    assert view.words.text().endswith("2 of 3 (66.7 %)")
    view.show_confusion(make_confusion([[1, 2], [0, 4]]))
    assert view.canvas.current == (0, 0)


def test_a_wheel_over_a_whole_matrix_scrolls_the_page(view):
    assert not any(view.canvas.placed.reach)
    before = view.canvas.placed
    wheel(view.canvas.viewport(), middle(view, 1, 1), notches=-1)
    assert view.canvas.placed == before


def test_a_long_name_is_whole_in_the_tip(view):
    x, y = view.canvas.placed.corner(2, 0)
    assert view.canvas._tip(20, y + 5) == NAMES[2]
    assert view.canvas._tip(view.canvas.placed.corner(0, 1)[0] + 5, 30) == "dog"
    assert "25 of 100" in view.canvas._tip(x + 5, y + 5)
    assert view.canvas._tip(2, 2) == ""


def test_what_is_saved_is_dark_on_white_in_the_dark_theme_too(view, qapp, qtbot):
    apply(qapp, Qt.ColorScheme.Dark)
    try:
        with qtbot.waitSignal(view.save_asked) as asked:
            view.menu_button.menu().actions()[1].trigger()
        [saved] = asked.args
        assert list(saved.makers) == [".svg", ".png"]
        assert saved.makers[".png"]().startswith(b"\x89PNG")
        drawn = picture(saved.makers[".svg"]().decode())
        assert drawn.pixelColor(1, 1).name() == "#ffffff"
    finally:
        apply(qapp, Qt.ColorScheme.Light)


def test_the_counts_are_saved_as_a_table(view, qtbot):
    with qtbot.waitSignal(view.save_asked) as asked:
        view.menu_button.menu().actions()[2].trigger()
    rows = list(csv.reader(io.StringIO(asked.args[0].makers[".csv"]().decode())))
    assert rows[0] == ["Truth", *NAMES]
    assert [[int(cell) for cell in row[1:]] for row in rows[1:]] == COUNTS
    with qtbot.waitSignal(view.copy_asked):
        view.menu_button.menu().actions()[0].trigger()


def test_a_matrix_without_examples_is_painted(view, make_confusion):
    view.show_confusion(make_confusion(np.zeros((2, 2), int)))
    QApplication.processEvents()
    assert view.words.text() == "class 0, answered correctly: 0 of 0 (0 %)"
    assert ConfusionView.csv(view).startswith("Truth")
