"""Targets encoded for the chosen loss. What each loss needs is in `engine.settings.losses`."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import DataError
from engine.language import tr
from engine.settings.losses import Encoding


def encode(y: NDArray[Any], encoding: Encoding, *, outputs: int) -> NDArray[Any]:
    """Encode targets as the loss needs them.

    Args:
        y: (n,) int64 class numbers below `outputs`, or (n, outputs) float32.
        encoding: what the loss needs.
        outputs: the number of classes or of target columns.

    Returns:
        INDEX (n,) int32, ONE_HOT (n, outputs) float32, BINARY (n, 1) float32 or NUMBER (n, outputs) float32.

    Raises:
        DataError: with the path "compile.loss", when the loss does not fit the task or the number of classes.
    """
    if (y.ndim == 2) != (encoding is Encoding.NUMBER):
        sentence = (
            tr("The targets are numbers, and the chosen loss is for classes; choose another.")
            if y.ndim == 2
            else tr("The targets are classes, and the chosen loss is for numbers; choose another.")
        )
        raise DataError(sentence, path="compile.loss")
    return _ENCODERS[encoding](y, outputs)


def _index(y: NDArray[Any], _outputs: int) -> NDArray[Any]:
    return y.astype(np.int32)


def _one_hot(y: NDArray[Any], outputs: int) -> NDArray[Any]:
    return np.eye(outputs, dtype=np.float32)[y]


def _binary(y: NDArray[Any], outputs: int) -> NDArray[Any]:
    if outputs != 2:
        raise DataError(
            tr(
                "The chosen loss is for two classes, and there are {outputs}; choose another.",
                outputs=outputs,
            ),
            path="compile.loss",
        )
    return y.astype(np.float32)[:, np.newaxis]


def _number(y: NDArray[Any], _outputs: int) -> NDArray[Any]:
    return np.asarray(y, dtype=np.float32)


_ENCODERS: dict[Encoding, Callable[[NDArray[Any], int], NDArray[Any]]] = {
    Encoding.INDEX: _index,
    Encoding.ONE_HOT: _one_hot,
    Encoding.BINARY: _binary,
    Encoding.NUMBER: _number,
}

if set(_ENCODERS) != set(Encoding):
    raise TypeError("each Encoding needs an encoder")
