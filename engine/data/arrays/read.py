"""Arrays from NPZ and NPY files as a data set.

The files themselves are opened in `arrays.file`, and which array is what is decided in `arrays.names`.

uint8 inputs stay, all others become float32. An example with a value that is not a finite number in inputs,
targets or weight is left out and named by its row, counted from 0 as in NumPy.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.arrays.file import Member, fingerprint
from engine.data.arrays.names import HELD_OUT, arrays_in, chosen, class_names
from engine.data.arrays.padding import padded_arrays
from engine.data.dataset import DataError, Dataset, LeftOut
from engine.data.reading.context import Reading
from engine.data.reading.memory import available_memory
from engine.data.targets.labels import FEW_ARRAY_CLASSES, targets_of
from engine.language import tr
from engine.settings.data.kinds import ArraysData

_ROWS_AT_ONCE = 1024
_BYTES_AT_ONCE = 1 << 24


def read_arrays(settings: ArraysData, reading: Reading) -> Dataset:
    """Read inputs `x` and targets `y`, with weights and class names where present.

    Args:
        settings: the file, the names of its arrays and the task.
        reading: finds the file, can cancel, limits memory; `reading.like` is the training data whose classes
            and padding value hold here too.

    Returns:
        The data set, with x (n, *shape) uint8 or float32, and y (n,) int64 classes or (n, m) float32 numbers.

    Raises:
        DataError: the file is corrupt, or its arrays do not fit together, the task or the memory.
        LoadCancelled: `reading` was cancelled.
    """
    found, x_name, y_name = arrays_in(settings, reading)
    _check_shapes(found, x_name=x_name, y_name=y_name)
    x = _inputs(found[x_name], x_name, reading=reading)
    y = np.asarray(found[y_name].read(reading))
    _check_plain(y, y_name)
    padded = padded_arrays(settings, x, found=found, reading=reading)
    x = padded.x
    weight = _weight(settings, found, count=len(x), reading=reading)
    reading.step(0, len(x))
    keep, left_out = _usable(x, y, weight=weight, reading=reading)
    if left_out:
        x, y, weight = x[keep], y[keep], None if weight is None else weight[keep]
    declared, used = class_names(found, reading), {x_name: found[x_name], y_name: found[y_name]}
    targets = targets_of(y, settings.task, few=FEW_ARRAY_CLASSES, declared=declared, like=reading.like)
    notes = [
        tr(
            "{count:,} examples hold values that are not finite numbers and are left out.",
            count=len(left_out),
        )
    ] * bool(left_out)
    held_out = [name for name in found if name.casefold() in HELD_OUT]
    if held_out:
        notes.append(
            tr(
                "Not used: {names}. Validation data of your own can be given on the Fit page.",
                names=", ".join(held_out),
            )
        )
    return Dataset(
        kind="arrays",
        task=targets.task,
        x=x,
        y=targets.y,
        fingerprint=fingerprint(used, reading),
        sample_weight=weight,
        class_names=targets.class_names,
        target_names=() if targets.task == "classification" else _numbered(y_name, targets.y.shape[1]),
        left_out=left_out,
        notes=(*padded.notes, *notes, *targets.notes),
        padding=padded.value,
    )


def _numbered(name: str, count: int) -> tuple[str, ...]:
    return (name,) if count == 1 else tuple(f"{name} {number}" for number in range(count))


def _check_shapes(found: dict[str, Member], *, x_name: str, y_name: str) -> None:
    x, y = found[x_name].shape, found[y_name].shape
    if not x or not y or x[0] != y[0]:
        raise DataError(
            tr(
                "Inputs {x_name} have the shape {x} and targets {y_name} {y}; both need the same"
                " number of examples first.",
                x_name=x_name,
                x=x,
                y_name=y_name,
                y=y,
            ),
            path="data.y_key",
        )
    if 0 in x or 0 in y:
        raise DataError(
            tr(
                "Inputs {x_name} have the shape {x} and targets {y_name} {y}, so there is nothing to"
                " learn from.",
                x_name=x_name,
                x=x,
                y_name=y_name,
                y=y,
            )
        )


def _check_plain(values: NDArray[Any], name: str) -> None:
    if values.dtype.kind not in "biufUS":
        raise DataError(
            tr("The array {name} is of type {type}; numbers are needed.", name=name, type=values.dtype)
        )


def _inputs(member: Member, name: str, *, reading: Reading) -> NDArray[Any]:
    """Return (n, *shape) uint8 or float32."""
    x = member.read(reading)
    if x.dtype.kind not in "biuf":
        raise DataError(
            tr("Inputs {name} are of type {type}; numbers are needed.", name=name, type=x.dtype),
            path="data.x_key",
        )
    if x.ndim == 1:
        x = x[:, np.newaxis]
    if x.dtype in (np.dtype(np.uint8), np.dtype(np.float32)):
        # a small file is copied, so that nobody can change it during a run; a large one stays on disk
        return _copied(x, x.dtype, reading) if x.nbytes < available_memory() // 4 else np.asarray(x)
    reading.limits.require_memory(x.size * 4, f"Inputs {name}")
    return _copied(x, np.dtype(np.float32), reading)


def _copied(x: NDArray[Any], dtype: np.dtype[Any], reading: Reading) -> NDArray[Any]:
    """Return a copy in memory, made in parts so that reading can be cancelled."""
    made = np.empty(x.shape, dtype)
    rows = max(1, _BYTES_AT_ONCE // max(1, x[:1].nbytes))
    with np.errstate(over="ignore"):
        for start in range(0, len(x), rows):
            reading.look()
            made[start : start + rows] = x[start : start + rows]
    return made


def _weight(
    settings: ArraysData, found: dict[str, Member], *, count: int, reading: Reading
) -> NDArray[np.float32] | None:
    name, setting = settings.weight_key, "data.weight_key"
    if not name:
        return None
    values = np.asarray(found[chosen(found, name, usual=(), setting=setting)].read(reading))
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


def _usable(
    x: NDArray[Any], y: NDArray[Any], *, weight: NDArray[np.float32] | None, reading: Reading
) -> tuple[NDArray[np.bool_], tuple[LeftOut, ...]]:
    """Return which examples have finite numbers only, and the others with their reason."""
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
    left_out = tuple(
        LeftOut(tr("row {number}", number=row), reasons[bool(good_x[row])])
        for row in np.flatnonzero(~keep).tolist()
    )
    if weight is not None and not bool(weight[keep].any()):
        raise DataError(tr("All sample weights are 0, so nothing would be learned."), path="data.weight_key")
    return keep, left_out
