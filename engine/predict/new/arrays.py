"""Arrays in NPY, NPZ and HDF5 files, and picture files where the examples of the arrays are pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.arrays.file import Member, members
from engine.data.arrays.meaning import has_channels_first
from engine.data.arrays.names import X_NAMES
from engine.data.arrays.padding import last_steps
from engine.data.arrays.parts import stem_and_part
from engine.data.dataset import DataError
from engine.data.images.labels_csv import IMAGE_SUFFIXES
from engine.data.problems import LeftOut
from engine.data.reading.context import Reading, unreadable
from engine.language import tr
from engine.opening import printable
from engine.predict.new.pictures import PictureReader
from engine.predict.new.rows import BATCH, NewRows, Reader, refused
from engine.predict.signature.examples import Arrays
from engine.settings.data.kinds import ArraysData

_ARRAYS = frozenset({".npy", ".npz", ".h5", ".hdf5"})
NEW_NAMES = ("x_test", "test_x", "x_new", "x_val")
"""What arrays of new examples are often called."""


class ArrayReader(Reader):
    """Reads arrays.

    Args:
        form: What an example is.
        settings: How arrays are understood, as far as it is set; None where the data are no arrays.
        name: Of the input of the model.
    """

    suffixes = _ARRAYS

    def __init__(self, form: Arrays, settings: ArraysData | None, *, name: str) -> None:
        self._form, self._settings, self._name = form, settings or ArraysData(), name
        self._pictures = None if form.pictures is None else PictureReader(form.pictures, name=name)
        if self._pictures is not None:
            self.suffixes = _ARRAYS | IMAGE_SUFFIXES

    def files(self, paths: Sequence[Path]) -> Iterator[NewRows]:
        """Yield the examples of each file; picture files that follow each other share a part."""
        waiting: list[Path] = []
        for path in paths:
            if self._pictures is not None and path.suffix.lower() not in _ARRAYS:
                waiting.append(path)
                continue
            if waiting and self._pictures is not None:
                yield from self._pictures.files(waiting)
                waiting = []
            yield from self._file(path, printable(str(path)))
        if waiting and self._pictures is not None:
            yield from self._pictures.files(waiting)

    def _file(self, path: Path, name: str) -> Iterator[NewRows]:
        try:
            member = self._chosen(members(path, Reading()), path)
            x = member.read(Reading())
            x, is_one = self._turned(x, path)
            if not len(x):
                yield refused(name, tr("it has no examples"))
            for start in range(0, len(x), BATCH):
                yield self._part(x[start : start + BATCH], start, name=name, is_one=is_one)
        except DataError as error:
            yield refused(name, str(error))
        except OSError as error:
            yield refused(name, unreadable(path, error))

    def _chosen(self, found: dict[str, Member], path: Path) -> Member:
        """Return the array with the inputs."""
        fitting = {name: one for name, one in found.items() if self._fits(one.shape)}
        tests = [name for name in fitting if stem_and_part(name)[1] == "test"]
        wanted = (self._settings.x_key, *NEW_NAMES, *(tests if len(tests) == 1 else ()), *X_NAMES)
        for name in (*wanted, *fitting):
            if name in fitting and (name in wanted or len(fitting) == 1):
                return fitting[name]
        listed = ", ".join(f"{name} {one.shape}" for name, one in list(found.items())[:20])
        if fitting:
            raise DataError(
                tr(
                    "{file} has more than one array that could be meant: {names}.",
                    file=path.name,
                    names=listed,
                )
            )
        raise DataError(
            tr(
                "{file} has no array of the shape {shape}, or of many of them; there are: {names}.",
                file=path.name,
                shape=self._form.shape,
                names=listed,
            )
        )

    def _fits(self, shape: tuple[int, ...]) -> bool:
        wanted = self._form.shape
        every = {wanted, self._first(wanted)}
        if self._form.padding is not None and len(shape) in (2, 3):
            return shape[-1] == wanted[-1] and shape[-2] <= wanted[0]
        is_flat = wanted == (1,) and len(shape) == 1
        return is_flat or shape in every or shape[1:] in every

    def _first(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Return the shape of a picture with its channels first, where files may have them so."""
        if len(shape) != 3 or self._settings.channels == "last":
            return shape
        return (shape[2], *shape[:2])

    def _turned(self, x: NDArray[Any], path: Path) -> tuple[NDArray[Any], bool]:
        """Return (n, ...) with channels last, and whether the file holds a single example."""
        wanted = self._form.shape
        is_one = x.ndim == len(wanted) and not (wanted == (1,) and x.shape != (1,))
        if is_one:
            x = x[np.newaxis]
        if x.ndim == 1:
            x = x[:, np.newaxis]
        if x.dtype.kind not in "biuf":
            raise DataError(
                tr("The array in {file} is of type {type}; numbers are needed.", file=path.name, type=x.dtype)
            )
        set_so = has_channels_first(self._settings, x.shape, rules=self._settings.rules)
        if (
            x.ndim == 4
            and (set_so or x.shape[1:] != wanted)
            and np.moveaxis(x[:1], 1, -1).shape[1:] == wanted
        ):
            x = np.moveaxis(x, 1, -1)
        return x, is_one

    def _part(self, x: NDArray[Any], start: int, *, name: str, is_one: bool) -> NewRows:
        names = [name if is_one else f"{name}:{start + row}" for row in range(len(x))]
        values, bad, reason = self._values(x)
        kept = np.flatnonzero(~bad)
        out = tuple(LeftOut(names[row], reason) for row in np.flatnonzero(bad).tolist())
        found = {self._name: values[kept]} if len(kept) else None
        return NewRows(tuple(names[row] for row in kept.tolist()), found, out)

    def _values(self, x: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.bool_], str]:
        """Return the values as the model takes them, which examples cannot be used, and why."""
        rest = tuple(range(1, x.ndim))
        if self._form.dtype != "float32":
            low, high = (0, 255) if self._form.dtype == "uint8" else (0, 2**31 - 1)
            bad = np.asarray(((x < low) | (x > high) | (x != np.floor(x))).any(axis=rest))
            reason = tr("it has values that are no whole numbers from {low} to {high:,}", low=low, high=high)
            return np.where(bad.reshape(-1, *[1] * len(rest)), 0, x).astype(self._form.dtype), bad, reason
        values = np.array(x, np.float32)
        if self._form.padding is not None and values.ndim == 3:
            values = self._padded(values, self._form.padding)
        reason = tr("it has values that are not finite numbers")
        return values, np.asarray(~np.isfinite(values).all(axis=rest)), reason

    def _padded(self, x: NDArray[np.float32], padding: float) -> NDArray[np.float32]:
        """Return sequences filled up with the padding value, to the length that the model takes."""
        steps = np.arange(x.shape[1])
        gone = steps >= last_steps(~np.isnan(x))[:, np.newaxis]
        found = np.full((len(x), *self._form.shape), padding, np.float32)
        found[:, : x.shape[1]] = np.where(gone[:, :, np.newaxis], padding, x)
        return found
