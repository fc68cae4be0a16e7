"""Sequences of several lengths in one array: which time steps are real, and which value pads the others.

The padding value is one that no real step has in all its features, so it can always be distinguished: 0 where
that is so, else an integer below every real value.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.arrays.file import Member
from engine.data.dataset import DataError, Dataset
from engine.data.problems import noted
from engine.data.reading.context import Reading
from engine.data.reading.limits import require_memory
from engine.language import tr
from engine.settings.data.kinds import ArraysData

LENGTHS = ("lengths", "length", "seq_len", "sequence_lengths", "n_steps")
VALUES = {"zero": 0.0, "minus_one": -1.0}


@dataclass(frozen=True, slots=True)
class Padded:
    """Sequences with their padding marked.

    Attributes:
        x: (n, steps, features) float32 with `value` in the padded steps; other shapes have no padding.
        value: the padding value; None where there is no padding.
        notes: sentences for people.
        empty: (n,) bool, which sequences have no real step, and NaN in `x`; None where all have some.
    """

    x: NDArray[Any]
    value: float | None = None
    notes: tuple[str, ...] = ()
    empty: NDArray[np.bool_] | None = None


def lengths_member(settings: ArraysData, found: Mapping[str, Member]) -> str:
    """Return the name of the array with the number of steps of each sequence, "" where there is none.

    Args:
        settings: name it, or leave it to the usual names.
        found: the arrays of the file.

    Raises:
        DataError: with the path "data.lengths_key", when the array that is set does not exist.
    """
    if settings.lengths_key:
        if settings.lengths_key not in found:
            raise DataError(
                tr("There is no array named {wanted}; choose another.", wanted=settings.lengths_key),
                path="data.lengths_key",
            )
        return settings.lengths_key
    if settings.padding != "auto":
        return ""
    return next((name for name in found if name.casefold() in LENGTHS), "")


def padded_arrays(
    settings: ArraysData,
    x: NDArray[Any],
    *,
    found: Mapping[str, Member],
    read: Callable[[str], NDArray[Any]],
    reading: Reading,
) -> Padded:
    """Return the inputs with their padding marked.

    Args:
        settings: say where lengths are, or what is padding.
        x: (n, ...) the inputs; only (n, steps, features) can have padding.
        found: the arrays of the file.
        read: reads an array of the training part, with those of the other parts behind it.
        reading: its `like` says which padding value training data has.

    Raises:
        DataError: padding is set but does not fit the inputs, or `like` has none.
    """
    like = reading.like
    known = None if like is None else like.padding
    name = lengths_member(settings, found)
    if x.ndim != 3:
        if settings.lengths_key or settings.padding in VALUES:
            raise DataError(
                tr(
                    "Padding is for sequences, (examples, steps, features), and these inputs have the shape"
                    " {shape}; set Padding to None.",
                    shape=x.shape,
                ),
                path="data.padding",
            )
        return Padded(x)
    if name:
        lengths = _lengths(read(name), name, x)
    elif settings.padding in VALUES:
        lengths = last_steps(x != np.float32(VALUES[settings.padding]))
    elif settings.padding == "auto" and _ends_with_nan(x):
        lengths = last_steps(~np.isnan(x))
    else:
        return Padded(x, known, _hint(settings, x))
    return marked(x, lengths, wanted=VALUES.get(settings.padding, 0.0), like=like)


def _ends_with_nan(x: NDArray[Any]) -> bool:
    """Return whether sequences are filled up with NaN: one that is NaN throughout has no values instead."""
    if x.dtype.kind != "f":
        return False
    ends = np.flatnonzero(np.isnan(x[:, -1]).all(axis=1))
    return bool((last_steps(~np.isnan(x[ends])) > 0).any())


def last_steps(present: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return how many steps each sequence has, up to the last with anything present.

    Args:
        present: (n, steps, features) bool.

    Returns:
        (n,) int64.
    """
    steps: NDArray[np.bool_] = np.any(present, axis=2)
    last = steps.shape[1] - steps[:, ::-1].argmax(axis=1)
    return np.where(steps.any(axis=1), last, 0)


def real_steps(x: NDArray[Any], padding: float) -> NDArray[np.bool_]:
    """Return which steps are not padding.

    Args:
        x: (n, steps, features), or (steps, features).
        padding: the padding value.

    Returns:
        (n, steps) or (steps,) bool.
    """
    return (x != np.float32(padding)).any(axis=-1)


def marked(x: NDArray[Any], lengths: NDArray[np.int64], *, wanted: float, like: Dataset | None) -> Padded:
    """Return sequences with one value in all padded steps.

    A sequence without any steps becomes NaN, so that it is left out like others that cannot be used.

    Args:
        x: (n, steps, features).
        lengths: (n,) int64, the number of real steps.
        wanted: the padding value where no real step has it.
        like: the training data, whose padding value is used; None for training data itself.

    Raises:
        DataError: `like` has no padding, or the copy does not fit into memory.
    """
    known = None if like is None else like.padding
    if bool((lengths == x.shape[1]).all()):
        return Padded(x, known)
    if like is not None and known is None:
        raise DataError(tr("These sequences have padding, and those of the training data have none."))
    require_memory(x.size * 4, tr("The padded sequences"))
    x = np.array(x, dtype=np.float32)
    real = np.arange(x.shape[1]) < lengths[:, np.newaxis]
    if known is None:
        value = wanted
        if real.any() and not bool((x[real] != np.float32(value)).any(axis=1).all()):
            value = float(np.floor(np.nanmin(x[real]))) - 1.0
    else:
        value = known
    x[~real] = value
    x[lengths == 0] = np.nan
    notes: list[str] = [
        noted(
            tr(
                "Sequences have {least} to {most} steps; the rest is padding, marked by the value {value:g}.",
                least=int(lengths[lengths > 0].min(initial=x.shape[1])),
                most=int(lengths.max()),
                value=value,
            ),
            "data.padding",
        )
    ]
    empty = lengths == 0
    if empty.any():
        said = tr("{count:,} sequences without any steps are left out.", count=int(empty.sum()))
        notes.append(noted(said, "data.padding"))
    return Padded(x, value, tuple(notes), empty if empty.any() else None)


def _lengths(values: NDArray[Any], name: str, x: NDArray[Any]) -> NDArray[np.int64]:
    whole = values.dtype.kind in "biuf" and values.shape in ((len(x),), (len(x), 1))
    if not whole or bool(
        (values != np.round(values)).any() or (values < 0).any() or (values > x.shape[1]).any()
    ):
        raise DataError(
            tr(
                "The lengths {name} must be {count:,} whole numbers from 0 to {steps:,};"
                " choose another array.",
                name=name,
                count=len(x),
                steps=x.shape[1],
            ),
            path="data.lengths_key",
        )
    return values.reshape(-1).astype(np.int64)


def _hint(settings: ArraysData, x: NDArray[Any]) -> tuple[str, ...]:
    """Return a note where many sequences end with steps of one value, which may be padding."""
    if settings.padding != "auto" or x.dtype.kind != "f":
        return ()
    for value, title in ((0.0, tr("Zeros at the end")), (-1.0, tr("-1 at the end"))):
        ends = int((x[:, -1] == value).all(axis=1).sum())
        if 2 * ends > len(x):
            return (
                tr(
                    "{count:,} sequences end with steps of {value:g} alone; if that is padding,"
                    " set Padding to “{title}”.",
                    count=ends,
                    value=value,
                    title=title,
                ),
            )
    return ()
