"""From a trained model and a part of the data to `Predictions`: one pass, and no trace in the model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import forecast_of
from engine.evaluate.forward import Forward, Found, untouched
from engine.evaluate.part_data import PartData, ids_of
from engine.evaluate.part_source import part_source
from engine.evaluate.predictions import HIGHEST, Predictions, highest
from engine.language import tr
from engine.models.compile_calls import loss_name
from engine.models.task_losses import HINGES
from engine.problems import RunError
from engine.settings import Project

MOST_BYTES = 256 * 1024**2
"""Outputs that take more are kept for the truth and the highest classes alone."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where predictions come from.

    Attributes:
        fingerprint: Identifies the data.
        model: Identifies the file of the model.
        epoch: The epoch (from 1) of its weights; 0 where that is not known.
    """

    fingerprint: str
    model: str
    epoch: int


def predict_part(
    model: keras.Model,
    data: PartData,
    *,
    project: Project,
    origin: Origin,
    callbacks: Sequence[keras.callbacks.Callback] = (),
    embeds: bool = False,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Predictions:
    """Run a model over the examples of a part.

    Args:
        model: The trained model, compiled; its variables are the same afterwards.
        data: The examples.
        project: The settings of the run.
        origin: Where model and data come from.
        callbacks: Custom callbacks, whose `on_test_...` hooks are called.
        embeds: Whether to keep what the last layer with weights gets.
        progress: Called with how many examples are done, and how many there are.
        cancelled: Asked now and then.

    Raises:
        DataError: The examples cannot be read any more.
        RunError: The model gives something else than the data needs.
        LoadCancelled: `cancelled` returned True.
    """
    fit, dataset = project.fit, data.dataset
    size = fit.validation_batch_size or fit.batch_size
    count = len(data.indices)
    is_class = dataset.task == "classification"
    forward = Forward(model, size, callbacks)
    kept = _Kept(dataset.y[data.indices], is_class=is_class, classes=dataset.outputs)
    with untouched(model), part_source(data, batch_size=size, workers=fit.workers) as source:
        for found in forward.run(source.take, count, progress=progress, cancelled=cancelled):
            kept.add(found, source.kept[-1])
        places = np.concatenate(source.kept)
    embedding = _embedded(model, data, places=places, size=size) if embeds else None
    rows = forecast_of(dataset)
    indices = data.indices[places]
    return Predictions(
        part=data.part,
        kind=dataset.kind,
        task=dataset.task,
        indices=indices,
        ids=ids_of(dataset, indices),
        truth=dataset.y[indices],
        outputs=np.concatenate(kept.outputs),
        kept=np.concatenate(kept.classes) if kept.classes else None,
        loss=np.concatenate(kept.losses),
        classes=dataset.class_names if is_class else (),
        targets=() if is_class else dataset.target_names,
        columns=() if rows is None else rows.columns,
        horizon=0 if rows is None else rows.horizon,
        season=data.season,
        border=0.0 if is_class and loss_name(project, data.inputs) in HINGES else 0.5,
        epoch=origin.epoch,
        metrics=forward.metrics,
        fingerprint=origin.fingerprint,
        model=origin.model,
        of=data.of,
        embedding=embedding,
    )


class _Kept:
    """The outputs so far, cut to what is kept, so that those of a million classes never are in memory."""

    def __init__(self, truth: NDArray[Any], *, is_class: bool, classes: int) -> None:
        self._truth, self._is_class, self._expected = truth, is_class, classes
        self._cuts = is_class and len(truth) * classes * 4 > MOST_BYTES and classes > HIGHEST
        self.outputs: list[NDArray[np.float32]] = []
        self.classes: list[NDArray[np.int32]] = []
        self.losses: list[NDArray[np.float32]] = []

    def add(self, found: Found, places: NDArray[np.int64]) -> None:
        """Add the outputs of the examples at these places of the part."""
        outputs = found.outputs
        if outputs.ndim == 1:
            outputs = outputs[:, np.newaxis]
        columns = (1, 2) if self._is_class and self._expected == 2 else (self._expected,)
        if outputs.ndim != 2 or outputs.shape[1] not in columns:
            raise RunError(
                tr(
                    "The model gives {shape} values for each example, and the data needs {wanted}; results"
                    " cannot be shown for it.",
                    shape=" × ".join(map(str, outputs.shape[1:])),
                    wanted=self._expected,
                )
            )
        self.losses.append(found.loss)
        if self._cuts:
            outputs, chosen = highest(outputs, self._truth[places])
            self.classes.append(chosen)
        self.outputs.append(outputs)


def _embedded(
    model: Any, data: PartData, *, places: NDArray[np.int64], size: int
) -> NDArray[np.float32] | None:
    """Return (n, d) what the last layer with weights gets; None where the model does not say."""
    last = next((layer for layer in reversed(model.layers) if layer.weights), None)
    try:
        inner = keras.Model(model.inputs, last.input) if last is not None else None
    except (AttributeError, ValueError):
        return None  # a subclassed model, or a layer that is used twice
    if inner is None:
        return None
    found: list[NDArray[np.float32]] = []
    with untouched(model), part_source(data, batch_size=size, workers=1) as source:
        for start in range(0, len(data.indices), size):
            x, *_ = source.take(start, min(start + size, len(data.indices)))
            found.append(np.asarray(inner.predict_on_batch(x), np.float32).reshape(len(x), -1))
        del places
    return np.concatenate(found)
