import pytest
from PySide6.QtWidgets import QPushButton

from engine.report.figure import svg
from engine.settings import Project
from engine.settings.project_file.assign import assign
from gui.views.run.compare_view import MOST, CompareView

PLAIN = Project()


@pytest.fixture
def view(qtbot):
    made = CompareView()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


def cells(view, row):
    return [view.table.item(row, column).text() for column in range(view.table.columnCount())]


def test_curves_of_all_runs_are_drawn_in_their_colours(view, make_history):
    view.show_runs({"001-a": make_history(), "002-b": make_history(3)}, [PLAIN, PLAIN])
    curves = view.plot.plotItem.curves
    assert len(curves) == 4
    assert [len(curve.xData) for curve in curves] == [5, 5, 3, 3]
    colors = [curve.opts["pen"].color().name() for curve in curves]
    assert colors[0] == colors[1] != colors[2] == colors[3]
    assert "002-b" in view._key.text()


def test_another_metric_can_be_chosen_and_stays(view, make_history):
    runs = {"001-a": make_history(), "002-b": make_history()}
    view.show_runs(runs, [PLAIN, PLAIN])
    view._metric.setCurrentText("accuracy")
    assert view.plot.plotItem.curves[0].yData.tolist() == runs["001-a"].epochs("accuracy")[1].tolist()
    view.show_runs(runs, [PLAIN, PLAIN])
    assert view._metric.currentText() == "accuracy"
    assert ">accuracy<" in svg(view.drawing())


def test_the_table_has_what_came_out_and_what_differs(view, make_history):
    other = assign(PLAIN, ["model.dropout=0.5"])
    view.show_runs({"001-a": make_history(), "002-b": make_history()}, [PLAIN, other])
    rows = [cells(view, row) for row in range(view.table.rowCount())]
    assert ["Dropout (Dropout)", "0", "0.5"] in rows
    assert any(row[0] == "Best seen, val_loss" for row in rows)


def test_more_runs_than_colours_are_left_out(view, make_history):
    history = make_history()
    view.show_runs({f"{number:03d}": history for number in range(MOST + 2)}, [PLAIN] * (MOST + 2))
    assert len(view.comparison.runs) == MOST


def test_what_is_shown_can_be_saved(view, qtbot):
    picture, table = view.findChildren(QPushButton)
    with qtbot.waitSignal(view.picture_asked if "plot" in picture.text() else view.table_asked):
        picture.click()
    with qtbot.waitSignal(view.table_asked if "table" in table.text() else view.picture_asked):
        table.click()
