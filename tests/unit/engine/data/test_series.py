from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.data import DataError, Dataset, load
from engine.data.split import split
from engine.settings.data import SeriesData
from engine.settings.fit import FitSettings


def daily(values: list[object]) -> str:
    return "day,v\n" + "".join(f"2024-01-{day:02},{value}\n" for day, value in enumerate(values, start=1))


def read(folder: Path, content: str, **options: Any) -> Dataset:
    (folder / "data.csv").write_text(content, "utf-8")
    return load(SeriesData(path=str(folder / "data.csv"), **options), None)


def test_samples():
    found = load(SeriesData(path="sample:elnino.csv", window=12), None)
    assert (found.shape, found.ordered, found.target_names) == ((12, 1), True, ("temperature +1",))
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


def test_an_ambiguous_date_is_read_so_that_the_rows_are_in_order(tmp_path):
    content = "day,v\n" + "".join(f"{month}/1/2024,{month}\n" for month in range(1, 10))
    both = "day,v\n1/2/2024,1\n2/1/2024,2\n3/1/2024,3\n"
    for text in (content, both):
        assert not any("sorted" in note for note in read(tmp_path, text, window=1).notes)


def test_gaps_are_filled_inside_and_dropped_at_the_ends(tmp_path):
    found = read(tmp_path, daily(["", 1, "", 3, 4, ""]), window=1)
    np.testing.assert_array_equal(np.asarray(found.x)[:, 0, 0], [1, 2, 3])
    assert [item.name for item in found.left_out] == ["row 2", "row 7"]
    assert any("1 missing values of v" in note for note in found.notes)


def test_repeated_and_jumping_times_are_noted(tmp_path):
    notes = " ".join(
        read(tmp_path, "t,v\n2024-01-01,1\n2024-01-01,2\n2024-01-02,3\n2024-01-03,4\n", window=1).notes
    )
    assert "1 rows have the same time" in notes
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


@pytest.mark.parametrize(
    ("content", "options", "path"),
    [
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
)
def test_any_series_loads_or_says_why(tmp_path, rows, names, window):
    content = "\n".join([names, *(",".join(row) for row in rows)])
    found = outcome(lambda: read(tmp_path, content, window=window))
    if isinstance(found, str):
        assert len(found) > 20
        return
    assert found.shape == (window, 1)
    assert np.isfinite(found.x).all()
    assert np.isfinite(found.y).all()
    assert len(found.y) == found.count > 0
