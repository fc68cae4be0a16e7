"""Training on several devices at once: a copy of the model on each, and a share of every batch.

TensorFlow's MirroredStrategy keeps the copies equal; here is which devices take part, and how a step is shared
out. The loss is the mean over the copies, so where a batch cannot be shared out evenly its examples weigh a
little unevenly, as in Keras.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import tensorflow as tf

from engine.run.problems import RunError

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.data.plan import IndexPlan
    from engine.run.position import ValidationPlan
    from engine.settings.run import RunSettings


def strategy_for(run: RunSettings) -> tf.distribute.Strategy | None:
    """What trains on all GPUs, or None where one device is asked for.

    Where there is no GPU, several logical CPU devices serve, if TensorFlow was given some. Raises RunError
    when there is one device alone.
    """
    if run.device != "all":
        return None
    gpus = tf.config.list_logical_devices("GPU")
    devices = gpus or tf.config.list_logical_devices("CPU")
    if len(devices) < 2:
        raise RunError(
            "There is one device here, and training on all needs several; set the device to auto.",
            path="run.device",
        )
    across = None if gpus else tf.distribute.ReductionToOneDevice()
    return tf.distribute.MirroredStrategy([device.name for device in devices], cross_device_ops=across)


def place(strategy: tf.distribute.Strategy | None, device: str) -> contextlib.AbstractContextManager[Any]:
    """The scope in which models are made and trained."""
    return tf.device(device) if strategy is None else strategy.scope()


def shared_out(
    step: Callable[[Any], dict[str, Any]], strategy: tf.distribute.Strategy
) -> Callable[[Any], Any]:
    """`step` with each copy of the model seeing its share of the batch; the logs are the means.

    A batch needs as many examples as there are copies (`check_batches`).
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


def check_batches(
    strategy: tf.distribute.Strategy | None, plan: IndexPlan, validation: tuple[int, ValidationPlan] | None
) -> None:
    """RunError when a batch has fewer examples than there are copies of the model: one would see none.

    `validation` is the number of validation examples and their plan.
    """
    if strategy is None:
        return
    copies = strategy.num_replicas_in_sync
    sizes = [len(plan.batch(0, step)) for step in (0, plan.steps - 1)]
    if validation is not None:
        count, held = validation
        sizes += [min(held.batch_size, count), count - held.batch_size * (held.steps - 1)]
    if min(sizes) < copies:
        raise RunError(
            f"A batch has {min(sizes)} examples for {copies} devices; choose another batch size,"
            " so that the last batch is larger, too.",
            path="fit.batch_size",
        )
