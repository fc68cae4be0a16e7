"""Which classes the trained model predicts for the validation examples: a count at the end of a run.

A loss that falls can hide that one class is never predicted. The count is made once, with the final weights:
of the predictions that the run has kept, or else of a few batches; nothing that is trained or saved depends
on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from engine.evaluate.predictions import Predictions
from engine.models.task_losses import HINGES
from engine.record.events import ClassesCounted, Sink
from engine.run.feed.batch_source import StreamedExamples
from engine.run.feed.prepare import PreparedData
from engine.run.feed.resident import Examples
from engine.settings.losses import Encoding

MOST = 10_000
"""Of a larger validation set so many examples, evenly spaced, are counted: it must stay cheap."""


def count_classes(
    model: keras.Model, data: PreparedData, *, predictions: Predictions | None, loss: str, sink: Sink
) -> None:
    """Send how often each class is the target, and how often it is predicted.

    Does nothing without validation or classes. Batches of custom code are not made again for it, as they may
    be expensive.

    Args:
        model: With its final weights.
        data: The data of the run.
        predictions: Of the validation part; None where they were not made.
        loss: The setting of this name.
        sink: Takes the event.
    """
    if predictions is not None:
        _count_predictions(predictions, sink)
        return
    validation, names, encoding = data.validation, data.dataset.class_names, data.inputs.encoding
    if not isinstance(validation, Examples | StreamedExamples) or not names or encoding is Encoding.NUMBER:
        return
    chosen = np.linspace(0, len(validation) - 1, min(len(validation), MOST)).astype(np.int64)
    size = data.validation_plan.batch_size if data.validation_plan is not None else data.batch_size
    there = np.zeros(len(names), np.int64)
    given = np.zeros(len(names), np.int64)
    # hinge losses have targets -1 and 1
    border = 0.0 if loss in HINGES else 0.5
    for start in range(0, len(chosen), size):
        x, y, *_ = validation.batch(chosen[start : start + size])
        there += _counted(y, encoding is Encoding.INDEX, border=0.5, classes=len(names))
        given += _counted(model.predict_on_batch(x), False, border=border, classes=len(names))
    sink(ClassesCounted(examples=_by_name(names, there), predicted=_by_name(names, given)))


def _count_predictions(predictions: Predictions, sink: Sink) -> None:
    names = predictions.classes
    if names:
        there = np.bincount(predictions.truth, minlength=len(names))
        given = np.bincount(predictions.predicted, minlength=len(names))
        sink(ClassesCounted(examples=_by_name(names, there), predicted=_by_name(names, given)))


def _by_name(names: Sequence[str], counts: NDArray[np.int64]) -> dict[str, int]:
    return dict(zip(names, counts.tolist(), strict=True))


def _counted(values: NDArray[Any], numbered: bool, *, border: float, classes: int) -> NDArray[np.int64]:
    """Count each class in `values`: class numbers where `numbered`, else an output a class, (n, classes).

    A single output (n, 1) is that of the second of two classes, which is predicted above `border`.
    """
    if numbered:
        numbers = values.reshape(-1)
    elif values.shape[-1] == 1:
        numbers = (values.reshape(-1) > border).astype(np.int64)
    else:
        numbers = values.argmax(axis=-1).reshape(-1)
    return np.bincount(numbers, minlength=classes)[:classes]
