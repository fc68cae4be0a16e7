"""Separate data of another kind than the training data: arrays for a generator, a folder for arrays, ...

Shapes and classes must agree. A Python file's batches are made once and kept, so that they are data like any
other; which part they are for is left to `separate_data`.
"""

from dataclasses import replace
from pathlib import PurePath

import numpy as np
from numpy.typing import NDArray

from engine.data.custom.made_examples import made_examples
from engine.data.custom.steps import separate_steps
from engine.data.dataset import DataError, Dataset
from engine.data.reading.context import PartName
from engine.language import tr
from engine.settings import Project
from engine.settings.data.kinds import (
    ArraysData,
    DataSection,
    ImagesData,
    KerasData,
    LabelledData,
    PythonData,
)

_ARRAYS = (".npz", ".npy", ".h5", ".hdf5")
_MIXED = (ImagesData, ArraysData, LabelledData, KerasData, PythonData)
"""Kinds whose examples are arrays as they are, so that another kind can have the same."""
_BYTES = 255


def section_for(data: DataSection, path: str) -> DataSection | None:
    """Return the settings that read separate data of another kind, by the ending of its path.

    Args:
        data: The settings of the training data.
        path: Of the separate data.

    Returns:
        The settings with the path; None where it is of the same kind.
    """
    suffix = PurePath(path.replace("\\", "/")).suffix.lower()
    if not path or not isinstance(data, _MIXED):
        return None
    if suffix == ".py":
        return (
            data.model_copy(update={"path": path}) if isinstance(data, PythonData) else PythonData(path=path)
        )
    if suffix in _ARRAYS:
        return None if isinstance(data, ArraysData) else ArraysData(path=path)
    if isinstance(data, ArraysData | PythonData | KerasData) and not suffix:
        return ImagesData(path=path, storage="memory")
    return None


def check_pictures(section: DataSection, dataset: Dataset) -> None:
    """Refuse a folder of images for training data that are no pictures.

    Args:
        section: The settings of the separate data.
        dataset: The training data.

    Raises:
        DataError: An example of the training data is no picture.
    """
    shape = dataset.shape
    is_picture = len(shape) == 2 or (len(shape) == 3 and shape[2] in (1, 3))
    if isinstance(section, ImagesData) and dataset.kind != section.kind and not is_picture:
        raise DataError(
            tr("A folder of images has pictures, and training examples have the shape {shape}.", shape=shape)
        )


def made_alike(found: Dataset, project: Project, *, dataset: Dataset, part: PartName) -> Dataset:
    """Return separate data of another kind in the form of the training data.

    Args:
        found: As it was read.
        project: Says how many batches of a Python file without an end are taken.
        dataset: The training data.
        part: Which part it is.

    Raises:
        DataError: Its values have another range, or a batch cannot be used.
    """
    if found.batches is not None and found.made_once is not None:
        steps = separate_steps(project, found.batches, part=part)
        how = replace(found.made_once, steps=steps)
        found = replace(made_examples(found, found.batches, steps=steps), made_once=how)
    x = found.x
    if not isinstance(x, np.ndarray) or found.kind == dataset.kind:
        return found
    if x.shape[1:] != dataset.shape and _without_channel(x.shape[1:]) == _without_channel(dataset.shape):
        x = x.reshape(len(x), *dataset.shape)
    return replace(found, x=_in_dtype(x, dataset))


def _without_channel(shape: tuple[int, ...]) -> tuple[int, ...]:
    return shape[:-1] if len(shape) == 3 and shape[-1] == 1 else shape


def _in_dtype(x: NDArray[np.generic], dataset: Dataset) -> NDArray[np.generic]:
    """Return inputs in the dtype of the training data, whose values must be of the same range."""
    wanted = dataset.x.dtype
    if x.dtype == wanted or {str(x.dtype), str(wanted)} != {"uint8", "float32"}:
        return x
    if x.dtype == np.float32:
        mine, theirs = _are_bytes(x), True
    else:
        some = dataset.x[: min(len(dataset.x), 1000)] if isinstance(dataset.x, np.ndarray) else None
        mine, theirs = True, some is not None and _are_bytes(some)
    if mine and theirs:
        return x.astype(wanted)
    raise DataError(
        tr(
            "its values are of type {found} and those of the training data of type {wanted}, and one of"
            " them is not 0 to 255; give both the same range.",
            found=x.dtype,
            wanted=wanted,
        )
    )


def _are_bytes(x: NDArray[np.generic]) -> bool:
    """Return whether values are whole numbers from 0 to 255, and not only 0 and 1."""
    values = np.asarray(x, np.float32)
    return bool(
        values.size
        and values.min() >= 0
        and 1 < values.max() <= _BYTES
        and (values == np.round(values)).all()
    )
