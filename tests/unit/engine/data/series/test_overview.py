import numpy as np
import pytest

from engine.data import load
from engine.data.dataset import Dataset, forecast_of
from engine.data.describe import describe
from engine.data.kind_facts import ForecastRows
from engine.data.series.overview import course_of, future_of, validation_start
from engine.data.split import split
from engine.settings.data.kinds import SeriesData
from engine.settings.fit import FitSettings


@pytest.fixture
def many(tmp_path):
    rows = "".join(f"{shop},{step},{step * 10}\n" for step in range(1000) for shop in "ab")
    (tmp_path / "many.csv").write_text("shop,t,v\n" + rows, "utf-8")
    return load(
        SeriesData(path=str(tmp_path / "many.csv"), series="shop", time="t", window=4, horizon=2), None
    )


def rows_of(dataset: Dataset) -> ForecastRows:
    found = forecast_of(dataset)
    assert found is not None
    return found


def test_a_long_series_keeps_its_ends_when_it_is_thinned(many):
    course = course_of(rows_of(many), 4)
    assert (course.name, course.rows, course.window, course.horizon) == ("v (a)", 1000, 4, 2)
    assert len(course.values) <= 600
    assert (course.values.min(), course.values.max()) == (0, 9990)
    assert describe(many).course is not None


def test_validation_begins_where_its_first_target_stands(many):
    parts = split(many, FitSettings(validation_split=0.25), seed=0)
    assert validation_start(forecast_of(many), parts.validation) == pytest.approx(0.75, abs=0.01)
    assert validation_start(forecast_of(many), np.empty(0, np.int64)) is None
    assert validation_start(None, parts.validation) is None


def test_what_follows_a_window_stands_in_its_column(many):
    found = future_of(rows_of(many), ("other", "v"), window=3)
    np.testing.assert_array_equal(found, [[np.nan, 70], [np.nan, 80]])
    (first, *_) = describe(many).examples
    np.testing.assert_array_equal(first.future, [[40], [50]])
