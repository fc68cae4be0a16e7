"""Which callbacks look at single batches, and how many steps may be run before one must look.

Fusing steps never changes the logs that a callback gets: every batch hook is called with the logs of its own
batch. Only a callback that looks at the model in a batch hook bounds how many steps are run at a time.
`chunk_runner` calls the hooks.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import keras

TRAIN_BATCH_HOOKS = ("on_train_batch_begin", "on_train_batch_end", "on_batch_begin", "on_batch_end")
TEST_BATCH_HOOKS = ("on_test_batch_begin", "on_test_batch_end")


@runtime_checkable
class BatchAware(Protocol):
    """A callback of this program that declares what it needs of single batches."""

    @property
    def wants_batches(self) -> bool:
        """Whether its batch hooks must be called at all."""
        ...

    def steps_until_look(self) -> float:
        """Return how many more steps may run before it must see the model; `math.inf` for never."""
        ...


def batch_watchers(
    callbacks: Sequence[keras.callbacks.Callback], hooks: Sequence[str]
) -> list[keras.callbacks.Callback]:
    """Return the callbacks whose batch hooks must be called.

    Args:
        callbacks: All callbacks of the run.
        hooks: Names of hooks: `TRAIN_BATCH_HOOKS` or `TEST_BATCH_HOOKS`.
    """
    return [
        callback
        for callback in callbacks
        if overrides(callback, hooks) and (not isinstance(callback, BatchAware) or callback.wants_batches)
    ]


def steps_until_look(watchers: Sequence[keras.callbacks.Callback]) -> float:
    """Return how many steps may run before one of `watchers` must see the model: 1 to `math.inf`."""
    return max(1, min((_reach(callback) for callback in watchers), default=math.inf))


def stops_at_nan(watchers: Sequence[keras.callbacks.Callback]) -> bool:
    """Return whether one of `watchers` looks at the loss as TerminateOnNaN does, and at nothing else."""
    return any(_looks_at_loss_alone(callback) for callback in watchers)


def overrides(callback: keras.callbacks.Callback, hooks: Sequence[str]) -> bool:
    """Return whether the callback overrides one of `hooks`, in its class or on the object."""
    # Keras marks the hooks of its base class with `_is_default`, and reads it in the same way
    return any(not getattr(getattr(callback, hook), "_is_default", False) for hook in hooks)


def _reach(callback: keras.callbacks.Callback) -> float:
    if isinstance(callback, BatchAware):
        return callback.steps_until_look()
    # the runner ends a chunk where the loss is not finite
    return math.inf if _looks_at_loss_alone(callback) else 1


def _looks_at_loss_alone(callback: keras.callbacks.Callback) -> bool:
    """Whether each batch hook is that of TerminateOnNaN: one that is derived from it may do more."""
    kind = keras.callbacks.TerminateOnNaN
    return isinstance(callback, kind) and all(
        getattr(inspect.unwrap(getattr(callback, hook)), "__func__", None) is getattr(kind, hook)
        for hook in TRAIN_BATCH_HOOKS
    )
