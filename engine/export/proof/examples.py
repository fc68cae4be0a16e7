"""The examples that an export is calibrated on and compared with, as numbers and as they were read.

They are those of the validation part; of a run without one, those of the training part, and that is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.data.custom.made_examples import made_examples
from engine.data.tables.rows import MeasuredTable, TableRows
from engine.data.text.vocabulary import Texts
from engine.evaluate.custom_examples import custom_validation
from engine.language import tr

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.data.dataset import Dataset
    from engine.data.kind_facts import CustomBatches
    from engine.predict.finished_run import FinishedRun

MOST = 1000
"""Of a larger part so many examples, evenly spaced, are compared: LiteRT takes them one by one."""
CALIBRATED = 200
"""How many training examples the ranges of int8 are measured on."""
SHOWN = 10
"""How many examples go along, with the expected answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Some examples of one part.

    Attributes:
        part: "validation", or "train".
        count: How many the part has.
        rows: int64 places in `dataset`.
        dataset: The data that they are of, fitted.
        x: (n, *shape), what the trained model takes.
        raw: What the whole model takes, (n, 1) each, by the name of the input; {} where that is `x`.
        y: (n,) int64 class numbers, or (n, m) float32.
        names: n names for people.
        calibration: (m, *shape), training examples drawn with the seed of the run.
    """

    part: str
    count: int
    rows: NDArray[np.int64]
    dataset: Dataset
    x: NDArray[Any]
    raw: dict[str, NDArray[Any]]
    y: NDArray[Any]
    names: tuple[str, ...]
    calibration: NDArray[Any]


def examples_of(run: FinishedRun) -> Examples:
    """Return the examples of a run.

    Raises:
        DataError: The data cannot be read any more, or have changed.
        LoadCancelled: Reading was cancelled.
    """
    run.require_same_data()
    look = run.inspection
    dataset, trained, validated = look.fitted, look.split.train, look.split.validation
    separate = look.validation
    if dataset.batches is not None:
        separate = custom_validation(run.project, dataset)
        dataset = _first_batches(dataset, dataset.batches)
        trained, validated = np.arange(dataset.count), np.empty(0, np.int64)
    chosen, part = dataset, "validation"
    if separate is not None:
        chosen, rows = separate, np.arange(separate.count)
    elif len(validated):
        rows = validated
    else:
        rows, part = trained, "train"
    some = rows[np.linspace(0, len(rows) - 1, min(len(rows), MOST)).astype(np.int64)]
    draw = np.random.default_rng([run.project.run.seed, CALIBRATED])
    trains = np.sort(draw.permutation(trained)[:CALIBRATED])
    return Examples(
        part=part,
        count=len(rows),
        rows=some,
        dataset=chosen,
        x=_taken(chosen, some),
        raw=_raw(chosen, some),
        y=np.asarray(chosen.y)[some],
        names=tuple(_name(chosen, int(row)) for row in some),
        calibration=_taken(dataset, trains),
    )


def _first_batches(dataset: Dataset, batches: CustomBatches) -> Dataset:
    """Return as many training examples of a custom file as int8 is calibrated on, in whole batches."""
    steps = -(-CALIBRATED // max(1, batches.size))
    return made_examples(dataset, batches, steps=min(steps, batches.count or steps))


def _taken(dataset: Dataset, rows: NDArray[np.int64]) -> NDArray[Any]:
    return dataset.x[rows] if isinstance(dataset.x, np.ndarray) else dataset.x.take(rows)


def _raw(dataset: Dataset, rows: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """Return the values as they were read, as the whole model takes them."""
    if dataset.fitted is None:
        return {}
    names = [one.name for one in dataset.fitted.raw_inputs()]
    if isinstance(dataset.rows, Texts):
        return {names[0]: np.array([[dataset.rows.texts[row]] for row in rows])}
    if isinstance(dataset.rows, TableRows) and isinstance(dataset.fitted, MeasuredTable):
        values = [dataset.rows.values[column.name][rows] for column in dataset.fitted.columns]
        return {name: _column(value) for name, value in zip(names, values, strict=True)}
    raise TypeError("each kind of preprocessing says here what the whole model takes")


def _column(values: NDArray[Any]) -> NDArray[Any]:
    """Return a column as (n, 1) float32 or str."""
    kept = values.astype(np.float32) if values.dtype.kind in "fiub" else values.astype(np.str_)
    return kept.reshape(-1, 1)


def _name(dataset: Dataset, row: int) -> str:
    return dataset.names[row] if dataset.names else tr("row {number}", number=row + 1)
