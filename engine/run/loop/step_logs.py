"""What a step returns, as Keras takes it: flat, and for an epoch the metrics or what the last step returned.

A step of Keras returns the metrics. A custom `train_step` or `test_step` may return a part of them, other
values beside them, nested ones, and values that are not one number; each reaches the hooks as in `fit`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from engine.language import tr
from engine.problems import RunError
from engine.run.loop.batch_values import LOSS_OF_BATCH

Logs = dict[str, Any]
"""Name -> its value after each of k steps: a (k, ...) array, or a list of k values of any kind."""
Scope = Callable[[], contextlib.AbstractContextManager[Any]]


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps that have run.

    Attributes:
        count: How many.
        logs: What they returned, flat.
        waited: Seconds of waiting for their batches; None where all data is in memory.
    """

    count: int
    logs: Logs
    waited: float | None = None

    def at(self, step: int) -> dict[str, Any]:
        """Return the logs of one step (from 0) as a hook gets them: numbers as Python floats."""
        return {name: as_python(values[step]) for name, values in self.logs.items()}

    def numbers(self) -> dict[str, NDArray[np.float32]]:
        """Return the values that are numbers, (count,) float32 each."""
        return {
            name: np.asarray(values, np.float32) for name, values in self.logs.items() if _are_numbers(values)
        }


class LoggedStep:
    """A step with flat logs.

    Args:
        step: `train_step` or `test_step`.
        scope: Entered while it is traced, or run eagerly.

    Attributes:
        keys: The names that the step has returned, before nested ones became flat; None before a first call.
        names: Those of the values that are one number each.
        nothing: Those of the values that are None, which no tensor can be.
    """

    def __init__(self, step: Callable[[Any], Any], scope: Scope = contextlib.nullcontext) -> None:
        self._step, self._scope = step, scope
        self.keys: frozenset[str] | None = None
        self.names: tuple[str, ...] = ()
        self.nothing: tuple[str, ...] = ()

    def __call__(self, batch: Any) -> dict[str, Any]:
        """Run the step; tensors while it is traced."""
        with self._scope():
            logs = self._step(batch)
        if not isinstance(logs, Mapping):
            raise RunError(
                tr(
                    "{step} of the model returns {kind}, where Keras needs a dictionary of values, such as"
                    ' {{"loss": loss}}.',
                    step=getattr(self._step, "__name__", "train_step"),
                    kind=type(logs).__name__,
                ),
                path="model.path",
            )
        self.keys = frozenset(logs) - {LOSS_OF_BATCH}
        flat = flattened(logs)
        self.nothing = tuple(name for name, value in flat.items() if value is None)
        if not tf.executing_eagerly():
            flat = {name: tf.convert_to_tensor(value) for name, value in flat.items() if value is not None}
        self.names = tuple(
            name for name, value in flat.items() if name != LOSS_OF_BATCH and _is_number(value)
        )
        return flat


def flattened(logs: Mapping[str, Any]) -> dict[str, Any]:
    """Return nested logs as flat ones, sorted by name, as Keras's `pythonify_logs` orders them."""
    found: dict[str, Any] = {}
    for name, value in sorted(logs.items()):
        if isinstance(value, Mapping):
            found |= flattened(value)
        else:
            found[name] = value
    return found


def as_python(value: Any) -> Any:
    """Return one logged value as Keras's callbacks get it: a float where it is a number, else an array."""
    if tf.is_tensor(value) or isinstance(value, keras.Variable):
        value = keras.ops.convert_to_numpy(value)
    try:
        return float(value)
    except (TypeError, ValueError):
        return value


def joined(parts: Sequence[Steps]) -> Steps:
    """Return steps that ran in several calls as one. All of them have the same names."""
    if len(parts) == 1:
        return parts[0]
    logs: Logs = {}
    for name in parts[0].logs:
        values = [part.logs[name] for part in parts]
        are_arrays = all(isinstance(value, np.ndarray) for value in values)
        logs[name] = np.concatenate(values) if are_arrays else [item for value in values for item in value]
    waited = [part.waited for part in parts if part.waited is not None]
    return Steps(sum(part.count for part in parts), logs, sum(waited) if waited else None)


def stacked(rows: Sequence[Mapping[str, Any]]) -> Steps:
    """Return the flat logs of single steps as one; values as `as_python` returns them."""
    logs: Logs = {}
    for name in rows[0]:
        values = [row[name] for row in rows]
        are_floats = all(type(value) is float for value in values)
        logs[name] = np.array(values) if are_floats else values
    return Steps(len(rows), logs)


def epoch_logs(model: keras.Model, keys: frozenset[str] | None, *, last: Mapping[str, Any]) -> dict[str, Any]:
    """Return the logs of an epoch, or of a validation, by Keras's rule (`_get_metrics_result_or_logs`).

    Args:
        model: Its metrics hold the results.
        keys: The names that the last step returned; None where no step ran.
        last: Its flat logs.

    Returns:
        The metrics where the step returned all of them and nothing else, else the logs of the last step;
        "loss" first, then by name.
    """
    metrics = model.get_metrics_result()
    found = metrics if keys is None or keys == frozenset(metrics) else last
    values = {name: as_python(value) for name, value in flattened(found).items()}
    return {name: values[name] for name in sorted(values, key=lambda name: (name != "loss", name))}


def has_untracked_loss(model: keras.Model) -> bool:
    """Return whether the metric `loss` of a model has no value, though steps have run since its reset."""
    trackers = [metric for metric in model.metrics if metric.name == "loss"]
    counts = [metric.count for metric in trackers if isinstance(metric, keras.metrics.Mean)]
    return any(not np.any(keras.ops.convert_to_numpy(count)) for count in counts)


def numbers(logs: Mapping[str, Any]) -> dict[str, float]:
    """Return the values that are one number: what tables and curves show."""
    return {name: value for name, value in logs.items() if isinstance(value, float)}


def _is_number(value: Any) -> bool:
    if tf.is_tensor(value):
        return bool(value.shape.rank == 0 and (value.dtype.is_floating or value.dtype.is_integer))
    return isinstance(value, int | float | np.number)


def _are_numbers(values: Any) -> bool:
    return isinstance(values, np.ndarray) and values.ndim == 1 and values.dtype.kind in "fiub"
