"""How data is written in its file: what a script that reads it must do, found by looking at the file once.

The reading itself, as a program, is in `engine.data`; as a script it is printed by the modules beside this
one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.data.arrays import arrays_in
from engine.data.columns import date_format as date_format_of
from engine.data.csv_file import read_csv
from engine.data.labelled import labelled_in, numbers_as, trimmed
from engine.data.padding import lengths_member
from engine.data.reading import Reading
from engine.data.series_columns import columns_of, number_table, time_values
from engine.script.image_form import ImagesForm, images_form
from engine.script.table_form import TableForm, table_form
from engine.settings.data import (
    ArraysData,
    DataSection,
    ImagesData,
    LabelledData,
    PythonData,
    SeriesData,
    TableData,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.data.array_file import Member
    from engine.data.dataset import Dataset


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


@dataclass(frozen=True, slots=True)
class SeriesForm:
    """A CSV file with time series; `series`, `label` and `sorted_by` are columns, or "".

    `sorted_by` is the column to sort by, with dates as `date_format` says, or numbers where it is "".
    `missing` says that values are missing, `texts` that numbers stand among texts, `too_large` that some do
    not fit into 32 bits, `nameless` that some rows name no series, `whole` that classes are whole numbers
    beside empty cells.
    """

    path: Path
    encoding: str
    separator: str
    decimal: str
    skipped: int
    targets: tuple[str, ...]
    series: str = ""
    label: str = ""
    sorted_by: str = ""
    date_format: str = ""
    missing: bool = False
    texts: bool = False
    too_large: bool = False
    nameless: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class LabelledForm:
    """A file of labelled series: `.ts` with `dimensions`, else `.tsv`, with `tabs` between the values or not.

    `gaps` says that values are missing, `left_out` that series are left out, `whole` that classes are whole
    numbers.
    """

    path: Path
    dimensions: bool
    tabs: bool = True
    gaps: bool = False
    left_out: bool = False
    whole: bool = True


@dataclass(frozen=True, slots=True)
class OwnForm:
    """A Python file that makes batches: x of `dtype`, y as `targets` says, for so many `outputs`.

    `in_order` says that a generator does, `endless` that they have no end; the last two say the same of the
    validation batches, or that there are none.
    """

    path: Path
    dtype: str
    targets: str
    outputs: int
    in_order: bool = False
    endless: bool = False
    validated_in_order: bool = False
    validated_any_order: bool = False

    @property
    def validated(self) -> bool:
        """Whether there are validation batches."""
        return self.validated_in_order or self.validated_any_order


Form = ArraysForm | TableForm | SeriesForm | LabelledForm | ImagesForm | OwnForm


def form_of(settings: DataSection, dataset: Dataset, *, base: Path | None) -> Any:
    """The form of the data that `settings` name and that was read as `dataset`. Raises DataError."""
    return _FORMS[type(settings)](settings, dataset, Reading(base))


def _arrays(settings: Any, dataset: Dataset, reading: Reading) -> ArraysForm:
    found, x_name, y_name = arrays_in(settings, reading)
    raw = np.asarray(found[y_name].read())
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


def _series(settings: Any, dataset: Dataset, reading: Reading) -> SeriesForm:
    path = reading.find(settings.path)
    file = read_csv(path, reading)
    columns = columns_of(file, settings, like=dataset)
    used = file.table[list(columns.numbers)]
    present = number_table(file, columns).notna()
    names = file.table[columns.series].dropna().astype(str) if columns.series else None
    sorted_by, date_format = columns.time, ""
    if columns.time:
        time, dated = time_values(file, columns.time)
        groups = [time] if names is None else [rows for _, rows in time.groupby(names)]
        date_format = date_format_of(file.table[columns.time]) if dated else ""
        if not time.isna().any() and all(group.is_monotonic_increasing for group in groups):
            sorted_by = ""
    labels = file.table[columns.label] if columns.label else None
    return SeriesForm(
        path,
        file.encoding,
        file.separator,
        file.decimal,
        file.skipped,
        targets=columns.targets,
        series=columns.series,
        label=columns.label,
        sorted_by=sorted_by,
        date_format=date_format,
        missing=not bool(present.all(axis=None)),
        texts=any(used[name].dtype.kind not in "biuf" for name in used),
        too_large=bool((used.notna() & ~present).any(axis=None)),
        nameless=names is not None and len(names) < len(file.table),
        whole=labels is not None and labels.dtype.kind == "f" and bool((labels.dropna() % 1 == 0).all()),
    )


def _table(settings: Any, dataset: Dataset, reading: Reading) -> TableForm:
    return table_form(settings, dataset, reading=reading)


def _labelled(settings: Any, dataset: Dataset, reading: Reading) -> LabelledForm:
    path = reading.find(settings.path)
    found = labelled_in(path)
    numbers = numbers_as(found.labels)
    return LabelledForm(
        path,
        dimensions=path.suffix.lower() == ".ts",
        tabs="\t" in path.read_text("utf-8-sig"),
        gaps=any(bool(np.isnan(trimmed(series)).any()) for series in found.series),
        left_out=bool(dataset.left_out),
        whole=numbers is not None and bool((numbers == np.round(numbers)).all()),
    )


def _images(settings: Any, dataset: Dataset, reading: Reading) -> ImagesForm:
    return images_form(settings, dataset, reading=reading)


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
    TableData: _table,
    SeriesData: _series,
    LabelledData: _labelled,
    ImagesData: _images,
}
