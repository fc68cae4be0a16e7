"""A forecast over the validation part: in the run's folder, told by events, of no influence on the run."""

import numpy as np
import pytest

from engine.data import load
from engine.data.split import split
from engine.history.metric_history import MetricHistory
from engine.record.events import EpochEnded, ForecastMade, Result
from engine.record.forecast_file import read_forecast
from engine.record.replay import read_events
from engine.record.run_folder import RunFolder
from engine.run.control import Control
from engine.run.session import Session
from engine.settings import Project
from engine.settings.callbacks import EarlyStopping
from engine.settings.data.kinds import SeriesData
from engine.settings.model import DenseModel, LstmModel
from engine.tensorflow_import import import_keras
from tests.marks import TRAINS

pytestmark = TRAINS


@pytest.fixture
def trained(tmp_path):
    def train(**values):
        project = Project(model=DenseModel(units=(8,))).with_value("callbacks", ())
        for path, value in {"fit__epochs": 2, **values}.items():
            project = project.with_value(path.replace("__", "."), value)
        events = []
        folder = RunFolder.create(tmp_path / "runs", project)
        ended = Session(project, folder, events.append, Control()).run()
        assert ended.result is Result.COMPLETED, ended.reason
        return project, folder, events

    return train


def test_the_forecast_is_that_of_the_saved_model_over_the_truth(trained):
    project, folder, events = trained(
        data=SeriesData(path="sample:elnino.csv", window=12, horizon=3, stride=2),
        callbacks=(EarlyStopping(patience=0, restore_best_weights=True),),
        fit__epochs=6,
    )
    found = read_forecast(folder.forecast_file)
    assert found is not None
    dataset = load(project.data, None)
    held = split(dataset, project.fit, seed=project.run.seed).validation
    model = import_keras().models.load_model(folder.model_file)
    given = model.predict(np.asarray(dataset.x)[held], verbose=0)
    np.testing.assert_allclose(found.predicted[:, 0], given, rtol=1e-5)
    following = found.truth[found.starts[:, np.newaxis] + np.arange(3), 0]
    np.testing.assert_array_equal(following, dataset.y[held])
    reported = [event for event in events if isinstance(event, ForecastMade)]
    assert reported[-1].model == pytest.approx(np.abs(given - dataset.y[held]).mean(), rel=1e-5)
    assert (reported[-1].season, found.dated, found.columns, found.horizon) == (12, True, ("temperature",), 3)
    assert "a season ago" in folder.log_txt.read_text("utf-8")
    history = MetricHistory()
    for event in read_events(folder):
        history.apply(event)
    assert history.forecast == reported[-1]


def test_many_series_are_kept_apart(trained, tmp_path):
    rows = "".join(
        f"{shop},{step},{step * 10 + number}\n" for step in range(40) for number, shop in enumerate("ab")
    )
    (tmp_path / "many.csv").write_text("shop,t,v\n" + rows, "utf-8")
    data = SeriesData(path=str(tmp_path / "many.csv"), series="shop", time="t", window=4, horizon=2)
    _, folder, _ = trained(data=data, fit__validation_data=str(tmp_path / "many.csv"))
    found = read_forecast(folder.forecast_file)
    assert found is not None
    assert (found.series, found.dated) == (("a", "b"), False)
    for number, (first, end) in enumerate(found.bounds):
        np.testing.assert_array_equal(found.truth[first:end, 0] % 10, number)
        assert found.times[first] == 0


def test_the_run_is_the_same_without_it(trained, monkeypatch):
    # a recurrent layer draws the seed of its dropout in each call
    lstm = LstmModel(units=(3,), dropout=0.3)
    values = {"data": SeriesData(path="sample:elnino.csv", window=6), "model": lstm}

    def losses(events):
        return [event.values for event in events if isinstance(event, EpochEnded)]

    _, folder, reported = trained(**values)
    monkeypatch.setattr("engine.run.feed.prepare.forecast_part", lambda *_, **__: None)
    _, without, events = trained(**values)
    assert losses(events) == losses(reported)
    assert folder.forecast_file.is_file()
    assert not without.forecast_file.exists()


@pytest.mark.parametrize("content", [b"", b"no archive", None])
def test_a_broken_file_is_no_forecast(tmp_path, content):
    path = tmp_path / "forecast.npz"
    if content is not None:
        path.write_bytes(content)
    assert read_forecast(path) is None


# the model that each sample is offered with, and the seeds that all must do it
SAMPLES = [("elnino.csv", 24, 1), ("elnino.csv", 24, 6), ("co2.csv", 104, 4)]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("name", "window", "horizon"), SAMPLES)
def test_a_preset_beats_the_naive_forecasts(trained, name, window, horizon, seed):
    _, folder, _ = trained(
        data=SeriesData(path=f"sample:{name}", window=window, horizon=horizon),
        model=DenseModel(),
        callbacks=(EarlyStopping(patience=20, restore_best_weights=True),),
        fit__epochs=100,
        run__seed=seed,
    )
    found = read_forecast(folder.forecast_file)
    assert found is not None
    errors = found.errors
    assert errors.season_ago is not None
    assert errors.model.mean() < 0.9 * min(errors.last_value.mean(), errors.season_ago.mean())
