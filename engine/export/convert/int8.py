"""LiteRT files of a network whose numbers have 8 bits, with more and more of it left in float32.

An 8-bit tensor has one range, and 0 is always in it. That is too coarse for a last layer that gives 23.1 to
23.9 degrees, and for what a layer normalization calculates. So such parts can be left in float32, as
TensorFlow's `QuantizationDebugger` does it. How much is needed is decided in `engine.export.proof.quantized`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

_LATEST = 4  # the part of the windows that are the latest: a quarter
_GROWN = 0.1  # of all that a series has spanned

_ARITHMETIC = (
    *("ADD", "SUB", "MUL", "DIV", "NEG", "ABS", "POW", "SQUARE", "SQRT", "RSQRT", "SQUARED_DIFFERENCE"),
    *("MEAN", "SUM", "REDUCE_MAX", "SOFTMAX", "LOG_SOFTMAX", "LOGISTIC", "TANH", "GELU", "ELU", "EXP", "LOG"),
    *("HARD_SWISH", "BATCH_MATMUL", "MAXIMUM", "MINIMUM", "L2_NORMALIZATION", "CUMSUM"),
)
"""All that can be quantized and is neither a convolution, a dense layer, pooling nor a change of shape."""


@dataclass(frozen=True, slots=True)
class Level:
    """What stays in float32.

    Attributes:
        output: Whether the last operation does.
        arithmetic: Whether all do but convolutions, dense layers and pooling.
    """

    output: bool = False
    arithmetic: bool = False


LEVELS = (Level(), Level(output=True), Level(output=True, arithmetic=True))
"""From all in 8 bits to what needs them most: nearly all weights are in these layers."""


def growing(windows: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return what a file is judged by and what its ranges are measured on, of windows in the order of time.

    What is forecast comes after all training, so a series that has grown lies beyond each of its windows, and
    numbers beyond a range are cut off. Then the latest windows stand once more as far on as they lie beyond
    the earlier ones, and they alone are what the file is judged by.

    Args:
        windows: (n, steps, columns) of a training part.

    Returns:
        (k, steps, columns), with which the second one begins, (m, steps, columns).
    """
    count = len(windows) // _LATEST
    before, latest = windows[: len(windows) - count], windows[len(windows) - count :]
    if not count:
        return windows, windows
    axes = (0, 1)
    up, down = latest.max(axes) - before.max(axes), before.min(axes) - latest.min(axes)
    step = np.where(up >= down, up, -down)
    has_grown = np.maximum(up, down) > _GROWN * np.ptp(windows, axes)
    if not has_grown.any():
        return windows, windows
    beyond = latest + np.where(has_grown, step, 0).astype(windows.dtype)
    return latest, np.concatenate([latest, beyond, before])


class Int8Files:
    """Makes the files of one network; it is calibrated once.

    Args:
        converter: Called for a new `tf.lite.TFLiteConverter` with optimizations and a representative dataset.
        examples: Called for the examples of that dataset.
    """

    def __init__(self, converter: Callable[[], Any], examples: Callable[[], Iterable[list[Any]]]) -> None:
        self._converter, self._examples = converter, examples
        self._outputs: list[str] = []
        self._debugger: Any = None

    def at(self, level: Level) -> bytes:
        """Return the file. Whatever the converter raises is raised.

        Args:
            level: The first one is that without anything in float32.
        """
        import tensorflow as tf

        if level == LEVELS[0]:
            content = bytes(self._converter().convert())
            details: Any = tf.lite.Interpreter(model_content=content).get_output_details()
            self._outputs = [str(one["name"]) for one in details]
            return content
        options = tf.lite.experimental.QuantizationDebugOptions(
            denylisted_ops=list(_ARITHMETIC) if level.arithmetic else None,
            denylisted_nodes=self._outputs if level.output else None,
        )
        if self._debugger is None:
            self._debugger = tf.lite.experimental.QuantizationDebugger(
                debug_dataset=self._examples, debug_options=options, converter=self._converter()
            )
        else:
            self._debugger.options = options
        return bytes(self._debugger.get_nondebug_quantized_model())
