"""How data is written in its files: what a script that reads it must do, found by inspecting the files once.

Reading the data is left to `engine.data`, and the lines of the script to `engine.script.reading`.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from engine.data.arrays.meaning import has_channels_first
from engine.data.arrays.names import arrays_in
from engine.data.arrays.padding import lengths_member
from engine.data.arrays.parts import counterpart, parts_of
from engine.data.reading.context import PartName, Reading, rules_of
from engine.data.reading.limits import Limits
from engine.data.tables.rows import MeasuredTable
from engine.script.layouts.custom import CustomLayout
from engine.script.layouts.images import ImagesLayout, images_layout
from engine.script.layouts.keras_datasets import KerasLayout
from engine.script.layouts.series import LabelledLayout, SeriesLayout, labelled_layout, series_layout
from engine.script.layouts.tables import TableLayout, table_layout
from engine.script.layouts.text import TextLayout, text_layout
from engine.settings.data.kinds import (
    ArraysData,
    DataSection,
    ImagesData,
    KerasData,
    LabelledData,
    PythonData,
    SeriesData,
    TableData,
    TextData,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.data.arrays.file import Member
    from engine.data.dataset import Dataset

_LAYOUTS_KEPT = 4  # training and validation data, each before and after a change that is undone


@dataclass(frozen=True, slots=True)
class ArraysLayout:
    """Arrays in NPZ, NPY or HDF5 files; each is given as (file, name in it, "" for an NPY file).

    Attributes:
        x: The inputs.
        y: The targets.
        weight: The sample weights, None without.
        dtype: The dtype that x is converted to, "" where it is not converted.
        flat: Whether x in the file is one-dimensional.
        targets: How the targets become y: "numbers", "one_hot", "index" (class numbers as they are) or
            "distinct" (the position among the distinct values).
        finite: Whether examples with NaN or infinity are left out.
        lengths: The lengths of padded sequences, None where there is no such array.
        padding: How padding is found: "lengths", "nan", "zero", "minus_one", or "" where there is none.
        channels_first: Whether x has its channels first, and is turned.
        is_index: Whether the targets are class numbers with one axis already.
        leaves_out: Whether examples are left out whose class does not train.
        is_hdf5: Whether the file is an HDF5 file.
        has_texts: Whether the targets in it are texts of any length.
        validation: The arrays of the validation part in the same file, None without.
        test: The arrays of the test part in the same file, None without.
    """

    x: tuple[Path, str]
    y: tuple[Path, str]
    weight: tuple[Path, str] | None
    dtype: str
    flat: bool
    targets: str
    finite: bool
    lengths: tuple[Path, str] | None = None
    padding: str = ""
    channels_first: bool = False
    is_index: bool = False
    leaves_out: bool = False
    is_hdf5: bool = False
    has_texts: bool = False
    validation: ArraysLayout | None = None
    test: ArraysLayout | None = None


FileLayout = (
    ArraysLayout
    | TableLayout
    | SeriesLayout
    | LabelledLayout
    | ImagesLayout
    | TextLayout
    | KerasLayout
    | CustomLayout
)


class LayoutOf(Protocol):
    """`layout_of`, or a callable that returns the same with less reading, such as a `LayoutCache`."""

    def __call__(
        self, settings: DataSection, dataset: Dataset, *, base: Path | None, part: PartName = "train"
    ) -> Any:
        """As `layout_of`."""
        ...


def layout_of(settings: DataSection, dataset: Dataset, *, base: Path | None, part: PartName = "train") -> Any:
    """Inspect the files of a data set once more for what a script must know of them.

    Args:
        settings: The settings that the data was read with.
        dataset: The data set that was read.
        base: The folder that relative paths start from; None for the working folder.
        part: Which part is in these files; "train" for the data of the project.

    Returns:
        One of `FileLayout`, by the kind of data.

    Raises:
        DataError: A file cannot be read any more.
    """
    return _LAYOUTS[type(settings)](
        settings, dataset, Reading(base, limits=Limits.of(settings), part=part, rules=rules_of(settings))
    )


class LayoutCache:
    """`layout_of` with a cache: a data set that has not changed is not inspected again.

    Inspecting a large table takes seconds, and the script is written again after every change of a setting.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[object, ...], FileLayout] = OrderedDict()

    def __call__(
        self, settings: DataSection, dataset: Dataset, *, base: Path | None, part: PartName = "train"
    ) -> Any:
        """As `layout_of`."""
        if dataset.batches is not None:  # custom code may give other batches than before
            return layout_of(settings, dataset, base=base, part=part)
        fitted = dataset.fitted
        columns = fitted.columns if isinstance(fitted, MeasuredTable) else ()
        kinds = tuple(
            (type(column), column.name, getattr(column, "indicator", False), getattr(column, "clock", False))
            for column in columns
        )
        key = (type(settings), settings.model_dump_json(), base, part, dataset.fingerprint, kinds)
        if key not in self._known:
            self._known[key] = layout_of(settings, dataset, base=base, part=part)
        self._known.move_to_end(key)
        while len(self._known) > _LAYOUTS_KEPT:
            self._known.popitem(last=False)
        return self._known[key]


def _arrays(settings: Any, dataset: Dataset, reading: Reading) -> ArraysLayout:
    found, x_name, y_name = arrays_in(settings, reading)
    raw = np.asarray(found[y_name].read(reading))
    lengths = lengths_member(settings, found) if dataset.padding is not None else ""
    padding = "lengths" if lengths else "nan" if settings.padding == "auto" else settings.padding
    first = ArraysLayout(
        x=_place(found[x_name]),
        y=_place(found[y_name]),
        weight=_place(found[settings.weight_key]) if settings.weight_key else None,
        dtype=str(dataset.x.dtype) if found[x_name].dtype != dataset.x.dtype else "",
        flat=len(found[x_name].shape) == 1,
        targets=_targets(raw, dataset, part=reading.part),
        finite=bool(dataset.left_out),
        lengths=_place(found[lengths]) if lengths else None,
        padding="" if dataset.padding is None else padding,
        is_index=raw.ndim == 1 and raw.dtype == np.int64,
        channels_first=has_channels_first(settings, found[x_name].shape, rules=reading.rules),
        is_hdf5=found[x_name].is_hdf5,
        has_texts=found[y_name].dtype.kind == "U",
    )
    if dataset.validation_mask is None and dataset.test_mask is None:
        return first
    parts: dict[str, ArraysLayout] = {}
    for part in parts_of(x_name, y_name, found=found)[0]:
        others = {
            name: _place(found[counterpart(given, part.part, found=found)])
            for name, given in (("weight", settings.weight_key), ("lengths", lengths))
            if given
        }
        leaves_out = first.targets != "numbers" and not first.finite
        parts[part.part] = replace(
            first,
            x=_place(found[part.x]),
            y=_place(found[part.y]),
            is_index=first.is_index and len(found[part.y].shape) == 1 and found[part.y].dtype == np.int64,
            targets="known" if first.targets == "distinct" else first.targets,
            leaves_out=leaves_out and _has_other_classes(found[part.y].read(reading), raw),
            **others,
        )
    return replace(first, **parts)


def _has_other_classes(part: Any, train: Any) -> bool:
    if train.ndim == 2 and train.shape[1] > 1:
        return False
    return not bool(np.isin(part.reshape(-1), train.reshape(-1)).all())


def _place(member: Member) -> tuple[Path, str]:
    return member.file, member.entry.removesuffix(".npy")


def _targets(raw: Any, dataset: Dataset, *, part: PartName) -> str:
    if dataset.task == "regression":
        return "numbers"
    if raw.ndim == 2 and raw.shape[1] > 1:
        return "one_hot"
    flat = raw.reshape(-1)
    y = dataset.y[_training_rows(dataset)]
    same = flat.dtype.kind in "biuf" and len(flat) == len(y) and bool((flat == y).all())
    if same:
        return "index"
    return "distinct" if part == "train" else "known"


def _training_rows(dataset: Dataset) -> Any:
    """Return which examples are in no other part that the data brings, (n,) bool."""
    rows = np.ones(dataset.count, np.bool_)
    for mask in (dataset.validation_mask, dataset.test_mask):
        if mask is not None:
            rows &= ~mask
    return rows


def _custom_layout(settings: Any, dataset: Dataset, reading: Reading) -> CustomLayout:
    batches, made = dataset.batches, dataset.made_once
    if made is not None:
        spec, path = made.spec, reading.find(settings.path)
        return CustomLayout(
            path,
            str(spec.dtype),
            spec.targets,
            spec.outputs,
            in_order=made.in_order,
            length=made.steps,
            name=made.name,
            weighted=spec.weighted,
            numbers=made.numbers,
        )
    if batches is None:
        raise TypeError("the data was not read from a Python file")
    validation = batches.validation
    return CustomLayout(
        path=reading.find(settings.path),
        dtype=str(batches.spec.dtype),
        targets=batches.spec.targets,
        outputs=batches.spec.outputs,
        in_order=batches.in_order,
        endless=batches.count is None,
        validated_in_order=validation is not None and validation.in_order,
        validated_any_order=validation is not None and not validation.in_order,
        length=batches.length,
        validation_length=None if validation is None else validation.length,
        numbers=batches.numbers,
    )


_LAYOUTS: dict[type[DataSection], Callable[[Any, Dataset, Reading], FileLayout]] = {
    PythonData: _custom_layout,
    ArraysData: _arrays,
    TableData: lambda settings, dataset, reading: table_layout(settings, dataset, reading=reading),
    SeriesData: lambda settings, dataset, reading: series_layout(settings, dataset, reading=reading),
    LabelledData: lambda settings, dataset, reading: labelled_layout(settings, dataset, reading=reading),
    ImagesData: lambda settings, dataset, reading: images_layout(settings, dataset, reading=reading),
    KerasData: lambda settings, _dataset, _reading: KerasLayout.of(settings),
    TextData: lambda settings, dataset, reading: text_layout(settings, dataset, reading=reading),
}
