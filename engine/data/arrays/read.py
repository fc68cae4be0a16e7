"""Arrays from NPZ and NPY files as a data set. The files themselves are opened in `arrays.file`.

uint8 inputs stay, all others become float32. An example with a value that is not a finite number in inputs,
targets or weight is left out and named by its row, counted from 0 as in NumPy.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.arrays.file import Member, fingerprint, members
from engine.data.arrays.padding import padded_arrays
from engine.data.dataset import DataError, Dataset, LeftOut
from engine.data.reading.context import Reading
from engine.data.reading.memory import available_memory
from engine.data.targets.labels import FEW_ARRAY_CLASSES, as_text, targets_of
from engine.language import tr
from engine.opening import is_regular
from engine.settings.data.kinds import ArraysData

X_NAMES = (
    "x",
    "x_train",
    "train_x",
    "data",
    "images",
    "inputs",
    "features",
    "train_images",
    "samples",
    "arr_0",
)
Y_NAMES = ("y", "y_train", "train_y", "labels", "label", "targets", "target", "train_labels", "arr_1")
CLASS_NAMES = ("class_names", "classes", "label_names", "target_names")
_HELD_OUT = ("x_val", "y_val", "x_test", "y_test", "x_valid", "y_valid", "test_images", "test_labels")
_ROWS_AT_ONCE = 1024
_BYTES_AT_ONCE = 1 << 24


def read_arrays(settings: ArraysData, reading: Reading) -> Dataset:
    """Read inputs `x` and targets `y`, with weights and class names where present. Raises DataError."""
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
    declared, used = _class_names(found, reading), {x_name: found[x_name], y_name: found[y_name]}
    targets = targets_of(y, settings.task, few=FEW_ARRAY_CLASSES, declared=declared, like=reading.like)
    notes = [
        tr(
            "{count:,} examples hold values that are not finite numbers and are left out.",
            count=len(left_out),
        )
    ] * bool(left_out)
    held_out = [name for name in found if name.casefold() in _HELD_OUT]
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


def arrays_in(settings: ArraysData, reading: Reading) -> tuple[dict[str, Member], str, str]:
    """Return the arrays by name, and the names of the inputs and of the targets. Raises DataError."""
    found = members(reading.find(settings.path), reading)
    x_name = _chosen(found, settings.x_key if len(found) > 1 else "", usual=X_NAMES, setting="data.x_key")
    y_name, found = _targets_member(settings, found, x_name=x_name, reading=reading)
    return found, x_name, y_name


def _numbered(name: str, count: int) -> tuple[str, ...]:
    return (name,) if count == 1 else tuple(f"{name} {number}" for number in range(count))


def _listed(found: dict[str, Member]) -> str:
    return ", ".join(f"{name} {member.shape}" for name, member in list(found.items())[:20])


def _chosen(found: dict[str, Member], wanted: str, *, usual: tuple[str, ...], setting: str) -> str:
    if wanted:
        if wanted not in found:
            raise DataError(
                tr(
                    "There is no array named {wanted}; there are: {names}.",
                    wanted=wanted,
                    names=_listed(found),
                ),
                path=setting,
            )
        return wanted
    if len(found) == 1 and setting == "data.x_key":
        return next(iter(found))
    by_fold = {name.casefold(): name for name in reversed(found)}
    for name in usual:
        if name in by_fold:
            return by_fold[name]
    sentence = (
        tr("It is not clear which array holds the inputs; choose one of: {names}.", names=_listed(found))
        if setting == "data.x_key"
        else tr(
            "It is not clear which array holds the targets; choose one of: {names}.", names=_listed(found)
        )
    )
    raise DataError(sentence, path=setting)


def _targets_member(
    settings: ArraysData, found: dict[str, Member], *, x_name: str, reading: Reading
) -> tuple[str, dict[str, Member]]:
    """Return the name of the targets, and the members with them."""
    only = next(iter(found.values())) if len(found) == 1 else None
    if only is None or only.entry:
        others = {name: member for name, member in found.items() if name != x_name}
        return _chosen(others, settings.y_key, usual=Y_NAMES, setting="data.y_key"), found
    if settings.y_path:
        target = reading.find(settings.y_path, setting="data.y_path")
    else:
        # x.npy beside y.npy, x_train.npy beside y_train.npy
        target = only.file.with_name("y" + only.file.name[1:])
        if x_name[:1].casefold() != "x" or not is_regular(target):
            raise DataError(
                tr("{name} holds inputs only; choose the file with the targets too.", name=only.file.name),
                path="data.y_path",
            )
    beside = members(target, reading)
    if len(beside) > 1:
        raise DataError(
            tr("{name} holds several arrays; choose an NPY file with the targets.", name=target.name),
            path="data.y_path",
        )
    ((name, member),) = beside.items()
    name = name if name != x_name else f"{name} (targets)"
    return name, {**found, name: member}


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
    values = np.asarray(found[_chosen(found, name, usual=(), setting=setting)].read(reading))
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
    """Raise DataError unless all weights, (n,) float32, are finite, none is negative, and one is positive."""
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


def _class_names(found: dict[str, Member], reading: Reading) -> tuple[str, ...]:
    """Return the names of the classes 0, 1, 2, ... where the file has them, else ()."""
    for name, member in found.items():
        if name.casefold() in CLASS_NAMES and member.dtype.kind in "US" and len(member.shape) == 1:
            names = tuple(as_text(value) for value in member.read(reading).tolist())
            return names if len(set(names)) == len(names) else ()
    return ()
