"""Models whose `train_step` and `test_step` return what people let them return."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any
from unittest import mock

Wrap = Callable[[Any, dict[str, Any], Any], dict[str, Any]]
"""The model, what Keras's step returns, and the loss of the batch -> what the step returns."""


def _everything(model: Any, logs: dict[str, Any], loss: Any) -> dict[str, Any]:
    import tensorflow as tf

    return {
        **logs,
        "outer": {"inner": loss * 2, "deeper": {"deepest": loss * 3}},
        "vector": tf.stack([loss, loss]),
        "half": 0.5,
        "count": tf.constant(7),
        "double": tf.cast(loss, tf.float64) / 3,
        "iterations": model.optimizer.iterations,
    }


def _untracked(model: Any, logs: dict[str, Any], loss: Any) -> dict[str, Any]:
    model._loss_tracker.reset_state()
    return {**logs, "loss": loss}


STEPS: dict[str, Wrap] = {
    "everything": _everything,
    # as in Keras's guide: the compiled metrics are a dictionary of their own
    "guide": lambda model, _logs, _loss: {metric.name: metric.result() for metric in model.metrics},
    "all_metrics": lambda model, _logs, _loss: model.get_metrics_result(),
    "beyond": lambda _model, logs, loss: {**logs, "extra": loss},
    "part": lambda _model, logs, _loss: {"accuracy": logs["accuracy"]},
    "loss_alone": lambda _model, _logs, loss: {"loss": loss},
    "no_loss": lambda _model, _logs, loss: {"mine": loss},
    "vector": lambda _model, logs, loss: {**logs, "vector": loss * [1.0, 2.0]},
    "nested": lambda _model, logs, loss: {"all": {**logs, "more": {"extra": loss}}},
    "integer": lambda _model, logs, _loss: {**logs, "n": 3},
    "double": lambda _model, logs, loss: {**logs, "exact": loss * 1.0},
    "untracked": _untracked,
    "nothing": lambda _model, logs, _loss: {**logs, "none": None},
}


@contextmanager
def built_with(wrap: Wrap) -> Generator[None]:
    """Models that are built within this have steps that return what `wrap` makes of Keras's logs."""
    from engine.models import seeded
    from engine.run.assembly import build as assembly

    build = seeded.build_seeded

    def building(*given: Any, **more: Any) -> Any:
        model = build(*given, **more)
        steps = model.train_step, model.test_step

        def step(of_keras: Any) -> Any:
            def wrapped(batch: Any) -> dict[str, Any]:
                logs = of_keras(batch)
                x, y = batch[:2]
                return wrap(model, logs, model.compute_loss(x, y, model(x, training=False), training=False))

            return wrapped

        model.train_step, model.test_step = map(step, steps)
        return model

    with (
        mock.patch.object(seeded, "build_seeded", building),
        mock.patch.object(assembly, "build_seeded", building),
    ):
        yield
