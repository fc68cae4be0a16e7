"""Each batch of a custom file, checked and converted to the form that all of them have.

Who makes them is in `custom.batch_makers`, and how the file is read in `python_file`.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.kind_facts import BatchSpec
from engine.data.problems import DataError
from engine.language import tr

_BOTH, _WEIGHTED = 2, 3
_NAMED = 5


Parts = tuple[NDArray[Any], NDArray[Any], NDArray[np.float32] | None]
"""Inputs, targets, and weights where there are some."""


def parts_of(batch: Any) -> Parts:
    """Return the arrays of a batch: inputs uint8 or float32, targets as they are.

    Args:
        batch: a tuple of inputs and targets, or of inputs, targets and weights.

    Raises:
        DataError: it has another form.
    """
    if not isinstance(batch, tuple | list) or len(batch) not in (_BOTH, _WEIGHTED):
        raise DataError(
            tr(
                "A batch is {kind}; it must be a tuple of inputs and targets, or of inputs, targets and"
                " weights.",
                kind=type(batch).__name__,
            )
        )
    _refuse_several(batch)
    try:
        x, y, *weight = (np.asarray(part) for part in batch)
    except (TypeError, ValueError) as error:
        raise DataError(tr("Inputs, targets and weights of a batch must each be one array.")) from error
    shapes = [part.shape for part in (x, y, *weight)]
    if len({shape[:1] for shape in shapes}) != 1 or not x.size or (weight and weight[0].size != len(x)):
        raise DataError(
            tr(
                "The arrays of a batch have the shapes {shapes}; each example needs one input, one target"
                " and, where there are weights, one weight.",
                shapes=", ".join(map(str, shapes)),
            )
        )
    for part in (x, y, *weight):
        if part.dtype.kind not in "biuf":
            raise DataError(tr("A batch holds {type}; it must hold numbers.", type=part.dtype))
    x = x if x.dtype == np.uint8 else x.astype(np.float32, copy=False)
    return x, y, weight[0].astype(np.float32).reshape(len(x)) if weight else None


def _refuse_several(batch: Sequence[Any]) -> None:
    x, y, *weight = batch
    if isinstance(x, dict | tuple | list):
        raise DataError(
            tr(
                "The inputs of a batch are several arrays ({names}), and a model takes one here. Join them"
                " with numpy.concatenate(..., axis=-1), and cut them apart in the model, as in x[..., :3].",
                names=_names(x),
            )
        )
    if isinstance(y, dict | tuple | list):
        raise DataError(
            tr(
                "The targets of a batch are several arrays ({names}), and a model has one output here. Join"
                " them with numpy.concatenate(..., axis=-1), or train a model for each.",
                names=_names(y),
            )
        )
    if any(isinstance(part, dict | tuple | list) for part in weight):
        raise DataError(tr("Inputs, targets and weights of a batch must each be one array."))


def _names(arrays: Any) -> str:
    if isinstance(arrays, dict):
        return ", ".join(map(str, list(arrays)[:_NAMED]))
    return f"{type(arrays).__name__}, {len(arrays)}"


def in_spec(parts: Parts, spec: BatchSpec, *, number: int) -> Parts:
    """Return the parts with targets int64 or float32, checked against the form of the first batch.

    Args:
        parts: of the batch.
        spec: the form of the first one.
        number: of the batch, from 0, for the sentence.

    Raises:
        DataError: the batch has another form.
    """
    x, y, weight = parts
    found = x.shape[1:], x.dtype, weight is not None
    wanted = spec.shape, spec.dtype, spec.weighted
    if found != wanted:
        raise DataError(
            tr(
                "Batch {number} has inputs of {shape} {type}, and the first one {wanted_shape} {wanted_type};"
                " every batch must be alike, with weights in all or in none.",
                number=number + 1,
                shape=x.shape[1:],
                type=x.dtype,
                wanted_shape=spec.shape,
                wanted_type=spec.dtype,
            )
        )
    return x, _TARGETS[spec.targets](y, spec, number), weight


def class_numbers(y: NDArray[Any]) -> NDArray[np.int64]:
    """Return the class numbers of one-hot targets.

    Args:
        y: (b, k).

    Returns:
        (b,) int64.

    Raises:
        DataError: with the path "compile.loss", when a row is not one-hot.
    """
    numbers = y.argmax(axis=1).astype(np.int64)
    if not is_one_hot(y):
        raise DataError(
            tr(
                "The targets give shares to several classes, which needs the loss categorical cross-entropy;"
                " choose it."
            ),
            path="compile.loss",
        )
    return numbers


def is_one_hot(y: NDArray[Any]) -> bool:
    """Return whether each row of y, (b, k), is 0 but for one 1."""
    return bool(((y == 0) | (y == 1)).all() and (y.sum(axis=1) == 1).all())


def _index(y: NDArray[Any], spec: BatchSpec, number: int) -> NDArray[Any]:
    if y.size != len(y):
        raise _misshapen(y, spec, number)
    flat = y.reshape(len(y))
    whole = flat.astype(np.int64)
    if (whole != flat).any() or whole.min() < 0 or whole.max() >= spec.outputs:
        raise DataError(
            tr(
                "Batch {number} has the target {value}, and the classes are 0 to {last}; state how many"
                " classes there are, or correct the targets.",
                number=number + 1,
                value=flat[(whole != flat) | (whole < 0) | (whole >= spec.outputs)][0],
                last=spec.outputs - 1,
            ),
            path="data.classes",
        )
    return whole


def _matrix(y: NDArray[Any], spec: BatchSpec, number: int) -> NDArray[Any]:
    columns = y[:, np.newaxis] if y.ndim == 1 else y
    if columns.shape[1:] != (spec.outputs,):
        raise _misshapen(y, spec, number)
    return columns.astype(np.float32, copy=False)


def _misshapen(y: NDArray[Any], spec: BatchSpec, number: int) -> DataError:
    return DataError(
        tr(
            "Batch {number} has targets of {shape}; each example must have {outputs} of them.",
            number=number + 1,
            shape=y.shape,
            outputs=1 if spec.targets == "index" else spec.outputs,
        )
    )


_TARGETS = {"index": _index, "one_hot": _matrix, "numbers": _matrix}
