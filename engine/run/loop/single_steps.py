"""Steps that run one a call: how they are compiled, and how their logs are put together.

`compiled_steps` uses it for data that do not stay on the device, `stream_runner` for batches that are made
while the run trains.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import tensorflow as tf

from engine.run.loop.step_logs import LoggedStep, Steps, as_python, stacked

MakeStep = Callable[[], LoggedStep]
"""Makes the step of a model as it is now, to be traced."""
Step = Callable[[Any], dict[str, Any]]
"""A batch of tensors -> flat logs of tensors."""


def single_step(step: Step, spec: Any, *, jit: bool) -> tuple[Step, Any]:
    """Return a step as it is called, and its graph.

    Args:
        step: Not compiled.
        spec: `tf.TensorSpec`s of a batch; None for a step that stays eager.
        jit: Whether XLA compiles it.

    Returns:
        The step, and a `tf.Graph`; None for one that stays eager.
    """
    if spec is None:
        return step, None
    # a graph for any batch size, and traced now: the first step is not slow
    graph = tf.function(step, autograph=False).get_concrete_function(spec).graph
    return tf.function(step, reduce_retracing=True, jit_compile=jit, autograph=False), graph


def run_single(step: Step, batches: Iterable[Any], *, stops_at_nan: bool) -> Steps:
    """Run a step for each of `batches`; the last is the first whose loss is not finite, if it stops there."""
    rows: list[dict[str, Any]] = []
    for batch in batches:
        rows.append({name: as_python(value) for name, value in step(batch).items()})
        loss = rows[-1].get("loss")
        if stops_at_nan and isinstance(loss, float) and not math.isfinite(loss):
            break
    return stacked(rows)
