"""Which examples of arrays can be used: weights that count, and numbers that are finite."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import DataError, LeftOut
from engine.data.reading.context import Reading
from engine.language import tr

_ROWS_AT_ONCE = 1024


def weight_of(values: NDArray[Any], name: str, *, count: int) -> NDArray[np.float32]:
    """Return sample weights as (n,) float32.

    Args:
        values: as in the file.
        name: of the array, for the sentence.
        count: of examples, which must have a weight each.

    Raises:
        DataError: with the path "data.weight_key", when they are none.
    """
    setting = "data.weight_key"
    if values.shape not in ((count,), (count, 1)) or values.dtype.kind not in "biuf":
        raise DataError(
            tr(
                "Sample weights {name} have the shape {shape} and type {type}; {count:,} numbers are needed.",
                name=name,
                shape=values.shape,
                type=values.dtype,
                count=count,
            ),
            path=setting,
        )
    with np.errstate(over="ignore"):
        weight = values.reshape(count).astype(np.float32)
    check_weight(weight, name, setting=setting)
    return weight


def check_weight(weight: NDArray[np.float32], name: str, *, setting: str) -> None:
    """Refuse weights that nothing can be learned with.

    Args:
        weight: (n,) float32.
        name: of the array or column, for the sentence.
        setting: the path of the setting that names it.

    Raises:
        DataError: with the path `setting`, unless all are finite, none is negative, and one is positive.
    """
    if not bool(np.isfinite(weight).all()):
        raise DataError(
            tr("Sample weights {name} hold values that are not finite numbers; correct them.", name=name),
            path=setting,
        )
    if bool((weight < 0).any()):
        raise DataError(
            tr("Sample weights {name} hold negative numbers; a weight is 0 or more.", name=name), path=setting
        )
    if not bool(weight.any()):
        raise DataError(
            tr("Sample weights {name} are all 0, so nothing would be learned.", name=name), path=setting
        )


def usable(
    x: NDArray[Any],
    y: NDArray[Any],
    *,
    weight: NDArray[np.float32] | None,
    empty: NDArray[np.bool_] | None,
    reading: Reading,
) -> tuple[NDArray[np.bool_], tuple[LeftOut, ...]]:
    """Return which examples have finite numbers only, and the others with their reason.

    Args:
        x: (n, ...) the inputs.
        y: (n, ...) the targets.
        weight: (n,) the sample weights; None without.
        empty: (n,) bool, which sequences have no real step; None where all have some.
        reading: gets the progress, and can cancel.

    Raises:
        DataError: no example is left.
        LoadCancelled: `reading` was cancelled.
    """
    count = len(x)
    good_x = np.ones(count, bool)
    if x.dtype.kind == "f":
        for start in range(0, count, _ROWS_AT_ONCE):
            rows = x[start : start + _ROWS_AT_ONCE]
            good_x[start : start + _ROWS_AT_ONCE] = np.isfinite(rows).reshape(len(rows), -1).all(axis=1)
            reading.step(min(start + _ROWS_AT_ONCE, count), count)
    good_y = np.isfinite(y).reshape(count, -1).all(axis=1) if y.dtype.kind == "f" else np.ones(count, bool)
    keep = good_x & good_y
    if not keep.any():
        raise DataError(
            tr("No example is left: each holds a value that is not a finite number (NaN or infinite).")
        )
    reasons = {
        True: tr("its target is not a finite number"),
        False: tr("its inputs hold a value that is not a finite number"),
    }
    no_step = tr("it has no real step, only padding")
    left_out = tuple(
        LeftOut(
            tr("row {number}", number=row),
            no_step if empty is not None and empty[row] else reasons[bool(good_x[row])],
        )
        for row in np.flatnonzero(~keep).tolist()
    )
    if weight is not None and not bool(weight[keep].any()):
        raise DataError(tr("All sample weights are 0, so nothing would be learned."), path="data.weight_key")
    return keep, left_out
