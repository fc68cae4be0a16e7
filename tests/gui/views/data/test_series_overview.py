import numpy as np
from PySide6.QtGui import QFontMetricsF

from engine.data.series.overview import Course
from gui.style import colors
from gui.views.data.series_overview import SeriesCourse


def test_the_parts_stand_where_they_should(qtbot):
    view = SeriesCourse()
    qtbot.addWidget(view)
    view.show_course(Course("v", np.zeros(50, np.float32), rows=100, window=20, horizon=10))
    view.show_validation_start(0.8)
    view.resize(416, 100)
    view.show()
    found = view.marked_spans()
    assert found["validation"] == (0.8, 1.0)
    np.testing.assert_allclose([*found["window"], *found["horizon"]], [0.6, 0.8, 0.8, 0.9])
    picture = view.grab().toImage()
    places = {"train": 0.3, "window": 0.7, "horizon": 0.85, "validation": 0.95}
    area = view.plot_area()
    across = {name: area.left() + at * area.width() for name, at in places.items()}
    seen = {name: picture.pixelColor(round(x), 5).name() for name, x in across.items()}
    assert len(set(seen.values())) == 4
    assert seen["validation"] == colors().hover
    assert "100 steps" in view.toolTip()


def test_without_validation_the_first_window_is_shown(qtbot):
    view = SeriesCourse()
    qtbot.addWidget(view)
    view.show_course(Course("v", np.arange(50, dtype=np.float32), rows=100, window=20, horizon=90))
    assert view.marked_spans() == {"window": (0.0, 0.2), "horizon": (0.2, 1.0)}
    view.show_course(None)
    assert not view.isVisible()
    assert view.marked_spans() == {}


def test_the_values_at_the_side_lie_on_no_curve(qtbot):
    view = SeriesCourse()
    qtbot.addWidget(view)
    view.resize(416, 120)
    wave = np.where(np.arange(200) % 2, -12345.6, 98765.4).astype(np.float32)  # fills the plot to its edges
    view.show_course(Course("v", wave, rows=200, window=20, horizon=10))
    view.show()
    left = round(view.plot_area().left())
    words = QFontMetricsF(view._font()).horizontalAdvance("-12346")
    assert left >= words
    beside = view.grab().toImage().copy(0, 30, left - 3, 40)  # between the two values
    assert {beside.pixelColor(x, y).name() for x in range(4, left - 4) for y in range(40)} == {
        colors().sunken
    }
