"""Training on several devices at once: a copy of the model on each, and a share of every batch.

TensorFlow's MirroredStrategy keeps the replicas equal; here is which devices take part, and how a batch is
divided among them. The loss is the mean over the replicas, so the examples of a batch that cannot be divided
evenly have slightly different weights, as in Keras.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import tensorflow as tf

from engine.language import tr
from engine.problems import RunError

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.run.feed.prepare import PreparedData
    from engine.settings.run import RunSettings

Strategy = Any
"""A `tf.distribute.Strategy`; TensorFlow publishes no types."""


def strategy_for(run: RunSettings) -> Strategy | None:
    """Return the strategy that trains on all GPUs, without any on all logical CPU devices.

    Args:
        run: The settings.

    Returns:
        None where one device is asked for.

    Raises:
        RunError: When all devices are asked for and there is only one.
    """
    if run.device != "all":
        return None
    gpus = tf.config.list_logical_devices("GPU")
    devices = gpus or tf.config.list_logical_devices("CPU")
    if len(devices) < 2:
        raise RunError(
            tr("There is one device here, and training on all needs several; set the device to auto."),
            path="run.device",
        )
    across = None if gpus else tf.distribute.ReductionToOneDevice()
    return tf.distribute.MirroredStrategy([device.name for device in devices], cross_device_ops=across)


def place(strategy: Strategy | None, device: str) -> contextlib.AbstractContextManager[Any]:
    """Return the scope in which models are made and trained.

    Args:
        strategy: None for one device.
        device: A TensorFlow device such as "/GPU:0"; used without a strategy.
    """
    return tf.device(device) if strategy is None else strategy.scope()


def shared_out(step: Callable[[Any], dict[str, Any]], strategy: Strategy) -> Callable[[Any], dict[str, Any]]:
    """Return `step` with the batch divided among the replicas of the model.

    Args:
        step: A batch of tensors -> logs.
        strategy: The model's; with one replica `step` itself is returned.

    Returns:
        A batch -> the means of the replicas' logs. A batch needs an example a replica (`check_batches`).
    """
    if strategy.num_replicas_in_sync == 1:
        return step

    def on_a_copy(batch: tuple[Any, ...]) -> dict[str, Any]:
        context = tf.distribute.get_replica_context()
        first, copies = context.replica_id_in_sync_group, context.num_replicas_in_sync
        return step(tuple(array[first::copies] for array in batch))

    def on_all(batch: tuple[Any, ...]) -> dict[str, Any]:
        logs = strategy.run(on_a_copy, args=(batch,))
        return {name: strategy.reduce("MEAN", value, axis=None) for name, value in logs.items()}

    return on_all


def check_batches(strategy: Strategy | None, data: PreparedData) -> None:
    """Check that every batch can be divided among the replicas.

    Args:
        strategy: None for one device, where nothing is checked.
        data: What was read.

    Raises:
        RunError: When a batch has fewer examples than there are replicas, or comes from custom code.
    """
    if strategy is None:
        return
    copies = strategy.num_replicas_in_sync
    if data.dataset.batches is not None:
        raise RunError(
            tr("Batches of a custom Python file cannot be divided among devices; set the device to auto."),
            path="run.device",
        )
    sizes = [*_sizes(data.plan.count, data.plan.batch_size)]
    if data.validation_plan is not None:
        sizes += _sizes(data.validation_examples, data.validation_plan.batch_size)
    if min(sizes) < copies:
        raise RunError(
            tr(
                "A batch has {count} examples, which is too few for {devices} devices; choose a batch size"
                " that leaves more for the last batch.",
                count=min(sizes),
                devices=copies,
            ),
            path="fit.batch_size",
        )


def _sizes(count: int, batch_size: int) -> tuple[int, int]:
    """Return the size of most batches of `count` examples, and of the last one."""
    return min(batch_size, count), count % batch_size or batch_size
