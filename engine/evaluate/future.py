"""A forecast over the truth of any part, and the future: beyond the last row of the file.

The interval of the future is that of the errors so far.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import AnyDataset, forecast_of
from engine.data.reading.context import Progress, Reading, rules_of
from engine.data.reading.limits import Limits
from engine.data.series.latest import Latest, latest_windows
from engine.data.series.naive_forecast import errors_of
from engine.evaluate.evaluate import on_device
from engine.evaluate.measures.ahead import Future
from engine.evaluate.measures.by_step import residual_interval
from engine.evaluate.predictions import Predictions
from engine.language import tr
from engine.predict.finished_run import FinishedRun
from engine.problems import RunError
from engine.record.forecast_file import Forecast
from engine.record.forecast_file import forecast_of as drawn
from engine.settings.data.kinds import SeriesData

_MOST_PAST = 1_000


def future(
    run: FinishedRun,
    predictions: Predictions,
    *,
    model: Any = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[Future, ...]:
    """Forecast what follows the last row of each series.

    Args:
        run: A run that forecasts.
        predictions: Of windows that it was not trained on, such as those of its validation part: the interval
            is where 95 % of their true values were, seen from the forecast, step by step.
        model: `run.load_model().trained` where it is loaded already; None to load it.
        progress: As in `engine.data.load`.
        cancelled: As in `engine.data.load`.

    Returns:
        One for each column of each series.

    Raises:
        RunError: The run forecasts nothing, or its model cannot be used.
        DataError: The data are gone, have changed, or cannot be used.
        LoadCancelled: `cancelled` returned True.
    """
    settings = run.project.data
    if not predictions.horizon or not isinstance(settings, SeriesData):
        raise RunError(tr("This run forecasts nothing, so there is no future to show."))
    run.require_same_data()
    reading = Reading(
        None,
        progress,
        cancelled,
        like=run.inspection.fitted,
        limits=Limits.of(settings),
        rules=rules_of(settings),
    )
    ends = latest_windows(settings, reading)
    with on_device(run):
        trained = run.load_model().trained if model is None else model
        found = np.asarray(trained.predict_on_batch(np.stack([end.x for end in ends])), np.float64)
    columns, horizon = predictions.columns, predictions.horizon
    low, high = residual_interval(*predictions.by_step())
    beside = tuple(name for name in run.inspection.fitted.feature_names if name not in columns)
    steps = found.reshape(len(ends), len(columns), horizon)
    return tuple(
        replace(
            _line(predictions, end, column=at, values=ahead[at], bounds=(low[at], high[at])), beside=beside
        )
        for end, ahead in zip(ends, steps, strict=True)
        for at in range(len(columns))
    )


def over_truth(dataset: AnyDataset, predictions: Predictions) -> Forecast | None:
    """Return the forecasts of a part over what came then, for drawing; None where nothing is forecast.

    Args:
        dataset: The data set that the examples of the part are in.
        predictions: Of the part.
    """
    rows = forecast_of(dataset)
    if rows is None or not predictions.horizon or not predictions.count:
        return None
    order = np.argsort(predictions.indices, kind="stable")
    windows = predictions.indices[order]
    shape = (len(windows), len(predictions.columns), predictions.horizon)
    predicted = predictions.outputs[order].reshape(shape)
    season = predictions.season or None
    return drawn(
        rows,
        windows,
        predicted=predicted,
        errors=errors_of(rows, windows, predicted=predicted, season=season),
        epoch=predictions.epoch,
    )


def _line(
    predictions: Predictions,
    end: Latest,
    *,
    column: int,
    values: NDArray[np.float64],
    bounds: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> Future:
    name = predictions.columns[column]
    return Future(
        name=f"{name} ({end.name})" if end.name else name,
        unit=predictions.units[column],
        dated=end.dated,
        past_times=end.past_times[-_MOST_PAST:],
        past=end.past[-_MOST_PAST:, column],
        times=end.times,
        values=values,
        low=values + bounds[0],
        high=values + bounds[1],
    )
