"""Makes the variables of metrics before a step is compiled.

Keras makes them while it traces the first step, and `tf.function` traces a function that made variables a
second time. With several replicas they cannot be made there at all. `compiled_steps` compiles the steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import keras
import tensorflow as tf

from engine.run.feed.resident import Examples

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.run.feed.batch_source import BatchSource


def make_metric_variables(model: keras.Model, examples: Examples | BatchSource) -> None:
    """Make every variable that a step of `model` makes, except the optimizer's; no step runs.

    Args:
        model: Built and compiled.
        examples: Their shapes and dtypes are what a step gets.
    """
    if isinstance(examples, Examples):
        batch = examples.batch_spec()
    else:
        batch = tuple(tf.TensorSpec(shape, dtype) for shape, dtype in examples.shapes)
    if model.distribute_strategy.num_replicas_in_sync == 1 and getattr(model, "outputs", None) is None:
        # a subclassed model raises its own errors when it is traced, with its own words
        tf.function(model.test_step, autograph=False).get_concrete_function(batch)
        return
    build: Callable[..., None] = getattr(model, "_symbolic_build")  # noqa: B009 - no public name for it
    build(data_batch=tuple(keras.KerasTensor(tuple(spec.shape), spec.dtype.name) for spec in batch))
