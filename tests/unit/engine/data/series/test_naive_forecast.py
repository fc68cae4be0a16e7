import numpy as np
import pytest

from engine.data.kind_facts import ForecastRows
from engine.data.series.naive_forecast import errors_of, season_of, truth_of


def rows_of(*series, horizon=1, window=1, season=None):
    ends = np.cumsum([len(values) for values in series])
    bounds = np.stack([ends - [len(values) for values in series], ends], axis=1).astype(np.int64)
    starts = [np.arange(first + window, end - horizon + 1) for first, end in bounds]
    values = np.concatenate([np.asarray(values, np.float32) for values in series])[:, np.newaxis]
    return ForecastRows(
        columns=("v",),
        values=values,
        times=np.arange(len(values), dtype=float),
        dated=False,
        bounds=bounds,
        series=tuple("abc"[: len(series)]),
        starts=np.concatenate(starts),
        horizon=horizon,
        season=season,
    )


def all_of(rows):
    return np.arange(len(rows.starts))


def test_errors_stand_beside_those_of_naive_forecasts():
    rows = rows_of([0, 10, 1, 11, 2, 12], horizon=2)
    truth = truth_of(rows, all_of(rows))
    found = errors_of(rows, all_of(rows), predicted=truth + 1, season=2)
    np.testing.assert_allclose(found.model, [[1, 1]])
    # the windows that begin at row 2, 3 and 4
    np.testing.assert_allclose(found.last_value, [[(9 + 10 + 9) / 3, 1]])
    assert found.season_ago is not None
    np.testing.assert_allclose(found.season_ago, [[1, 1]])


def test_a_season_is_never_taken_from_another_series():
    rows = rows_of([5, 5, 5, 5], [1, 2, 3, 4], horizon=1)
    found = errors_of(rows, np.array([3, 4, 5]), predicted=np.zeros((3, 1, 1), np.float32), season=3)
    assert found.season_ago is not None
    np.testing.assert_allclose(found.season_ago, [[3]])
    without = errors_of(rows, np.array([3]), predicted=np.zeros((1, 1, 1), np.float32), season=3)
    assert (without.season, without.season_ago) == (None, None)
    np.testing.assert_allclose(without.last_value, [[1]])


@pytest.mark.parametrize("season", [4, 7, 12])
def test_a_season_is_found_beside_trend_and_noise(season):
    at = np.arange(30 * season)
    noise = np.random.default_rng(0).normal(size=len(at))
    values = 0.05 * at + 3 * np.sin(2 * np.pi * at / season) + 0.5 * noise
    rows = rows_of(values)
    assert season_of(rows, all_of(rows)) == season


@pytest.mark.parametrize("values", [[1, 2, 3], np.arange(50), np.zeros(50), [1] * 25 + [2] * 25])
def test_where_nothing_repeats_there_is_no_season(values):
    rows = rows_of(values)
    assert season_of(rows, all_of(rows)) is None


def test_what_comes_after_training_says_nothing_about_the_season():
    rows = rows_of([*range(60), *np.tile([0, 50, 0, -50], 30)])
    assert season_of(rows, np.arange(50)) is None
    assert season_of(rows_of(range(9), season=5), np.arange(3)) == 5
