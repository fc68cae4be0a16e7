"""The signature of a run -> an empty data set that stands for its training data.

Other data are read by it as the training data were: the same columns, classes, sizes and vocabulary. So a run
can be evaluated where its training data are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import Dataset
from engine.data.kind_facts import ForecastRows, SeriesFacts
from engine.data.tables.fitted_columns import (
    MeasuredCategory,
    MeasuredColumn,
    MeasuredDate,
    MeasuredEmbedding,
    MeasuredNumber,
    MeasuredText,
)
from engine.data.tables.rows import MeasuredTable, TableRows
from engine.data.text.tokens import Tokenizer
from engine.data.text.vocabulary import FittedTexts
from engine.predict.signature.examples import Arrays, Column, Pictures, Rows, Sequences, Texts, Windows
from engine.settings.data.kinds import TableData

if TYPE_CHECKING:
    from engine.predict.signature.schema import Signature
    from engine.settings.data.kinds import DataSection

_WRITTEN = {name: name for name in ("decimal", "date_order", "first_year")}
"""Settings that say how cells are written where they could be read in two ways, by the name in a column."""


def training_like(signature: Signature, settings: DataSection) -> Dataset | None:
    """Return a data set without examples that has the inputs, classes and targets of the training data.

    Args:
        signature: Of the model.
        settings: The data settings of the run.

    Returns:
        None for examples that come from no file.
    """
    outputs = signature.outputs
    is_class = signature.task == "classification"
    known: dict[str, Any] = {
        "kind": signature.kind,
        "task": signature.task,
        "y": np.empty(0, np.int64) if is_class else np.empty((0, len(outputs.targets)), np.float32),
        "fingerprint": "",
        "class_names": outputs.classes,
        "target_names": outputs.targets,
    }
    made: dict[str, Any] | None = None
    match signature.examples, settings:
        case Rows() as form, TableData():
            made = _rows(form, settings)
        case Pictures() as form, _:
            made = {"x": _none(form.shape, form.dtype)}
        case Texts() as form, _:
            cut = Tokenizer(form.level, form.lower, form.punctuation)
            fitted = FittedTexts(cut, form.vocabulary, form.length, np.empty(0, np.int64))
            made = {"x": _none((form.length,), "int32"), "fitted": fitted}
        case Windows() as form, _:
            made = _windows(form)
        case Sequences() as form, _:
            made = {"x": _none((form.steps, form.dimensions), "float32"), "padding": form.padding}
        case Arrays() as form, _:
            made = {
                "x": _none(form.shape, form.dtype),
                "padding": form.padding,
                "feature_names": form.features,
            }
        case _:
            pass
    return None if made is None else Dataset(**known, **made)


def settings_like(signature: Signature, settings: DataSection) -> DataSection:
    """Return the settings that read other data: with the target of the run, and how its cells are written.

    Args:
        signature: Of the model.
        settings: The data settings of the run.
    """
    form = signature.examples
    changes: dict[str, Any] = {}
    if isinstance(form, Rows):
        for setting, name in _WRITTEN.items():
            found = {value for one in form.columns if (value := getattr(one, name)) is not None}
            if len(found) == 1:
                changes[setting] = found.pop()
    elif isinstance(form, Windows):
        changes = {name: getattr(form, name) for name in (*_WRITTEN, "time")}
    if isinstance(form, Rows | Texts) and len(form.target) == 1:
        changes["target"] = form.target[0]
    if isinstance(form, Texts):
        changes["text"] = form.column
    fields = type(settings).model_fields
    return settings.model_copy(update={name: one for name, one in changes.items() if one and name in fields})


def _none(shape: tuple[int, ...], dtype: str) -> NDArray[Any]:
    """Return no examples of this shape."""
    return np.empty((0, *shape), dtype)


def _rows(form: Rows, settings: TableData) -> dict[str, Any]:
    fitted = MeasuredTable(tuple(_measured(column) for column in form.columns))
    rows = TableRows({column.name: column.kind for column in form.columns}, {}, settings)
    return {"x": _none((len(fitted.feature_names),), "float32"), "rows": rows, "fitted": fitted}


def _measured(column: Column) -> MeasuredColumn:
    """Return a column as it was measured."""
    name, fill = column.name, column.fill or 0.0
    if column.kind == "number":
        return MeasuredNumber(name, fill, column.indicator)
    if column.kind == "date":
        return MeasuredDate(name, fill, column.start or 0.0, column.clock)
    if column.kind == "text":
        return MeasuredText(name, column.words)
    if column.becomes == (name,):
        return MeasuredEmbedding(name, column.categories, 1)  # how long its vectors are is in the model
    return MeasuredCategory(name, column.categories, len(column.becomes) > len(column.categories))


def _windows(form: Windows) -> dict[str, Any]:
    empty, places = np.empty(0), np.empty(0, np.int64)
    forecast = ForecastRows(
        columns=form.targets,
        values=np.empty((0, len(form.targets)), np.float32),
        times=empty,
        dated=False,
        bounds=places.reshape(0, 2),
        series=(),
        starts=places,
        horizon=form.horizon,
    )
    return {
        "x": _none((form.window, len(form.columns)), "float32"),
        "feature_names": form.columns,
        "series": SeriesFacts(forecast=forecast if form.horizon else None),
    }
