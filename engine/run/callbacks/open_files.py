"""The files that callbacks have open: finds the callbacks, and closes the files however a run ends."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

import keras
import tensorflow as tf

from engine.run.callbacks.build import BuiltCallback
from engine.run.callbacks.tensorboard import RunTensorBoard


def boards(built: Iterable[BuiltCallback]) -> list[RunTensorBoard]:
    """Return the TensorBoard callbacks."""
    return [item.callback for item in built if isinstance(item.callback, RunTensorBoard)]


def summaries(built: Iterable[BuiltCallback], *, training: bool) -> contextlib.AbstractContextManager[object]:
    """Return the context in which `tf.summary` in a layer writes to the files of TensorBoard callbacks.

    Args:
        built: The callbacks.
        training: Whether a training step is traced in it, else one of validation.
    """
    stack = contextlib.ExitStack()
    for board in boards(built):
        stack.enter_context(board.summaries() if training else board.validation_summaries())
    return stack


def release(built: Iterable[BuiltCallback]) -> None:
    """Close open files, which the callbacks do themselves only in `on_train_end`."""
    for item in built:
        if isinstance(item.callback, keras.callbacks.CSVLogger) and item.callback.csv_file is not None:
            item.callback.csv_file.close()
    with contextlib.suppress(OSError, tf.errors.OpError):  # a full disk has its sentence already
        for board in boards(built):
            board.close()
