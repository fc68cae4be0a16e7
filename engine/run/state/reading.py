"""Copies the values of many variables at once.

A state is taken after every epoch, and one read operation a variable would be most of its cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

# this operation has no public name: Grappler puts it in place of many single reads
from tensorflow.python.eager import context, execute

_READ_ALL = b"_ReadVariablesOp"


def copied(variables: Sequence[Any]) -> list[NDArray[Any]]:
    """Return copies of the values of Keras variables, an array a variable, in their order."""
    values: list[Any] = [variable.value for variable in variables]
    together = [index for index, value in enumerate(values) if _is_in_main_memory(value)]
    for index, tensor in zip(together, _read([values[index] for index in together]), strict=True):
        values[index] = tensor
    return [np.asarray(value.numpy()) for value in values]  # which copies


def _is_in_main_memory(value: Any) -> bool:
    # one operation reads from one device; copying from another takes so long that single reads do not matter
    return (
        isinstance(value, tf.Variable)
        and not isinstance(value, tf.distribute.DistributedValues)
        and value.device.endswith("/device:CPU:0")
    )


def _read(variables: Sequence[tf.Variable]) -> Sequence[tf.Tensor]:
    if not variables:
        return ()
    return execute.execute(
        _READ_ALL,
        len(variables),
        inputs=[variable.handle for variable in variables],
        attrs=("N", len(variables), "dtypes", [variable.dtype.as_datatype_enum for variable in variables]),
        ctx=context.context(),
    )
