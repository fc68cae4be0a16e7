"""What people are shown of a data set: counts, shapes, a few examples, and what was left out.

How it is shown is up to whoever shows it.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.arrays.padding import real_steps
from engine.data.dataset import Dataset, LeftOut, forecast_of
from engine.data.facts import DatasetFacts, shows_as_image
from engine.data.kind_facts import ColumnFacts
from engine.data.series.overview import Course, course_of, future_of
from engine.data.streamed import StreamedRows
from engine.data.text.facts import TextFacts, text_facts
from engine.language import tr

MOST_EXAMPLES = 24
MOST_LEFT_OUT = 200
THUMBNAIL = 256
"""The longer side of an example image at most, in pixels."""


@dataclass(frozen=True, slots=True)
class ClassCount:
    """A class and how many examples it has.

    Attributes:
        name: of the class.
        count: of its examples.
    """

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Range:
    """The range of a feature or target over all examples.

    Attributes:
        name: of the feature or target.
        low: the smallest value.
        mean: of all values.
        high: the largest value.
    """

    name: str
    low: float
    mean: float
    high: float


@dataclass(frozen=True, slots=True)
class Example:
    """One example, as it is shown.

    Attributes:
        index: its place in the data set.
        name: its file or its row of the file, "" where neither is known.
        values: (h, w) or (h, w, 3) uint8 for images; else the input as it is, without padded steps:
            (features,), (window, features) or any other shape.
        label: the name of its class; "" for regression.
        targets: (m,) float32, its target numbers; (0,) for classes.
        future: (horizon, columns) float32, what follows a window, see `future_of`; None without a forecast.
    """

    index: int
    name: str
    values: NDArray[Any]
    label: str
    targets: NDArray[np.float32]
    future: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Description(DatasetFacts):
    """The facts of a data set, with what is shown of its examples.

    Attributes:
        classes: the classes with their counts; empty for regression.
        features: the ranges of the features; empty for images, and where they have no names.
        targets: the ranges of the targets; empty for classification.
        examples: at most `MOST_EXAMPLES`.
        left_out: the first `MOST_LEFT_OUT` of what was left out.
        left_out_count: how much was left out in all.
        notes: sentences for people.
        memory: in bytes; what is streamed takes none.
        course: a time series as a whole; None for other data.
        texts: the facts of texts, with the same examples; None for other data.
        columns: those of a table's file.
    """

    classes: tuple[ClassCount, ...]
    features: tuple[Range, ...]
    targets: tuple[Range, ...]
    examples: tuple[Example, ...]
    left_out: tuple[LeftOut, ...]
    left_out_count: int
    notes: tuple[str, ...]
    memory: int
    course: Course | None = None
    texts: TextFacts | None = None
    columns: tuple[ColumnFacts, ...] = ()


def describe(dataset: Dataset) -> Description:
    """Return the facts of a data set, with at most `MOST_EXAMPLES` examples spread over the classes."""
    is_classes = dataset.task == "classification"
    counts = np.bincount(dataset.y, minlength=dataset.outputs).tolist() if is_classes else []
    shown, forecast = _spread(dataset), forecast_of(dataset)
    return Description.of(
        dataset,
        classes=tuple(
            ClassCount(name, count) for name, count in zip(dataset.class_names, counts, strict=True)
        ),
        features=_feature_ranges(dataset),
        targets=() if is_classes else _ranges(dataset.target_names, dataset.y),
        examples=tuple(example_at(dataset, index) for index in shown),
        left_out=dataset.left_out[:MOST_LEFT_OUT],
        left_out_count=len(dataset.left_out),
        notes=dataset.notes,
        memory=sum(
            array.nbytes
            for array in (dataset.x, dataset.y, dataset.sample_weight)
            if array is not None and not isinstance(array, StreamedRows)
        ),
        course=None if forecast is None else course_of(forecast, dataset.shape[0]),
        texts=text_facts(dataset, shown),
        columns=dataset.columns,
    )


def thumbnail(image: NDArray[Any]) -> NDArray[np.uint8]:
    """Return a small picture of an image.

    Args:
        image: (h, w), (h, w, 1) or (h, w, 3) of any numeric dtype; other than uint8 is scaled to 0 to 255.

    Returns:
        (h, w) or (h, w, 3) uint8, the longer side at most `THUMBNAIL` pixels.
    """
    step = max(1, -(-max(image.shape[:2]) // THUMBNAIL))
    small = np.asarray(image[::step, ::step])
    if small.dtype != np.uint8:
        values = small.astype(np.float64)
        low, high = float(values.min()), float(values.max())
        small = ((values - low) * (255.0 / ((high - low) or 1.0))).astype(np.uint8)
    return np.ascontiguousarray(small[:, :, 0] if small.ndim == 3 and small.shape[2] == 1 else small)


def _spread(dataset: Dataset) -> list[int]:
    """Return indices of up to 24 examples: in turn from each class, or evenly over all."""
    if dataset.task == "regression":
        count = min(MOST_EXAMPLES, dataset.count)
        return np.linspace(0, dataset.count - 1, count).astype(np.int64).tolist() if count else []
    members = [
        np.flatnonzero(dataset.y == number)[:MOST_EXAMPLES].tolist()
        for number in range(min(dataset.outputs, 1000))
    ]
    found: list[int] = []
    for turn in range(MOST_EXAMPLES):
        found += [of_class[turn] for of_class in members if turn < len(of_class)]
        if len(found) >= MOST_EXAMPLES:
            break
    return found[:MOST_EXAMPLES]


def example_at(dataset: Dataset, index: int) -> Example:
    """Return one example as it is shown.

    Raises:
        DataError: its file cannot be read any more.
    """
    values = thumbnail(dataset.x[index]) if shows_as_image(dataset) else np.array(dataset.x[index])
    if dataset.padding is not None:
        values = values[real_steps(values, dataset.padding)]
    is_class, forecast = dataset.task == "classification", forecast_of(dataset)
    return Example(
        index=index,
        name=_name(dataset, index),
        values=values,
        label=dataset.class_names[int(dataset.y[index])] if is_class else "",
        targets=np.empty(0, np.float32) if is_class else np.array(dataset.y[index], dtype=np.float32),
        future=None if forecast is None else future_of(forecast, dataset.feature_names, window=index),
    )


def _name(dataset: Dataset, index: int) -> str:
    if dataset.names:
        return dataset.names[index]
    rows = None if dataset.as_read is None else dataset.as_read.numbers
    return "" if rows is None else tr("row {number}", number=int(rows[index]))


def _feature_ranges(dataset: Dataset) -> tuple[Range, ...]:
    if not dataset.feature_names:
        return ()
    if isinstance(dataset.x, StreamedRows):
        return ()  # finding them would read every example
    # windows overlap, so every value but the first ones is the newest step of some window
    return _ranges(dataset.feature_names, dataset.x if dataset.x.ndim == 2 else dataset.x[:, -1, :])


def _ranges(names: tuple[str, ...], values: NDArray[Any]) -> tuple[Range, ...]:
    low, high = values.min(axis=0), values.max(axis=0)
    mean = values.mean(axis=0, dtype=np.float64)
    return tuple(
        Range(name, float(low[at]), float(mean[at]), float(high[at])) for at, name in enumerate(names)
    )
