import pytest

from engine.report.figure import svg
from gui.views.results.headline import Baseline, Headline

BASELINES = [
    Baseline("Always the most frequent class", "10.2 %", beaten=True),
    Baseline("Logistic regression", "94.1 %", beaten=True),
]


@pytest.fixture
def view(qtbot):
    made = Headline()
    qtbot.addWidget(made)
    made.resize(700, 260)
    made.show()
    return made


def test_the_result_stands_large_with_the_baselines_beside(view):
    view.show_result("97.2 % of 1,000 right", note="epoch 8", baselines=BASELINES)
    assert view.sentence.text() == "97.2\u00a0% of 1,000 right", "a number and its sign stay on one line"
    assert view.sentence.font().pixelSize() > view.note.font().pixelSize()
    assert view.verdict.text() == "Better than every baseline below."
    assert "Logistic regression: 94.1 %." in view.accessibleDescription()
    assert "94.1 %" in svg(view.drawing())
    assert view.csv().splitlines()[-1] == "Logistic regression,94.1 %"


def test_a_baseline_that_is_as_good_is_named(view):
    worse = [BASELINES[0], Baseline("Gradient boosting", "98.0 %", beaten=False)]
    view.show_result("97.2 % of 1,000 right", baselines=worse)
    assert view.verdict.text() == "No better than: Gradient boosting."
    assert view.verdict.property("role") == "warning"
    assert not view.note.isVisible()
    view.show_result("97.2 % of 1,000 right")
    assert not view.verdict.isVisible()
    assert not view.beside.isVisible()
