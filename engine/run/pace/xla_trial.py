"""Whether XLA pays for a model: a few real steps with and without it, from the same state, which is restored.

Only for `jit_compile` "measured". XLA is used where it is faster and where no loss differs by more than
`TOLERANCE`; a resumed run continues with what it used (`execution_plan`).
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np
import tensorflow as tf

from engine.run.feed.resident import RESIDENT_LIMIT, Examples
from engine.run.loop.compiled_steps import FusedRunner, Logs
from engine.run.pace.timing_cache import XlaFinding
from engine.run.state.training import put_variables, take_variables

if TYPE_CHECKING:
    import keras
    from numpy.typing import NDArray

    from engine.data.plan import IndexPlan

TOLERANCE = 1e-5
_BATCHES = 16
_FASTER = 1.05


def try_xla(model: keras.Model, examples: object, *, plan: IndexPlan) -> XlaFinding | None:
    """Measure what XLA does to a model, and restore the model.

    Args:
        model: Built, and compiled without XLA.
        examples: The training data of the run.
        plan: Gives the batches to measure with.

    Returns:
        None where steps are not fused: streamed data, data too large for the device, `run_eagerly`.
    """
    if not isinstance(examples, Examples) or examples.bytes > RESIDENT_LIMIT or model.run_eagerly:
        return None
    whole = [plan.batch(0, step) for step in range(min(plan.steps, _BATCHES))]
    indices = np.stack([batch for batch in whole if len(batch) == len(whole[0])])
    plain = FusedRunner(model.train_step, examples, jit=False, stops_at_nan=False)
    before = take_variables(model)
    try:
        logs, seconds = _timed(plain, model, indices, before=before)
        compiled = FusedRunner(model.train_step, examples, jit=True, stops_at_nan=False)
        theirs, with_xla = _timed(compiled, model, indices, before=before)
    except (tf.errors.InvalidArgumentError, tf.errors.UnimplementedError, tf.errors.InternalError):
        return XlaFinding(
            times_faster=0.0, difference=0.0, taken=False
        )  # an operation that XLA does not know
    finally:
        put_variables(model, before)
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = np.abs(theirs["loss"] - logs["loss"]) / np.abs(logs["loss"])
    difference = float(np.where(np.isfinite(relative), relative, 1.0).max())
    faster = seconds / with_xla
    return XlaFinding(
        times_faster=faster, difference=difference, taken=faster >= _FASTER and difference <= TOLERANCE
    )


def _timed(
    runner: FusedRunner,
    model: keras.Model,
    indices: NDArray[np.int64],
    *,
    before: dict[str, NDArray[Any]],
) -> tuple[Logs, float]:
    """Return the logs from the state `before`, and the seconds of a second call, already compiled."""
    put_variables(model, before)
    logs = runner(indices)
    put_variables(model, before)
    began = time.perf_counter()
    runner(indices)
    return logs, time.perf_counter() - began
