"""What becomes of values as they were read before the network takes them, as data: preprocessing.json.

It says for columns and texts what the layers of the whole model do (`Fitted.raw_inputs`), for formats that
hold the network alone. That both are the same is proved with every export.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from engine.data.tables.fitted_columns import (
    DAY,
    WEEK,
    YEAR,
    MeasuredCategory,
    MeasuredColumn,
    MeasuredDate,
    MeasuredEmbedding,
    MeasuredNumber,
    MeasuredText,
)
from engine.data.tables.rows import MeasuredTable
from engine.data.text.vocabulary import FittedTexts

if TYPE_CHECKING:
    from engine.data.preprocessing import Fitted
    from engine.export.convert.network import Standardizing

PREPROCESSING = "preprocessing.json"


def preprocessing_of(
    fitted: Fitted | None, dtype: str, *, standardizing: Standardizing | None = None
) -> dict[str, Any]:
    """Return the steps, as JSON can hold them.

    Args:
        fitted: What was measured on the training part; None where nothing was.
        dtype: What the exported model takes, by name.
        standardizing: What the first layer did where the exported network lacks it.
    """
    last = {} if standardizing is None else {"mean": standardizing.mean, "scale": standardizing.scale}
    return {"dtype": dtype, **_steps(fitted), **last}


def _steps(fitted: Fitted | None) -> dict[str, Any]:
    if isinstance(fitted, MeasuredTable):
        return {"columns": [_step(column) for column in fitted.columns]}
    if isinstance(fitted, FittedTexts):
        return {
            "level": fitted.tokenizer.level,
            "lower": fitted.tokenizer.lower,
            "punctuation": fitted.tokenizer.punctuation,
            "length": fitted.length,
            "vocabulary": list(fitted.known),
        }
    return {}


def _step(column: MeasuredColumn) -> dict[str, Any]:
    match column:
        case MeasuredNumber():
            return {
                "name": column.name,
                "step": "number",
                "fill": column.fill,
                "indicator": column.indicator,
            }
        case MeasuredCategory():
            return {
                "name": column.name,
                "step": "one_hot",
                "values": list(column.values),
                "other": column.other,
            }
        case MeasuredEmbedding():
            return {"name": column.name, "step": "place", "values": list(column.values)}
        case MeasuredDate():
            periods = (YEAR, WEEK, DAY) if column.clock else (YEAR, WEEK)
            circles = [{"period": period, "turn": math.tau / period} for period in periods]
            return {
                "name": column.name,
                "step": "date",
                "fill": column.fill,
                "start": column.start,
                "circles": circles,
            }
        case MeasuredText():
            return {"name": column.name, "step": "words", "values": list(column.words)}
        case _:
            raise TypeError("each kind of column says here what becomes of it")
