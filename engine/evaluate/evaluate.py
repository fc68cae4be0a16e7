"""Evaluates a run on a part of its data, or on other data: predictions, measures, baselines, looks.

What a run has kept is used while it is of the same data and the same model, so that a part is shown at once
when it is opened again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from engine.data.dataset import DataError
from engine.data.reading.context import LoadCancelled
from engine.evaluate.baselines.compare import compare
from engine.evaluate.baselines.kept import read_comparison, write_comparison
from engine.evaluate.evaluation import Comparison, Evaluation, measure
from engine.evaluate.looks import Looker, add_look
from engine.evaluate.part_data import PartData, part_data
from engine.evaluate.predictions import PartName, Predictions
from engine.evaluate.predictions_file import (
    as_decided,
    model_digest,
    read_predictions,
    write_predictions,
)
from engine.language import tr
from engine.message import Sentence
from engine.predict.finished_run import FinishedRun

if TYPE_CHECKING:
    import keras

_HOOKS = ("on_test_begin", "on_test_batch_begin", "on_test_batch_end", "on_test_end")
Progress = Callable[[int, int, Sentence], None]
"""Called with how much is done and how much there is (0 where that is not known), and what is done."""


def evaluate(
    run: FinishedRun,
    part: PartName = "validation",
    *,
    data: str = "",
    compares: bool = True,
    looker: Looker = "command",
    model: keras.Model | None = None,
    callbacks: Sequence[keras.callbacks.Callback] = (),
    embeds: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Evaluation:
    """Evaluate a run.

    Args:
        run: The run.
        part: Which part; "other" for `data`.
        data: The path of data of the same kind as the run's; "" for the run's.
        compares: Whether simple methods are measured too; it takes seconds the first time.
        looker: Who looks at the test part, for the count.
        model: `run.load_model().trained` where it is loaded already; None to load it where it is needed.
        callbacks: The run's custom callbacks. Where one has an `on_test_...` hook, it is called, and nothing
            that was kept is used.
        embeds: Whether to keep what the last layer with weights gets.
        progress: Called now and then.
        cancelled: Asked now and then.

    Raises:
        DataError: The data are gone, have changed, or cannot be used.
        RunError, ModelError: The run has no model or no such part, or its model cannot be used.
        LoadCancelled: `cancelled` returned True.
    """
    part = "other" if data else part
    callbacks = [one for one in callbacks if _watches(one)]
    steps = _Steps(progress, cancelled)
    model_is, data_are = model_identity(run), data_identity(run, part)
    predictions = None
    if part != "other" and data_are and not callbacks:
        predictions = read_predictions(run.folder, part, fingerprint=data_are, model=model_is)
        if predictions is not None and embeds and predictions.embedding is None:
            predictions = None
    examples: PartData | None = None
    if predictions is None:
        examples = part_data(run, part, data=data, trains=compares, progress=progress, cancelled=cancelled)
        predictions = _predicted(
            run, examples, model=model, callbacks=callbacks, embeds=embeds, steps=steps, model_is=model_is
        )
        if part != "other":
            keep(run, predictions)
    predictions = as_decided(run.folder, predictions)
    looks = add_look(run.folder, looker) if part == "test" else 0
    comparison = None
    if compares:
        comparison = read_comparison(run.folder, predictions) if part != "other" else None
        if comparison is None:
            comparison = _compared(run, predictions, examples, data_path=data, steps=steps)
    return measure(predictions, comparison=comparison, looks=looks)


def data_identity(run: FinishedRun, part: PartName) -> str:
    """Return what identifies the data of a part without reading them; "" where the run has not kept it."""
    facts = run.folder.environment().get("data")
    known = run.known.fingerprint
    test = facts.get("test_fingerprint") if isinstance(facts, dict) else None
    return f"{known}+{test}" if known and part == "test" and isinstance(test, str) and test else known


def model_identity(run: FinishedRun) -> str:
    """Return what identifies the model that the run has now; "" where it cannot be read."""
    try:
        return model_digest(run.folder.model_file)
    except OSError:
        return ""


def keep(run: FinishedRun, predictions: Predictions) -> bool:
    """Write predictions into the folder of the run; returns whether that was possible."""
    try:
        write_predictions(run.folder, predictions)
    except OSError:
        return False  # a folder that can only be read: they are made again next time
    return True


def _watches(callback: Any) -> bool:
    """Whether a callback has a test hook; Keras marks those of its base class with `_is_default`."""
    return any(not getattr(getattr(callback, hook), "_is_default", False) for hook in _HOOKS)


class _Steps:
    """What is done, for who waits."""

    def __init__(self, progress: Progress | None, cancelled: Callable[[], bool] | None) -> None:
        self._progress, self.cancelled = progress, cancelled

    def begin(self, doing: Sentence) -> Callable[[int, int], None]:
        """Report that something begins; returns what its progress is reported to."""
        self.report(0, 0, doing=doing)
        return lambda done, total: self.report(done, total, doing=doing)

    def report(self, done: int, total: int, *, doing: str) -> None:
        """Report how far it is, and end where that was asked for."""
        if self.cancelled is not None and self.cancelled():
            raise LoadCancelled
        if self._progress is not None:
            self._progress(done, total, doing)


def _predicted(
    run: FinishedRun,
    data: PartData,
    *,
    model: Any,
    callbacks: Sequence[Any],
    embeds: bool,
    steps: _Steps,
    model_is: str,
) -> Predictions:
    # imported here and not before: a window reads what was kept without TensorFlow
    from engine.tensorflow_import import import_keras

    import_keras()
    from engine.evaluate.predict_part import Origin, predict_part

    if model is None:
        steps.begin(tr("Loading the model"))
        with on_device(run):
            model = run.load_model().trained
    known = data_identity(run, data.part)
    fingerprint = data.dataset.fingerprint if data.part == "other" else known or run.inspection.fingerprint
    with on_device(run):
        return predict_part(
            model,
            data,
            project=run.project,
            origin=Origin(fingerprint, model_is, run.saved_epoch),
            callbacks=callbacks,
            embeds=embeds,
            progress=steps.begin(tr("Evaluating")),
            cancelled=steps.cancelled,
        )


def on_device(run: FinishedRun) -> AbstractContextManager[None]:
    """Return the device of the run where this machine has it, else what there is; to be entered."""
    from engine.tensorflow_import import configure

    settings = run.project.run
    device = "cpu" if settings.device == "cpu" else "auto"
    name = configure(settings.model_copy(update={"device": device}))
    # imported after Keras, which knows how
    import tensorflow as tf

    return tf.device(name)


def _compared(
    run: FinishedRun, predictions: Predictions, data: PartData | None, *, data_path: str, steps: _Steps
) -> Comparison | None:
    """What simple methods reach; None where the data are no longer there."""
    try:
        part = data or part_data(run, predictions.part, data=data_path, cancelled=steps.cancelled)
        if part.train is None:
            return Comparison(problem=part.problem)
        steps.begin(tr("Comparing with simple methods"))
        comparison = compare(
            predictions,
            part,
            train=part.train,
            seed=run.project.run.seed,
            cancelled=steps.cancelled,
        )
    except DataError:
        if data is None:
            return None
        raise
    if predictions.part != "other":
        write_comparison(run.folder, predictions, comparison=comparison)
    return comparison
