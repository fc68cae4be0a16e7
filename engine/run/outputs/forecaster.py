"""Forecasts the validation part after an epoch, and writes it to the run folder to be drawn.

When the run is over, the forecast is that of the predictions that the run has kept, if it has kept some.

No metric, callback or random number is touched, so a run is the same without it. The file is read and
written by `engine.record.forecast_file`.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray

from engine.data.series.naive_forecast import Errors, errors_of
from engine.evaluate.predictions import Predictions
from engine.language import tr
from engine.record.events import ForecastMade
from engine.record.forecast_file import forecast_of, write_forecast
from engine.run.feed.forecast_part import ForecastPart
from engine.run.reporter import Reporter
from engine.run.state.reading import copied

_BATCH = 256
_REST = 10
"""Between two forecasts a run trains at least so many times as long as the one before took,"""
_LEAST = 0.5
"""and at least so many seconds."""


class Forecaster:
    """Forecasts for one run.

    Args:
        part: What to forecast; None for nothing.
        model: The model of the run.
        path: The file to write.
        reporter: Sends the events.
    """

    def __init__(
        self, part: ForecastPart | None, model: keras.Model, *, path: Path, reporter: Reporter
    ) -> None:
        self._part, self._model, self._path, self._reporter = part, model, path, reporter
        self._next = 0.0
        self._failed = False

    def after_epoch(self, epoch: int) -> None:
        """Forecast after epoch `epoch` (from 1), unless the last forecast was too recent."""
        if self._part is not None and time.monotonic() >= self._next:
            began = time.monotonic()
            self._forecast(self._part, epoch)
            now = time.monotonic()
            self._next = now + max(_LEAST, _REST * (now - began))

    def at_end(self, epoch: int, predictions: Predictions | None = None) -> None:
        """Forecast with the trained model after epoch `epoch` (from 1), and log the errors.

        Args:
            epoch: The last one.
            predictions: Of the validation part by the trained model; None where they were not made.
        """
        if self._part is not None:
            found = None if predictions is None else predictions.outputs
            self._reporter.say(sentence(self._part.rows.columns, self._forecast(self._part, epoch, found)))

    def _forecast(self, part: ForecastPart, epoch: int, found: NDArray[np.floating] | None = None) -> Errors:
        if found is None:
            batches = (part.x[at : at + _BATCH] for at in range(0, len(part.x), _BATCH))
            with _untouched(self._model):
                found = np.concatenate([np.asarray(self._model.predict_on_batch(batch)) for batch in batches])
        shape = (len(found), len(part.rows.columns), part.rows.horizon)
        predicted = found.astype(np.float32).reshape(shape)
        errors = errors_of(part.rows, part.windows, predicted=predicted, season=part.season)
        try:
            write_forecast(
                self._path,
                forecast_of(part.rows, part.windows, predicted=predicted, errors=errors, epoch=epoch),
            )
        except OSError as error:
            if not self._failed:
                self._failed = True
                reason = error.strerror or str(error)
                self._reporter.say(tr("The forecast cannot be written: {reason}.", reason=reason), "warning")
            return errors
        self._reporter.send(
            ForecastMade(
                epoch=epoch,
                model=float(errors.model.mean()),
                last_value=float(errors.last_value.mean()),
                season_ago=None if errors.season_ago is None else float(errors.season_ago.mean()),
                season=errors.season,
            )
        )
        return errors


def sentence(columns: tuple[str, ...], errors: Errors) -> str:
    """Return a sentence with the errors of the first column, over the whole horizon.

    Args:
        columns: Names of the columns that are forecast.
        errors: Mean absolute errors, in the units of the columns.
    """
    values = {
        "name": columns[0],
        "model": f"{errors.model[0].mean():.4g}",
        "last": f"{errors.last_value[0].mean():.4g}",
    }
    if errors.season_ago is None:
        return tr("Forecast of {name}: mean absolute error {model}; last value {last}.", **values)
    return tr(
        "Forecast of {name}: mean absolute error {model}; last value {last}; a season ago {ago}.",
        **values,
        ago=f"{errors.season_ago[0].mean():.4g}",
    )


@contextmanager
def _untouched(model: keras.Model) -> Generator[None]:
    """Restore the non-trainable variables of `model` on exit.

    Recurrent layers of Keras 3.15 draw the seed of their dropout in each call, also where nothing is dropped,
    so a prediction between two epochs would change all random numbers after it.
    """
    variables = list(model.non_trainable_variables)
    before = copied(variables)
    try:
        yield
    finally:
        for variable, value in zip(variables, before, strict=True):
            variable.assign(value)
