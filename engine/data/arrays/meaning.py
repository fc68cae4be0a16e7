"""What the arrays of a file mean where their shape or type says it in another way than a model needs it.

Pictures with their channels first are turned, whole numbers from 0 to 255 in the shape of pictures are bytes,
and whole numbers that are written with decimals are classes. Each is said in a note, and can be set.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.problems import CLASSES, noted
from engine.language import tr
from engine.settings.data.kinds import ArraysData
from engine.settings.data.sections import Rules

_CHANNELS = (1, 3, 4)
_LEAST_SIDE = 8
_EXACT = 2**24
"""The largest whole number up to which float32 holds every one."""


def has_channels_first(settings: ArraysData, shape: tuple[int, ...], *, rules: Rules) -> bool:
    """Return whether inputs are pictures of (channels, height, width).

    Args:
        settings: decide it, or leave it to the shape.
        shape: of all inputs, (n, ...).
        rules: the reading rules of the data.
    """
    if len(shape) != 4 or rules == "version_2":
        return False
    if settings.channels != "auto":
        return settings.channels == "first"
    _, first, second, last = shape
    return first in _CHANNELS and last not in _CHANNELS and min(second, last) >= _LEAST_SIDE


def are_bytes(settings: ArraysData, x: NDArray[Any], *, rules: Rules) -> bool:
    """Return whether inputs of another type than uint8 are taken as bytes.

    Args:
        settings: decide it, or leave it to shape and values.
        x: (n, ...) as in the file.
        rules: the reading rules of the data.
    """
    is_other = x.dtype.kind in "iu" and x.dtype != np.uint8
    if rules == "version_2" or settings.integers == "numbers" or not is_other:
        return False
    if settings.integers == "auto" and not _is_picture(x.shape):
        return False
    return bool(x.min() >= 0 and x.max() <= 255)


def _is_picture(shape: tuple[int, ...]) -> bool:
    if len(shape) == 4:
        sides = shape[2:] if shape[1] in _CHANNELS and shape[3] not in _CHANNELS else shape[1:3]
        return min(sides) >= _LEAST_SIDE and (shape[3] in _CHANNELS or shape[1] in _CHANNELS)
    return len(shape) == 3 and min(shape[1:]) >= _LEAST_SIDE


def input_notes(settings: ArraysData, x: NDArray[Any], *, rules: Rules) -> list[str]:
    """Return sentences on how inputs are understood.

    Args:
        settings: as in `has_channels_first` and `are_bytes`.
        x: (n, ...) as in the file.
        rules: the reading rules of the data.
    """
    notes: list[str] = []
    if has_channels_first(settings, x.shape, rules=rules):
        turned = (*x.shape[2:], x.shape[1])
        notes.append(
            noted(
                tr(
                    "The inputs of {shape} have their channels first; they are turned to {turned}. The"
                    " setting Channels changes that.",
                    shape=x.shape[1:],
                    turned=turned,
                ),
                "data.channels",
                cure=(tr("Channels are last"), "data.channels=last"),
            )
        )
    if are_bytes(settings, x, rules=rules):
        notes.append(
            noted(
                tr(
                    "The inputs are whole numbers from 0 to 255 of type {type}, and are taken as bytes. The"
                    " setting Whole numbers changes that.",
                    type=x.dtype.name,
                ),
                "data.integers",
                cure=(tr("Take them as numbers"), "data.integers=numbers"),
            )
        )
    elif rules != "version_2" and _is_rounded(x):
        notes.append(
            noted(
                tr(
                    "The inputs hold whole numbers beyond {most:,}, which float32 rounds: neighbours become"
                    " equal.",
                    most=_EXACT,
                ),
                "data.integers",
            )
        )
    return notes


def _is_rounded(x: NDArray[Any]) -> bool:
    is_wide = x.dtype.kind in "iu" and x.dtype.itemsize >= 4
    return is_wide and max(abs(int(x.min())), abs(int(x.max()))) > _EXACT


def target_values(y: NDArray[Any], rules: Rules, *, few: int) -> tuple[NDArray[Any], bool]:
    """Return targets with whole numbers as integers, where they are few enough to be classes.

    Args:
        y: (n,) or (n, m) as in the file, finite.
        rules: the reading rules of the data.
        few: how many different values may be classes.

    Returns:
        The targets; whether they were written with decimals and became integers.
    """
    if rules == "version_2" or y.dtype.kind != "f" or (y.ndim == 2 and y.shape[1] != 1) or y.ndim > 2:
        return y, False
    wide = y.astype(np.float64)
    whole = bool((wide == np.round(wide)).all() and (np.abs(wide) < _EXACT).all())
    if not whole or len(np.unique(y)) > few:
        return y, False
    return y.astype(np.int64), True


def target_notes(y: NDArray[Any], names: tuple[str, ...], *, was_float: str) -> list[str]:
    """Return sentences on how targets that became classes are understood.

    Args:
        y: (n, ...) as in the file.
        names: of the classes.
        was_float: the type of whole numbers that were written with decimals; "" for others.
    """
    notes: list[str] = []
    if was_float:
        notes.append(
            noted(
                tr(
                    "The targets are whole numbers of type {type} and few differ, so they are classes; set"
                    " Task to Regression to learn them as numbers.",
                    type=was_float,
                ),
                "data.task",
                cure=(tr("Learn them as numbers"), "data.task=regression"),
            )
        )
    if y.ndim == 2 and y.shape[1] > 1:
        notes.append(noted(tr("The targets are one-hot rows; each is the class of its 1."), CLASSES))
    elif y.dtype.kind in "biuf" and names and names[0] != "0" and names[0].lstrip("-").isdecimal():
        notes.append(
            noted(
                tr(
                    "The class numbers of the file, {first} to {last}, are counted from 0 on in the model.",
                    first=names[0],
                    last=names[-1],
                ),
                CLASSES,
            )
        )
    return notes


def row_notes(y: NDArray[Any]) -> list[str]:
    """Return sentences on rows of targets that are numbers, and may have been meant as classes.

    Args:
        y: (n, ...) as in the file.
    """
    if y.ndim != 2 or y.shape[1] < 2 or y.dtype.kind not in "biuf":
        return []
    if bool(((y == 0) | (y == 1)).all()):
        return [
            noted(
                tr(
                    "The rows of targets hold 0 and 1 with several ones (multi-label). They are learned as"
                    " {count} numbers; a model here gives one class for each example.",
                    count=y.shape[1],
                ),
                "data.y_key",
            )
        ]
    if bool((y >= 0).all()) and bool(np.isclose(y.sum(axis=1), 1).all()):
        return [
            noted(
                tr(
                    "The rows of targets are shares that add up to 1 (soft labels). They are learned as"
                    " {count} numbers; for classes, give the number of the largest.",
                    count=y.shape[1],
                ),
                "data.y_key",
            )
        ]
    return []
