"""Whether XLA pays for a model: a few real steps with and without it, from the same state, which is restored.

Only for `jit_compile` "measured". XLA is used where it is faster and where no loss differs by more than
`TOLERANCE`; a resumed run continues with what it used (`execution_plan`).
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import tensorflow as tf

from engine.run.feed.resident import RESIDENT_LIMIT, Examples
from engine.run.loop.compiled_steps import FusedRunner
from engine.run.loop.step_logs import LoggedStep
from engine.run.pace.timing_cache import XlaFinding
from engine.run.state.training import put_variables, take_variables

if TYPE_CHECKING:
    import keras
    from numpy.typing import NDArray

    from engine.data.plan import IndexPlan

Values = Mapping[str, "NDArray[np.float32]"]
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
    plain = _fused(model, examples, jit=False)
    before = take_variables(model)
    try:
        logs, seconds = _timed(plain, model, indices, before=before)
        compiled = _fused(model, examples, jit=True)
        theirs, with_xla = _timed(compiled, model, indices, before=before)
    except (tf.errors.InvalidArgumentError, tf.errors.UnimplementedError, tf.errors.InternalError):
        return XlaFinding(
            times_faster=0.0, difference=0.0, taken=False
        )  # an operation that XLA does not know
    finally:
        put_variables(model, before)
    difference = _difference(theirs, logs)
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
) -> tuple[Values, float]:
    """Return the logs from the state `before`, and the seconds of a second call, already compiled."""
    put_variables(model, before)
    logs = runner(indices).numbers()
    put_variables(model, before)
    began = time.perf_counter()
    runner(indices)
    return logs, time.perf_counter() - began


def _fused(model: keras.Model, examples: Examples, *, jit: bool) -> FusedRunner:
    return FusedRunner(
        lambda: LoggedStep(model.train_step),
        examples,
        strategy=model.distribute_strategy,
        jit=jit,
        stops=False,
    )


def _difference(
    found: Mapping[str, NDArray[np.float32]], expected: Mapping[str, NDArray[np.float32]]
) -> float:
    """The largest relative difference between losses; between all numbers where a step logs no loss."""
    names = ["loss"] if "loss" in expected else list(expected)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [np.abs(found[name] - expected[name]) / np.abs(expected[name]) for name in names]
    return max((float(np.where(np.isfinite(part), part, 1.0).max()) for part in parts), default=0.0)
