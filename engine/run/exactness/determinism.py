"""Whether the same settings give the same numbers every time on the device of a run, and making it so.

TensorFlow's switch costs time and cannot be turned back, so it is only used where it is needed
(docs/decisions/0007-determinism.md).
"""

from __future__ import annotations

import tensorflow as tf

from engine.settings.run import RunSettings


def be_deterministic(run: RunSettings, *, device: str) -> bool:
    """Use only operations that repeat their results on `device`, if `run` asks; whether they do now."""
    if "GPU" not in device:
        return True  # the CPU's operations do so by themselves
    if run.deterministic:
        tf.config.experimental.enable_op_determinism()
    return run.deterministic
