"""Makes the same settings give the same numbers every time on the device of a run, where that is asked for.

TensorFlow's switch costs time and cannot be undone in a process, so it is only used where it is needed
(docs/decisions/0007-determinism.md).
"""

from __future__ import annotations

import tensorflow as tf

from engine.settings.run import RunSettings


def be_deterministic(run: RunSettings, *, device: str) -> bool:
    """Use only deterministic operations, if the settings ask for it.

    Args:
        run: The settings.
        device: "/CPU:0" or "/GPU:0".

    Returns:
        Whether operations are deterministic now; on the CPU they always are.
    """
    if "GPU" not in device:
        return True  # the CPU's operations do so by themselves
    if run.deterministic:
        tf.config.experimental.enable_op_determinism()
    return run.deterministic
