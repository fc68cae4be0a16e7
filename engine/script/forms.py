"""How data is written in its file: what a script that reads it must do, found by looking at the file once.

The reading itself, as a program, is in `engine.data`; as a script it is printed by the modules beside this
one.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from engine.data.arrays import arrays_in
from engine.data.limits import Limits
from engine.data.padding import lengths_member
from engine.data.reading import Reading
from engine.data.table_rows import MeasuredTable
from engine.script.image_form import ImagesForm, images_form
from engine.script.keras_form import KerasForm
from engine.script.own_form import OwnForm
from engine.script.series_forms import LabelledForm, SeriesForm, labelled_form, series_form
from engine.script.table_form import TableForm, table_form
from engine.script.text_form import TextForm, text_form
from engine.settings.data import (
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

    from engine.data.array_file import Member
    from engine.data.dataset import Dataset

_FORMS_KEPT = 4  # of training and validation data, before and after a change that is undone


@dataclass(frozen=True, slots=True)
class ArraysForm:
    """`x` and `y` are (file, name of the array in it, or "" for an NPY file), `weight` too or None.

    `targets` says how the targets become y: "numbers", "one_hot", "index" (class numbers as they stand), or
    "distinct" (the place among the different values). `finite` says that examples with numbers that are not
    finite are left out. `padding` says how it is found: "lengths" (in the array of that name), "nan", "zero",
    "minus_one", or "" where there is none.
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


Form = ArraysForm | TableForm | SeriesForm | LabelledForm | ImagesForm | TextForm | KerasForm | OwnForm


class FormOf(Protocol):
    """`form_of`, or what gives the same with less reading."""

    def __call__(self, settings: DataSection, dataset: Dataset, *, base: Path | None) -> Any:
        """The form of the data that `settings` name and that was read as `dataset`. Raises DataError."""
        ...


def form_of(settings: DataSection, dataset: Dataset, *, base: Path | None) -> Any:
    """The form of the data that `settings` name and that was read as `dataset`. Raises DataError."""
    return _FORMS[type(settings)](settings, dataset, Reading(base, limits=Limits.of(settings)))


class KnownForms:
    """`form_of` that remembers: data that was not read anew since has the form that it had.

    A large table takes seconds to look at, and the script is written again after every change of a setting.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[object, ...], Form] = OrderedDict()

    def __call__(self, settings: DataSection, dataset: Dataset, *, base: Path | None) -> Any:
        """As `form_of`."""
        if dataset.batches is not None:  # a Python file may give other batches than before
            return form_of(settings, dataset, base=base)
        fitted = dataset.fitted
        columns = fitted.columns if isinstance(fitted, MeasuredTable) else ()
        kinds = tuple((type(column), column.name, getattr(column, "indicator", False)) for column in columns)
        key = (type(settings), settings.model_dump_json(), base, dataset.fingerprint, kinds)
        if key not in self._known:
            self._known[key] = form_of(settings, dataset, base=base)
        self._known.move_to_end(key)
        while len(self._known) > _FORMS_KEPT:
            self._known.popitem(last=False)
        return self._known[key]


def _arrays(settings: Any, dataset: Dataset, reading: Reading) -> ArraysForm:
    found, x_name, y_name = arrays_in(settings, reading)
    raw = np.asarray(found[y_name].read(reading))
    lengths = lengths_member(settings, found) if dataset.padding is not None else ""
    padding = "lengths" if lengths else "nan" if settings.padding == "auto" else settings.padding
    return ArraysForm(
        x=_place(found[x_name]),
        y=_place(found[y_name]),
        weight=_place(found[settings.weight_key]) if settings.weight_key else None,
        dtype=str(dataset.x.dtype) if found[x_name].dtype != dataset.x.dtype else "",
        flat=len(found[x_name].shape) == 1,
        targets=_targets(raw, dataset),
        finite=bool(dataset.left_out),
        lengths=_place(found[lengths]) if lengths else None,
        padding="" if dataset.padding is None else padding,
    )


def _place(member: Member) -> tuple[Path, str]:
    return member.file, member.entry.removesuffix(".npy")


def _targets(raw: Any, dataset: Dataset) -> str:
    if dataset.task == "regression":
        return "numbers"
    if raw.ndim == 2 and raw.shape[1] > 1:
        return "one_hot"
    flat = raw.reshape(-1)
    same = flat.dtype.kind in "biuf" and len(flat) == len(dataset.y) and bool((flat == dataset.y).all())
    return "index" if same else "distinct"


def _own(settings: Any, dataset: Dataset, reading: Reading) -> OwnForm:
    batches = dataset.batches
    if batches is None:
        raise TypeError("the data was not read from a Python file")
    held = batches.validation
    return OwnForm(
        path=reading.find(settings.path),
        dtype=str(batches.form.dtype),
        targets=batches.form.targets,
        outputs=batches.form.outputs,
        in_order=batches.in_order,
        endless=batches.count is None,
        validated_in_order=held is not None and held.in_order,
        validated_any_order=held is not None and not held.in_order,
    )


_FORMS: dict[type[DataSection], Callable[[Any, Dataset, Reading], Form]] = {
    PythonData: _own,
    ArraysData: _arrays,
    TableData: lambda settings, dataset, reading: table_form(settings, dataset, reading=reading),
    SeriesData: lambda settings, dataset, reading: series_form(settings, dataset, reading=reading),
    LabelledData: lambda settings, dataset, reading: labelled_form(settings, dataset, reading=reading),
    ImagesData: lambda settings, dataset, reading: images_form(settings, dataset, reading=reading),
    KerasData: lambda settings, _dataset, _reading: KerasForm.of(settings),
    TextData: lambda settings, dataset, reading: text_form(settings, dataset, reading=reading),
}
