"""Runs a model over examples: outputs, the loss of each, and the metrics that `model.evaluate` returns.

The model's own test step runs, many batches in one compiled call, and its outputs are taken on the way; so
there is one pass over the data, at the speed of a validation, with the same numbers. The caller sees to it
that the model is as it was before (`untouched`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from engine.data.problems import DataError
from engine.data.reading.context import LoadCancelled
from engine.language import tr

Arrays = tuple[NDArray[Any], ...]
"""(x, y) or (x, y, weight) of some examples."""
_BATCH_HOOKS = ("on_test_batch_begin", "on_test_batch_end")
_CALL_SECONDS = 0.1
"""How long a call should take, so that it can be cancelled at once."""
_CALL_BYTES = 64 * 1024**2


@dataclass(slots=True)
class Found:
    """What a call has found of some examples.

    Attributes:
        outputs: (b, k) float32.
        loss: (b,) float32.
    """

    outputs: NDArray[np.float32]
    loss: NDArray[np.float32]


@dataclass(slots=True)
class Forward:
    """One pass of a model over examples.

    Args:
        model: Built and compiled.
        batch_size: Examples in a batch.
        callbacks: Custom callbacks, whose `on_test_...` hooks are called as `model.evaluate` calls them.

    Attributes:
        metrics: The values by Keras's names, when the pass is over.
    """

    model: keras.Model
    batch_size: int
    callbacks: Sequence[keras.callbacks.Callback] = ()
    metrics: Mapping[str, float] = field(default_factory=dict[str, float], init=False)
    _keys: frozenset[str] = field(default=frozenset(), init=False)
    _last: dict[str, Any] = field(default_factory=dict[str, Any], init=False)

    def run(
        self,
        take: Callable[[int, int], Arrays],
        count: int,
        *,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Iterator[Found]:
        """Run the model over examples, some at a time.

        Args:
            take: Called with a first example and an end; returns their arrays.
            count: How many examples there are.
            progress: Called with how many are done, and `count`.
            cancelled: Asked before each call.

        Raises:
            LoadCancelled: `cancelled` returned True.
        """
        steps = -(-count // self.batch_size)
        hooks = keras.callbacks.CallbackList(list(self.callbacks), model=self.model, epochs=1, steps=steps)
        looks = any(_overrides(callback) for callback in self.callbacks)
        call = self._compiled()
        self.model.stop_evaluating = False
        hooks.on_test_begin()
        self.model.reset_metrics()
        done, batches = 0, 1
        while done < count and not (self.model.stop_evaluating and done):
            if cancelled is not None and cancelled():
                hooks.on_test_end({})
                raise LoadCancelled
            end = min(done + batches * self.batch_size, count)
            arrays = take(done, end)
            began = time.perf_counter()
            number = done // self.batch_size
            if looks:
                hooks.on_test_batch_begin(number)
            found = call(arrays)
            if looks:
                hooks.on_test_batch_end(number, self._values())
            else:
                # the first call is traced, so it says nothing of the time that others take
                batches = _next(batches, time.perf_counter() - began, arrays) if done else 2
            done = end
            yield found
            if progress is not None:
                progress(done, count)
        self.metrics = self._values()
        hooks.on_test_end(dict(self.metrics))

    def _values(self) -> dict[str, float]:
        """The logs by Keras's rule: the metrics where a step returns these, else those of the last step."""
        metrics = self.model.get_metrics_result()
        found = metrics if self._keys == frozenset(metrics) else self._last
        values = {name: _number(value) for name, value in _flat(found)}
        known = {name: value for name, value in values.items() if value is not None}
        return {name: known[name] for name in sorted(known, key=lambda name: (name != "loss", name))}

    def _compiled(self) -> Callable[[Arrays], Found]:
        step, size = self._step, self.batch_size

        def many(arrays: tuple[Any, ...]) -> tuple[Any, ...]:
            """Run the batches of some examples; the last may be short. Returns outputs, losses, last logs."""
            count = tf.shape(arrays[0])[0]
            steps = (count + size - 1) // size

            def body(index: Any, *kept: Any) -> tuple[Any, ...]:
                one, loss, _ = step(tuple(array[index * size : (index + 1) * size] for array in arrays))
                return index + 1, kept[0].write(index, one), kept[1].write(index, loss)

            empty = [tf.TensorArray(tf.float32, size=steps, infer_shape=False) for _ in range(2)]
            _, outputs, losses = tf.while_loop(
                lambda index, *_: index < steps, body, [tf.constant(0), *empty], parallel_iterations=1
            )
            return outputs.concat(), losses.concat()

        jit = self.model.jit_compile is True
        compiled = tf.function(many, autograph=False, reduce_retracing=True)
        single = (
            step
            if self.model.run_eagerly
            else tf.function(step, autograph=False, reduce_retracing=True, jit_compile=jit)
        )

        def call(arrays: Arrays) -> Found:
            tensors = tuple(tf.constant(array) for array in arrays)
            if self._is_whole and len(arrays[0]) > size:
                outputs, loss = compiled(tensors)
                return Found(outputs.numpy(), loss.numpy())
            found = []
            for at in range(0, len(arrays[0]), size):
                outputs, loss, self._last = single(tuple(tensor[at : at + size] for tensor in tensors))
                found.append((outputs.numpy(), loss.numpy()))
            return Found(*(np.concatenate(parts) for parts in zip(*found, strict=True)))

        return call

    @property
    def _is_whole(self) -> bool:
        """Whether the metrics say all that a step returns, so that the logs of each step are not needed."""
        # before the first step there are no metrics to ask for
        return bool(self._keys) and self._keys == frozenset(self.model.get_metrics_result())

    def _step(self, batch: tuple[Any, ...]) -> tuple[Any, Any, dict[str, Any]]:
        """Return outputs, losses and logs of a batch."""
        model: Any = self.model
        with _seen_outputs(model) as seen:
            logs = dict(_flat(model.test_step(batch)))
        self._keys = frozenset(logs)
        outputs = seen[-1] if seen else model.predict_step(batch)
        if isinstance(outputs, dict | list | tuple):
            raise DataError(
                tr("The model has several outputs, and results are shown of one; use one output.")
            )
        outputs = tf.cast(outputs, tf.float32)
        losses = losses_of(model.loss, batch[1], outputs=outputs)
        return outputs, losses, logs


def losses_of(loss: Any, y: Any, *, outputs: Any) -> Any:
    """Return the loss of each example, (b,) float32, without weights.

    Args:
        loss: The `keras.losses.Loss` of a compiled model.
        y: (b, ...) targets.
        outputs: (b, k) float32.
    """
    y = y if y.dtype.is_integer else tf.cast(y, tf.float32)
    found = tf.cast(loss.call(y, outputs), tf.float32)
    if found.shape.rank == 0:
        # a loss of a whole batch, such as Dice: that of a batch of one
        pairs = (y[:, tf.newaxis], outputs[:, tf.newaxis])
        found = tf.map_fn(
            lambda pair: tf.cast(loss.call(*pair), tf.float32), pairs, fn_output_signature=tf.float32
        )
    return tf.reduce_mean(tf.reshape(found, (tf.shape(outputs)[0], -1)), axis=1)


@contextmanager
def untouched(model: keras.Model) -> Generator[None]:
    """Restore on exit all variables that are not trained: random numbers, statistics, metrics.

    Recurrent layers of Keras 3.15 draw the seed of their dropout in each call, also where nothing is dropped.
    """
    variables = [*model.non_trainable_variables, *model.metrics_variables]
    before: list[Any] = [_array(variable).copy() for variable in variables]
    try:
        yield
    finally:
        for variable, value in zip(variables, before, strict=True):
            variable.assign(value)


@contextmanager
def _seen_outputs(model: Any) -> Generator[list[Any]]:
    """Note the outputs that a test step measures, so that they need not be calculated twice."""
    seen: list[Any] = []
    measure = model.compute_metrics

    def compute_metrics(*given: Any, **named: Any) -> Any:
        seen.append(named["y_pred"] if "y_pred" in named else given[2])
        return measure(*given, **named)

    model.compute_metrics = compute_metrics
    try:
        yield seen
    finally:
        del model.compute_metrics


def _overrides(callback: keras.callbacks.Callback) -> bool:
    """Whether the callback looks at single batches."""
    return any(not getattr(getattr(callback, hook), "_is_default", False) for hook in _BATCH_HOOKS)


def _next(batches: int, seconds: float, arrays: Arrays) -> int:
    """How many batches the next call has: at most twice as many, bounded by time and memory."""
    size = sum(array.nbytes for array in arrays)
    fits = _CALL_SECONDS / max(seconds, 1e-6), _CALL_BYTES / max(size, 1)
    return max(1, int(batches * min(2, *fits)))


def _flat(logs: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    for name, value in logs.items():
        if isinstance(value, Mapping):
            yield from _flat(value)
        else:
            yield name, value


def _number(value: Any) -> float | None:
    try:
        return float(_array(value))
    except (TypeError, ValueError):
        return None


def _array(value: Any) -> Any:
    """The array of a variable or tensor; Keras's annotation of it names what it never returns."""
    return keras.ops.convert_to_numpy(value)
