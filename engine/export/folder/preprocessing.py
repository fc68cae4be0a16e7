"""What becomes of values as they were read before the network takes them, as data: preprocessing.json.

It says for columns and texts what the layers of the whole model do (`Fitted.raw_inputs`), for formats that
hold the network alone. That both are the same is proved with every export. All of it follows from the
signature of the run, so it needs no data.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from engine.data.tables.fitted_columns import DAY, WEEK, YEAR
from engine.predict.signature.examples import Column, Rows, Texts

if TYPE_CHECKING:
    from engine.export.convert.network import Standardizing
    from engine.predict.signature.examples import Examples

PREPROCESSING = "preprocessing.json"


def preprocessing_of(
    form: Examples, dtype: str, *, standardizing: Standardizing | None = None
) -> dict[str, Any]:
    """Return the steps, as JSON can hold them.

    Args:
        form: How an example is read, with what was measured on the training part.
        dtype: What the exported model takes, by name.
        standardizing: What the first layer did where the exported network lacks it.
    """
    last = {} if standardizing is None else {"mean": standardizing.mean, "scale": standardizing.scale}
    return {"dtype": dtype, **_steps(form), **last}


def is_encoded(form: Examples) -> bool:
    """Return whether examples are columns or texts, of which numbers are made before the trained network."""
    return isinstance(form, (Rows, Texts))


def _steps(form: Examples) -> dict[str, Any]:
    match form:
        case Rows():
            return {"columns": [_step(column) for column in form.columns]}
        case Texts():
            return form.model_dump(
                mode="json", include={"level", "lower", "punctuation", "length", "vocabulary"}
            )
        case _:
            return {}


def _step(column: Column) -> dict[str, Any]:
    name = {"name": column.name}
    match column.kind:
        case "number":
            return {**name, "step": "number", "fill": column.fill or 0.0, "indicator": column.indicator}
        case "date":
            periods = (YEAR, WEEK, DAY) if column.clock else (YEAR, WEEK)
            circles = [{"period": period, "turn": math.tau / period} for period in periods]
            start = column.start or 0.0
            return {**name, "step": "date", "fill": column.fill or 0.0, "start": start, "circles": circles}
        case "text":
            return {**name, "step": "words", "values": list(column.words)}
        case _ if column.becomes == (column.name,):
            return {**name, "step": "place", "values": list(column.categories)}
        case _:
            other = len(column.becomes) > len(column.categories)
            return {**name, "step": "one_hot", "values": list(column.categories), "other": other}
