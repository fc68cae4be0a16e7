"""What the trained model says of the validation examples, kept so that results are there when a run is over.

It takes at most a tenth of the time that the run took; where that is not enough, the predictions are made
when somebody asks for them (`engine.evaluate`). Training is over by then, and the model is as it was.
"""

from __future__ import annotations

import contextlib
import time

import keras

from engine.data.reading.context import LoadCancelled
from engine.evaluate.part_data import PartData
from engine.evaluate.predict_part import Origin, predict_part
from engine.evaluate.predictions import Predictions
from engine.evaluate.predictions_file import model_digest, write_predictions
from engine.problems import RunError
from engine.run.run_request import RunContext

_SHARE = 0.1
_LEAST = 1.0
"""Seconds: in less, a pass over the data is not even traced."""


def keep_predictions(
    context: RunContext,
    model: keras.Model,
    *,
    data: PartData | None,
    fingerprint: str,
    epoch: int,
    took: float,
) -> Predictions | None:
    """Predict the validation part and keep it. What cannot be made or written is made again on demand.

    Args:
        context: The run, whose model is saved.
        model: The model.
        data: The validation part; None where there is none, or where custom code makes it.
        fingerprint: Identifies the data of the run.
        epoch: The epoch (from 1) that the weights are of; 0 where that is not known.
        took: Seconds that the run took.

    Returns:
        The predictions; None where they were not made.
    """
    if data is None or _SHARE * took < _LEAST or model.distribute_strategy.num_replicas_in_sync > 1:
        return None
    ends = time.monotonic() + _SHARE * took
    try:
        predictions = predict_part(
            model,
            data,
            project=context.project,
            origin=Origin(fingerprint, model_digest(context.folder.model_file), epoch),
            cancelled=lambda: context.stopping() or time.monotonic() > ends,
        )
    except (LoadCancelled, RunError, OSError):
        return None  # the run itself is well: its model is saved
    with contextlib.suppress(OSError):
        write_predictions(context.folder, predictions)
    return predictions
