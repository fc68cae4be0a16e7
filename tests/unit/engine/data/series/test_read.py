from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.data import DataError, Dataset, load
from engine.data.problems import DataQuestionError
from engine.data.split import split
from engine.models.measure_inputs import inputs_of
from engine.settings import Project
from engine.settings.data.kinds import SeriesData
from engine.settings.fit import FitSettings


def daily(values: list[object]) -> str:
    return "day,v\n" + "".join(f"2024-01-{day:02},{value}\n" for day, value in enumerate(values, start=1))


def read(folder: Path, content: str, **options: Any) -> Dataset:
    (folder / "data.csv").write_text(content, "utf-8")
    return load(SeriesData(path=str(folder / "data.csv"), **options), None)


def test_samples():
    found = load(SeriesData(path="sample:elnino.csv", window=12), None)
    assert (found.shape, found.series is not None, found.target_names) == ((12, 1), True, ("temperature +1",))
    co2 = load(SeriesData(path="sample:co2.csv"), None)
    assert any("59 missing values" in note for note in co2.notes)


def test_windows_are_followed_by_their_targets(tmp_path):
    found = read(tmp_path, daily(list(range(8))), window=3, horizon=2, stride=2)
    np.testing.assert_array_equal(np.asarray(found.x)[:, :, 0], [[0, 1, 2], [2, 3, 4]])
    np.testing.assert_array_equal(found.y, [[3, 4], [5, 6]])
    assert (found.x.dtype, found.y.dtype) == (np.float32, np.float32)
    assert found.feature_names == ("v",)


def test_columns_can_be_chosen(tmp_path):
    content = "t,a,b\n" + "".join(f"2024-01-{n + 1:02},{n},{n * 10}\n" for n in range(5))
    found = read(tmp_path, content, window=2, target="a", features=("b", "a"))
    np.testing.assert_array_equal(found.x[0], [[0, 0], [10, 1]])
    np.testing.assert_array_equal(found.y[:, 0], [2, 3, 4])


@pytest.mark.parametrize(
    "form", ["{0}.01.2024", "{0}/01/2024", "2024/01/{0}", "2024-01-{0}T00:00:00Z", "2024. 01. {0}."]
)
def test_rows_are_sorted_by_date(tmp_path, form):
    days = [20, 3, 14, 9]
    content = "day,v\n" + "".join(f"{form.format(f'{day:02}')},{day}\n" for day in days)
    found = read(tmp_path, content, window=1)
    np.testing.assert_array_equal(np.asarray(found.x)[:, 0, 0], [3, 9, 14])
    assert any("sorted by date" in note for note in found.notes)


def test_an_ambiguous_date_is_read_so_that_the_rows_are_in_order_or_asked(tmp_path):
    months = "day,v\n" + "".join(f"{month}/1/2024,{month}\n" for month in range(1, 10))
    assert not any("sorted" in note for note in read(tmp_path, months, window=1, rules="version_2").notes)
    with pytest.raises(
        DataQuestionError, match=r"column day .*2/1/2024 may be 2024-01-02, 2024-02-01"
    ) as asked:
        read(tmp_path, months, window=1)
    assert asked.value.path == "data.date_order"
    found: Any = read(tmp_path, months, window=1, date_order="mdy").series
    assert str(found.forecast.times[-1].astype("datetime64[s]")) == "2024-09-01T00:00:00"
    ordered = "day,v\n" + "".join(f"{day}/1/2024,{day}\n" for day in (1, 2, 5, 6, 7, 9))
    days = ordered + "10/1/2024,10\n1/2/2024,11\n"
    assert not any("sorted" in note for note in read(tmp_path, days, window=1).notes)


def test_gaps_are_filled_inside_and_dropped_at_the_ends(tmp_path):
    found = read(tmp_path, daily(["", 1, "", 3, 4, ""]), window=1)
    np.testing.assert_array_equal(np.asarray(found.x)[:, 0, 0], [1, 1, 3])
    assert [item.name for item in found.left_out] == ["row 2", "row 7"]
    assert any("1 missing values of v" in note for note in found.notes)


def test_repeated_and_jumping_times_are_noted(tmp_path):
    notes = " ".join(
        read(tmp_path, "t,v\n2024-01-01,1\n2024-01-01,2\n2024-01-02,3\n2024-01-03,4\n", window=1).notes
    )
    assert "1 row has the same time" in notes
    notes = " ".join(read(tmp_path, "year,v\n1990,1\n1991,2\n1992,3\n2002,4\n", window=1).notes)
    assert "jumps forward at 1" in notes


@pytest.mark.parametrize(("horizon", "stride"), [(1, 1), (3, 1), (3, 2), (5, 2), (4, 7)])
def test_no_training_target_lies_behind_the_cut(tmp_path, horizon, stride):
    content = "v\n" + "\n".join(str(row) for row in range(200))
    found = read(tmp_path, content, window=4, horizon=horizon, stride=stride)
    parts = split(found, FitSettings(), seed=0)
    cut = found.y[parts.validation].min()
    assert found.y[parts.train].max() < cut
    # not one window more than needed is left out
    following = parts.train.max() + 1
    assert following == parts.validation.min() or found.y[following].max() >= cut


def test_several_columns_are_forecast_one_after_the_other(tmp_path):
    content = "t,a,b\n" + "".join(f"2024-01-{n + 1:02},{n},{n * 10}\n" for n in range(6))
    found = read(tmp_path, content, window=2, horizon=2, target=("b", "a"))
    assert found.target_names == ("b +1", "b +2", "a +1", "a +2")
    np.testing.assert_array_equal(found.y[0], [20, 30, 2, 3])
    assert found.feature_names == ("b", "a")


MANY = "shop,t,v,state\n" + "".join(
    f"{shop},2024-01-{day:02},{day + 100 * number},{'open' if day % 5 < 2 else 'shut'}\n"
    for day in range(1, 21)
    for number, shop in enumerate("ba")
)


def test_windows_stay_in_their_series(tmp_path):
    found = read(tmp_path, MANY, window=4, horizon=2, series="shop")
    assert found.series is not None
    assert found.series.forecast is not None
    assert found.series.forecast.series == ("a", "b")
    np.testing.assert_array_equal(found.series.groups, np.repeat([0, 1], 15))
    x = np.asarray(found.x)[:, :, 0]
    np.testing.assert_array_equal(np.diff(x, axis=1), 1)
    np.testing.assert_array_equal(found.y[:, 0] - x[:, -1], 1)
    parts = split(found, FitSettings(), seed=0)
    for number in (0, 1):
        of_it = found.series.groups == number
        train, held = (part[of_it[part]] for part in (parts.train, parts.validation))
        assert found.y[train].max() < found.y[held].min()


def test_whole_series_can_be_kept_for_validation(tmp_path):
    found = read(tmp_path, MANY, window=4, series="shop", held_out="series")
    assert found.series is not None
    assert found.series.groups is not None
    parts = split(found, FitSettings(), seed=0)
    assert set(found.series.groups[parts.train]).isdisjoint(found.series.groups[parts.validation])
    assert len(parts.train) + len(parts.validation) == found.count
    with pytest.raises(DataError, match="one series only") as caught:
        split(read(tmp_path, MANY, window=4, held_out="series"), FitSettings(), seed=0)
    assert caught.value.path == "data.held_out"


@pytest.mark.parametrize("stride", [1, 3, 6])
def test_windows_with_a_class_share_no_row_with_the_other_part(tmp_path, stride):
    found = read(tmp_path, MANY, window=4, series="shop", label="state", stride=stride)
    assert (found.task, found.class_names, found.feature_names) == (
        "classification",
        ("open", "shut"),
        ("v",),
    )
    x = np.asarray(found.x)[:, :, 0]
    np.testing.assert_array_equal(found.y, (x[:, -1] % 100) % 5 >= 2)
    parts = split(found, FitSettings(validation_split=0.3), seed=0)
    assert set(x[parts.train].ravel()).isdisjoint(x[parts.validation].ravel())


def test_the_class_of_most_steps(tmp_path):
    rows = zip("aabbb cc", range(8), strict=True)
    content = "v,kind\n" + "".join(f"{number},{kind.strip()}\n" for kind, number in rows)
    found = read(tmp_path, content, window=3, label="kind", label_of="majority")
    assert [found.class_names[number] for number in found.y] == list("abbbbc")
    last = read(tmp_path, content, window=3, label="kind")
    assert [last.class_names[number] for number in last.y] == list("bbbcc")
    assert any("1 window without a class" in note for note in last.notes)


def test_a_column_that_may_name_the_series_is_pointed_out(tmp_path):
    notes = " ".join(read(tmp_path, MANY, window=2).notes)
    assert "The column shop tells such rows apart" in notes


def test_short_series_and_rows_without_a_name_are_left_out(tmp_path):
    content = MANY + "c,2024-01-01,5,open\n,2024-01-02,5,open\n"
    found = read(tmp_path, content, window=4, series="shop")
    assert "series c" in [left.name for left in found.left_out]
    assert any("1 row that names no series" in note for note in found.notes)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(st.one_of(st.none(), st.integers(-99, 99)), min_size=25, max_size=40),
    others=st.lists(st.integers(-10_000, 10_000), min_size=40, max_size=40),
    sizes=st.fixed_dictionaries(
        {"window": st.integers(1, 4), "horizon": st.integers(1, 4), "stride": st.integers(1, 3)}
    ),
)
def test_what_comes_after_the_cut_changes_nothing_that_is_trained_on(tmp_path, values, others, sizes):
    chosen = SeriesData(path=str(tmp_path / "data.csv"), target=("v",), **sizes)

    def trained_on(column):
        rows = "".join(f"{number},{'' if v is None else v}\n" for number, v in enumerate(column))
        (tmp_path / "data.csv").write_text("n,v\n" + rows, "utf-8")
        found = load(chosen, None)
        part = split(found, FitSettings(validation_split=0.3), seed=0)
        moments = inputs_of(found, part.train, project=Project(data=chosen))
        numbers = [moments.mean, moments.variance, moments.target_mean, moments.target_std]
        assert found.series is not None
        assert found.series.forecast is not None
        first = int(found.series.forecast.starts[part.validation[0]])
        return first, [np.asarray(found.x)[part.train], found.y[part.train], *(n.value for n in numbers if n)]

    values = [1, *values, 1]
    cut, before = trained_on(values)
    again, after = trained_on([*values[:cut], *others[: len(values) - cut]])
    assert again == cut
    for old, new in zip(before, after, strict=True):
        np.testing.assert_array_equal(old, new)


@pytest.mark.parametrize(
    ("content", "options", "path"),
    [
        (MANY, {"series": "sho"}, "data.series"),
        (MANY, {"series": "shop", "label": "shop"}, "data.series"),
        (MANY, {"time": "state"}, "data.time"),
        (MANY, {"label": "v", "features": ("v",)}, "data.features"),
        (daily([1, 2, 3]), {"window": 3}, "data.window"),
        (daily([1, 2, 3]), {"window": 1, "horizon": 3}, "data.window"),
        (daily([1, "x", 3, 4]), {"window": 1}, "data.target"),
        ("t,v\n2024-01-01,x\n2024-01-02,y\n", {}, "data.target"),
        (daily([1, 2]), {"target": "w"}, "data.target"),
        (daily([1, 2, 3]), {"window": 1, "features": ("day",)}, "data.features"),
        ("a,b\n1,\n,2\n", {"window": 1, "features": ("a",), "target": "b"}, "data.features"),
    ],
)
def test_what_cannot_be_forecast(tmp_path, content, options, path):
    with pytest.raises(DataError) as caught:
        read(tmp_path, content, **options)
    assert caught.value.path == path


def test_a_short_series_names_its_numbers(tmp_path):
    with pytest.raises(DataError, match=r"3 rows.* 24 .* 25"):
        read(tmp_path, daily([1, 2, 3]))


def outcome(made: Callable[[], Any]) -> Any:
    """What `made` gives, or the sentence with which it refuses."""
    try:
        return made()
    except DataError as error:
        return str(error)


CELLS = st.sampled_from(
    ["", "1", "2.5", "-3", "x", "2020-01-02", "2020-02-30", "1e999", "01.02.2020", "2020", "True"]
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(CELLS, CELLS), max_size=12),
    names=st.sampled_from(["a,b", "time,v", "year,v"]),
    window=st.integers(1, 3),
    more=st.sampled_from(
        [{}, {"label": "b"}, {"series": "a"}, {"time": "a"}, {"series": "a", "held_out": "series"}]
    ),
)
def test_any_series_loads_or_says_why(tmp_path, rows, names, window, more):
    content = "\n".join([names, *(",".join(row) for row in rows)])
    found = outcome(lambda: read(tmp_path, content, window=window, **more))
    if isinstance(found, str):
        assert len(found) > 20
        return
    assert found.shape == (window, len(found.feature_names))
    assert np.isfinite(found.x).all()
    assert np.isfinite(found.y).all()
    assert len(found.y) == found.count > 0
