"""The data of a run -> how one new example of them is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.data.facts import shows_as_image
from engine.data.streamed import StreamedRows
from engine.data.tables.notation.missing_signs import signs_for
from engine.data.tables.notation.number_notation import NumberNotation
from engine.data.tables.notation.number_times import NumberTime
from engine.data.tables.notation.time_notation import TimeNotation
from engine.data.tables.rows import MeasuredTable, TableRows
from engine.data.text.vocabulary import FittedTexts
from engine.predict.signature.examples import (
    WHITE_OF_16,
    Arrays,
    Column,
    Examples,
    NumberedTexts,
    Pictures,
    Rows,
    Sequences,
    Texts,
    Windows,
)
from engine.settings.data.kinds import (
    ImagesData,
    KerasData,
    LabelledData,
    SeriesData,
    TableData,
    TextData,
)

if TYPE_CHECKING:
    from engine.data.dataset import Dataset
    from engine.data.kind_facts import ForecastRows, ReadColumn

_LOOKED_AT = 1_000


def examples_of(settings: Any, dataset: Dataset) -> Examples:
    """Return how one example is read.

    Args:
        settings: The data settings of the project.
        dataset: The data, fitted.
    """
    return _EXAMPLES.get(type(settings), _arrays)(settings, dataset)


def columns_of(dataset: Dataset) -> tuple[ReadColumn, ...]:
    """Return the columns of the file as they were read; () where the data has none."""
    return () if dataset.as_read is None else dataset.as_read.columns


def _pictures(settings: ImagesData, dataset: Dataset) -> Examples:
    height, width, channels = dataset.shape
    is_wide = dataset.dtype == "float32"
    return Pictures(
        height=height,
        width=width,
        mode="grey16" if is_wide else "grey" if channels == 1 else "rgb",
        resize=settings.resize,
        dtype="float32" if is_wide else "uint8",
        high=WHITE_OF_16 if is_wide else 255.0,
        shape=dataset.shape,
    )


def _rows(settings: TableData, dataset: Dataset) -> Examples:
    fitted, rows = dataset.fitted, dataset.rows
    if not isinstance(fitted, MeasuredTable) or not isinstance(rows, TableRows):
        return _raw(dataset)
    read = {one.name: one for one in columns_of(dataset)}
    return Rows(
        columns=tuple(
            _column(
                measured, raw.name, raw.dtype, kind=rows.kinds[measured.name], settings=settings, read=read
            )
            for measured, raw in zip(fitted.columns, fitted.raw_inputs(), strict=True)
        ),
        target=tuple(filter(None, dataset.target_names)),
        refuses_missing=settings.missing == "drop",
    )


def _raw(dataset: Dataset) -> Examples:
    """Return the raw inputs as columns, for preprocessing of which nothing else is known."""
    raw = () if dataset.fitted is None else dataset.fitted.raw_inputs()
    return Rows(
        columns=tuple(
            Column(
                name=one.name,
                input=one.name,
                kind="category" if one.dtype == "string" else "number",
                dtype=one.dtype,
            )
            for one in raw
        )
    )


def _column(
    measured: Any,
    name: str,
    dtype: Any,
    *,
    kind: Any,
    settings: TableData,
    read: Mapping[str, ReadColumn],
) -> Column:
    found = read.get(measured.name)
    written = None if found is None else found.written
    return Column(
        name=measured.name,
        input=name,
        kind=kind,
        dtype=dtype,
        dtype_read="" if found is None else found.dtype,
        fill=getattr(measured, "fill", None),
        categories=getattr(measured, "values", ()),
        words=getattr(measured, "words", ()),
        decimal=written.decimal if isinstance(written, NumberNotation) else _decimal(settings),
        unit=written.unit if isinstance(written, NumberNotation) else "",
        date_order=written.order if isinstance(written, TimeNotation) else _order(settings),
        first_year=written.first_year
        if isinstance(written, TimeNotation | NumberTime)
        else settings.first_year,
        number_time=written.unit if isinstance(written, NumberTime) else "",
        digits=written.digits if isinstance(written, NumberTime) else 0,
        joined=() if found is None else found.joined,
        missing=tuple(sorted(signs_for(measured.name, settings.missing_signs))),
        becomes=measured.names,
        indicator=getattr(measured, "indicator", False),
        start=getattr(measured, "start", None),
        clock=getattr(measured, "clock", False),
    )


def _decimal(settings: Any) -> Any:
    return None if settings.decimal == "auto" else settings.decimal


def _order(settings: Any) -> Any:
    return None if settings.date_order == "auto" else settings.date_order


def _texts(settings: TextData, dataset: Dataset) -> Examples:
    fitted = dataset.fitted
    if not isinstance(fitted, FittedTexts):
        return _raw(dataset)
    return Texts(
        column=next((one.name for one in columns_of(dataset) if one.use == "input"), ""),
        target=tuple(filter(None, dataset.target_names)),
        level=settings.level,
        lower=settings.lower,
        punctuation=settings.punctuation,
        length=fitted.length,
        vocabulary=fitted.known,
    )


def _windows(settings: SeriesData, dataset: Dataset) -> Examples:
    columns = columns_of(dataset)
    times = tuple(one.name for one in columns if one.use == "time")
    forecast = None if dataset.series is None else dataset.series.forecast
    decimals: set[Any] = {
        one.written.decimal
        for one in columns
        if one.name in dataset.feature_names and isinstance(one.written, NumberNotation)
    }
    first_years: list[Any] = [
        one.written.first_year for one in columns if isinstance(one.written, TimeNotation | NumberTime)
    ]
    orders: list[Any] = [one.written.order for one in columns if isinstance(one.written, TimeNotation)]
    return Windows(
        window=dataset.shape[0],
        horizon=0 if forecast is None else forecast.horizon,
        columns=dataset.feature_names,
        targets=() if forecast is None else forecast.columns,
        time=times[0] if len(times) == 1 else "",
        time_parts=times if len(times) > 1 else (),
        series=settings.series,
        step=None if forecast is None or not times else _step(forecast),
        decimal=decimals.pop() if len(decimals) == 1 else _decimal(settings),
        date_order=orders[0] if orders else _order(settings),
        first_year=first_years[0] if first_years else settings.first_year,
    )


def _step(forecast: ForecastRows) -> float | None:
    """Return the usual time between two rows of one series; None where there is only one row."""
    steps = [np.diff(forecast.times[first:end]) for first, end in forecast.bounds.tolist()]
    every = np.concatenate(steps) if steps else np.zeros(0)
    return float(np.median(every)) if len(every) else None


def _sequences(_settings: Any, dataset: Dataset) -> Examples:
    steps, dimensions = dataset.shape
    return Sequences(steps=steps, dimensions=dimensions, padding=dataset.padding)


def _keras(settings: KerasData, dataset: Dataset) -> Examples:
    numbered = dataset.numbered
    if numbered is None:
        return _arrays(settings, dataset)
    return NumberedTexts(
        words=numbered.words,
        unknown=numbered.unknown,
        vocabulary=numbered.vocabulary,
        length=settings.length,
        truncating=settings.truncating,
    )


def _arrays(_settings: Any, dataset: Dataset) -> Examples:
    shape, dtype = dataset.shape, np.dtype(dataset.dtype)
    pictures = None
    if shows_as_image(dataset):
        low, high = (0.0, 255.0) if dtype == np.uint8 else _range(dataset)
        is_wide = shape[2:] != (3,) and dtype != np.uint8
        pictures = Pictures(
            height=shape[0],
            width=shape[1],
            mode="grey16" if is_wide else "rgb" if shape[2:] == (3,) else "grey",
            dtype="uint8" if dtype == np.uint8 else "float32",
            low=low,
            high=high,
            shape=shape,
        )
    return Arrays(
        shape=shape,
        dtype="uint8" if dtype == np.uint8 else "int32" if dtype.kind in "iu" else "float32",
        padding=dataset.padding,
        features=dataset.feature_names,
        pictures=pictures,
    )


def _range(dataset: Dataset) -> tuple[float, float]:
    """Return the values of black and white, from the values of evenly spaced examples.

    They are the lowest and the highest one. Shades of grey that need more than 8 bits are those of a picture
    of 16 bits, whose own values they keep.
    """
    count = dataset.count if dataset.batches is None else len(dataset.x)
    chosen = np.linspace(0, count - 1, min(count, _LOOKED_AT)).astype(np.int64)
    x = dataset.x
    rows = x.fetch(chosen).rows if isinstance(x, StreamedRows) else x[chosen]
    low, high = float(np.min(rows)), float(np.max(rows))
    is_grey = dataset.shape[2:] != (3,)
    if is_grey and low >= 0 and 255 < high <= WHITE_OF_16 and bool((rows == np.floor(rows)).all()):
        return 0.0, WHITE_OF_16
    return (low, high) if low < high else (0.0, 1.0)


_EXAMPLES: dict[type[Any], Callable[[Any, Dataset], Examples]] = {
    ImagesData: _pictures,
    TableData: _rows,
    TextData: _texts,
    SeriesData: _windows,
    LabelledData: _sequences,
    KerasData: _keras,
}
