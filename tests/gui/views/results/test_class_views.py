import csv
import io
import re

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from sklearn.metrics import average_precision_score, roc_auc_score

from engine.evaluate.measures.calibration import calibration
from engine.evaluate.measures.roc_curves import precision_recall_curves, roc_curves
from engine.evaluate.measures.threshold import threshold_costs
from engine.report.figure import svg
from gui.style import apply
from gui.views.results.classes.calibration_view import CalibrationView
from gui.views.results.classes.class_table import ClassTable
from gui.views.results.classes.confusions import TopConfusions
from gui.views.results.classes.roc_view import RocView
from gui.views.results.classes.threshold_view import ThresholdView
from tests.gui.mouse import move_to, wheel

COUNTS = [[90, 7, 3], [0, 50, 0], [25, 0, 75]]
NAMES = ("cat", "dog", "horse")


@pytest.fixture
def shown(qtbot):
    def show(view):
        qtbot.addWidget(view)
        view.resize(640, 520)
        view.show()
        return view

    return show


@pytest.fixture
def scores():
    """Truth and probabilities of three classes."""
    rng = np.random.default_rng(4)
    truth = rng.integers(0, 3, 300)
    raw = rng.random((300, 3)) + 0.8 * np.eye(3)[truth]
    return truth, raw / raw.sum(axis=1, keepdims=True)


def click_title(table, column):
    header = table.horizontalHeader()
    at = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at, header.height() // 2))


def test_classes_are_sorted_by_a_click_on_a_title_and_again_the_other_way(shown, make_confusion):
    view = shown(ClassTable())
    view.show_confusion(make_confusion(COUNTS, NAMES))
    assert [row[0] for row in view.table.texts()] == ["cat", "dog", "horse"]
    click_title(view.table, 2)
    assert [row[2] for row in view.table.texts()] == ["75.0 %", "90.0 %", "100 %"]
    click_title(view.table, 2)
    assert [row[0] for row in view.table.texts()] == ["dog", "cat", "horse"]
    rows = list(csv.reader(io.StringIO(view.csv())))
    assert rows[1][0] == "dog"
    assert float(rows[1][1]) == 50 / 57


def test_a_long_name_leaves_the_measures_in_view(shown, make_confusion, qtbot):
    view = shown(ClassTable())
    view.show_confusion(make_confusion(COUNTS, [f"rights and duties of citizens {at}" for at in range(3)]))
    table = view.table
    qtbot.waitUntil(lambda: sum(map(table.columnWidth, range(6))) <= table.viewport().width())


def test_keys_sort_and_choose_a_class(shown, make_confusion, qtbot):
    view = shown(ClassTable())
    view.show_confusion(make_confusion(COUNTS, NAMES))
    view.table.setFocus()
    view.table.setCurrentIndex(view.table.numbers.index(0, 1))
    QTest.keyClick(view.table, Qt.Key.Key_Right)
    QTest.keyClick(view.table, Qt.Key.Key_S)
    assert [row[0] for row in view.table.texts()] == ["horse", "cat", "dog"]
    with qtbot.waitSignal(view.class_chosen) as chosen:
        QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert chosen.args == [2]
    assert "precision 87.4 %" in view.means.text()
    assert "75.0 %" in svg(view.drawing())


def test_a_class_without_examples_stands_last(shown, make_confusion):
    view = shown(ClassTable())
    view.show_confusion(make_confusion([[1, 0], [0, 0]], ("a", "b")))
    assert view.table.texts()[1][1:] == ["0 %", "0 %", "0 %", "0", "0"]


def test_a_confusion_in_words_leads_to_its_cell(shown, make_confusion, qtbot):
    view = shown(TopConfusions())
    view.show_confusion(make_confusion(COUNTS, NAMES))
    assert view.list.item(0).text().startswith("horse is taken for cat in 25 of 100")
    with qtbot.waitSignal(view.cell_chosen) as chosen:
        place = view.list.visualItemRect(view.list.item(1)).center()
        QTest.mouseClick(view.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [0, 1]
    with qtbot.waitSignal(view.cell_chosen) as chosen:
        QTest.keyClick(view.list, Qt.Key.Key_Up)
        QTest.keyClick(view.list, Qt.Key.Key_Return)
    assert chosen.args == [2, 0]
    assert view.csv().splitlines()[1] == "horse,cat,25,100"
    assert "horse" in svg(view.drawing())
    view.show_confusion(make_confusion([[3, 0], [0, 4]]))
    assert view.nothing.isVisible()
    assert not view.list.isVisible()


def test_a_confusion_that_is_wider_than_its_list_takes_a_second_line(shown, make_confusion, qtbot):
    view = shown(TopConfusions())
    view.show_confusion(
        make_confusion([[3, 1], [0, 4]], ("a class with a long name", "another with a long one"))
    )
    view.resize(900, 300)
    qtbot.waitUntil(lambda: view.list.sizeHintForRow(0) == 30)
    view.resize(300, 300)
    qtbot.waitUntil(lambda: view.list.sizeHintForRow(0) >= 30 + view.list.fontMetrics().lineSpacing())
    assert view.list.height() > view.list.sizeHintForRow(0)


def test_the_areas_are_those_of_scikit_learn(shown, scores):
    truth, found = scores
    view = shown(RocView())
    view.show_curves(
        roc_curves(truth, found, classes=NAMES), precision_recall_curves(truth, found, classes=NAMES)
    )
    assert f"{roc_auc_score(truth, found, multi_class='ovr'):.3f}" in view.words.text()
    assert f"cat ({roc_auc_score(truth == 0, found[:, 0]):.3f})" in view.key.text()
    QTest.mouseClick(view.recall_button, Qt.MouseButton.LeftButton)
    assert f"dog ({average_precision_score(truth == 1, found[:, 1]):.3f})" in view.key.text()
    assert view.axes().across == "Recall"
    assert view.csv().startswith("Class,Recall,Precision,Threshold")


def test_a_curve_is_read_by_mouse_and_with_the_arrows(shown, scores, qtbot):
    truth, found = scores
    view = shown(RocView())
    second = np.column_stack([1 - found[:, 1], found[:, 1]])
    curves = roc_curves((truth == 1).astype(int), second, classes=("no", "yes"))
    view.show_curves(curves, precision_recall_curves((truth == 1).astype(int), second, classes=("no", "yes")))
    assert not view.chooser.isVisible()
    summary = view.words.text()
    move_to(qtbot, view.plot, 0.3)
    assert re.match(r"False positive rate (29|30)\.\d %, ", view.words.text())
    assert "threshold" in view.words.text()
    view.plot.setFocus()
    QTest.keyClick(view.plot, Qt.Key.Key_End)
    assert view.words.text().startswith("False positive rate 100 %, True positive rate 100 %")
    assert view.plot.accessibleDescription() == view.words.text()
    QTest.keyClick(view.plot, Qt.Key.Key_Escape)
    assert view.words.text() == summary


def test_of_many_classes_the_lowest_and_the_chosen_one_are_drawn(shown):
    rng = np.random.default_rng(1)
    truth = np.arange(400) % 20
    found = rng.random((400, 20)) + 0.5 * np.eye(20)[truth]
    names = [f"class {number}" for number in range(20)]
    view = shown(RocView())
    curves = roc_curves(truth, found, classes=names)
    view.show_curves(curves, precision_recall_curves(truth, found, classes=names))
    best = max(curves[1:], key=lambda curve: curve.area).name
    assert len(view.plot.drawn) == 1 + 6 + 1
    assert best not in view.key.text()
    view.choose_class(best)
    assert best in view.key.text()
    assert [line.pale for line in view.plot.drawn if line.name.startswith(best)] == [False]
    view.show_curves(curves, ())
    assert view.chooser.currentText() == best


def test_curves_without_examples_are_a_sentence(shown):
    view = shown(RocView())
    view.show_curves((), ())
    assert view.words.text().startswith("There are no such curves")
    assert svg(view.drawing())


def test_calibration_says_how_far_probabilities_are_off(shown, qtbot, qapp):
    probability = np.repeat([0.55, 0.95], 100)
    right = np.r_[np.ones(30), np.zeros(70), np.ones(60), np.zeros(40)].astype(bool)
    view = shown(CalibrationView())
    view.show_calibration(calibration(probability, right))
    assert (
        view.words.text()
        == "Probabilities are off by 30.0 percentage points on average. The model is too sure."
    )
    move_to(qtbot, view.plot, 0.9)
    assert view.words.text().startswith("100 examples with 95.0 %: 60.0 % (")
    view.show_calibration(calibration(probability, right), second_class="yes")
    assert view.axes().up == "Share that is yes"
    before = view.plot.viewport().grab().toImage()
    apply(qapp, Qt.ColorScheme.Dark)
    try:
        assert view.plot.viewport().grab().toImage() != before
    finally:
        apply(qapp, Qt.ColorScheme.Light)
    assert len(view.csv().splitlines()) == 11
    view.show_calibration(calibration(np.array([0.5]), np.array([True])))
    view.show_calibration(calibration(np.empty(0), np.empty(0, bool)))
    assert view.words.text().startswith("Without examples")


def test_good_and_timid_probabilities_are_said_to_be_so(shown):
    view = shown(CalibrationView())
    probability = np.repeat([0.5, 0.9], 50)
    right = np.r_[np.ones(25), np.zeros(25), np.ones(45), np.zeros(5)].astype(bool)
    view.show_calibration(calibration(probability, right))
    assert view.words.text().endswith("They can be taken at their word.")
    view.show_calibration(calibration(np.full(50, 0.5), np.ones(50, bool)))
    assert view.words.text().endswith("The model is less sure than it could be.")


@pytest.fixture
def threshold(shown):
    score = np.array([0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9])
    is_second = np.array([0, 0, 1, 0, 1, 0, 1, 1]).astype(bool)
    view = shown(ThresholdView())
    view.show_costs(threshold_costs(is_second, score), classes=("no", "yes"), threshold=0.5)
    return view


def test_the_threshold_moves_with_mouse_and_keys_and_is_reported_at_rest(threshold, qtbot):
    assert threshold.words.text().startswith("At 0.500: 1 no answered as yes, 1 yes answered as no, cost 2.")
    threshold.slider.setFocus()
    with qtbot.waitSignal(threshold.threshold_changed) as changed:
        for _ in range(3):
            QTest.keyClick(threshold.slider, Qt.Key.Key_Right)
        assert threshold.threshold == pytest.approx(0.503)
        assert threshold.shown.value() == pytest.approx(0.503)
    assert changed.args == [pytest.approx(0.503)]
    with qtbot.waitSignal(threshold.threshold_changed) as changed:
        QTest.mouseClick(threshold.default_button, Qt.MouseButton.LeftButton)
    assert changed.args == [0.5]


def test_costs_move_the_best_threshold(threshold, qtbot):
    with qtbot.waitSignal(threshold.costs_changed) as changed:
        threshold.negative_cost.setFocus()
        threshold.negative_cost.selectAll()
        QTest.keyClicks(threshold.negative_cost, "10")
        QTest.keyClick(threshold.negative_cost, Qt.Key.Key_Return)
    assert changed.args == [1.0, 10.0]
    assert "cost 11." in threshold.words.text()
    with qtbot.waitSignal(threshold.threshold_changed) as chosen:
        QTest.mouseClick(threshold.best_button, Qt.MouseButton.LeftButton)
    assert chosen.args == [pytest.approx(0.25)]
    assert threshold.words.text().startswith("At 0.250: 2 no answered as yes, 0 yes answered as no, cost 2.")


def test_a_threshold_that_is_shown_is_not_reported_as_chosen(threshold, qtbot):
    with qtbot.assertNotEmitted(threshold.threshold_changed, wait=600):
        threshold.show_costs(
            threshold_costs(np.array([True, False]), np.array([0.9, 0.2])), classes=("a", "b"), threshold=0.7
        )
    assert threshold.slider.value() == 700
    rows = list(csv.reader(io.StringIO(threshold.csv())))
    assert rows[0] == ["Threshold", "a answered as b", "b answered as a", "Cost"]
    assert svg(threshold.drawing())
    move_to(qtbot, threshold.plot, 0.1)
    assert re.match(r"At 0\.(099|10\d):", threshold.words.text())


def test_a_passing_wheel_scrolls_the_page_and_one_with_ctrl_zooms(shown, scores, qtbot):
    truth, found = scores
    view = shown(RocView())
    view.show_curves(roc_curves(truth, found, classes=NAMES), ())
    whole = view.plot.box.viewRange()
    view.menu_button.setFocus()
    at = view.plot.viewport().rect().center()
    wheel(view.plot.viewport(), at, notches=2)
    assert view.plot.box.viewRange() == whole
    wheel(view.plot.viewport(), at, notches=2, ctrl=True)
    assert view.plot.box.viewRange() != whole
    QTest.mouseDClick(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert np.allclose(view.plot.box.viewRange(), whole)
    view.activateWindow()
    view.plot.setFocus()
    qtbot.waitUntil(view.plot.hasFocus)
    wheel(view.plot.viewport(), at, notches=2)
    assert not np.allclose(view.plot.box.viewRange(), whole)
    QTest.keyClick(view.plot, Qt.Key.Key_0)
    assert np.allclose(view.plot.box.viewRange(), whole)


def test_a_plot_that_has_the_focus_by_the_tab_key_reads_a_value(shown, scores, qtbot):
    truth, found = scores
    view = shown(RocView())
    view.show_curves(roc_curves(truth, found, classes=NAMES), ())
    summary = view.words.text()
    view.activateWindow()
    view.menu_button.setFocus()
    qtbot.waitUntil(view.menu_button.hasFocus)
    QTest.keyClick(view.menu_button, Qt.Key.Key_Tab)
    for _ in range(4):
        if not view.plot.hasFocus():
            QTest.keyClick(view.focusWidget(), Qt.Key.Key_Tab)
    assert view.plot.hasFocus()
    assert view.words.text().startswith("False positive rate 0 %")
    view.menu_button.setFocus()
    assert view.words.text() == summary
