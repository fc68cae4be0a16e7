"""What simple methods reached, kept beside the predictions that they are compared with."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.evaluate.evaluation import Comparison
from engine.evaluate.predictions import Predictions
from engine.evaluate.predictions_file import file_beside, make_place
from engine.files import write_atomically
from engine.record.json_files import read_object
from engine.record.run_folder import RunFolder

NAMES = (
    *("majority", "mean", "last_value", "season", "linear_ar"),
    *("logistic_regression", "ridge", "gradient_boosting"),
)
"""The methods, in the order in which they are shown."""
_MOST_STEPS = 100_000


def write_comparison(folder: RunFolder, predictions: Predictions, *, comparison: Comparison) -> None:
    """Keep a comparison; one that cannot be written is made again next time.

    Args:
        folder: The run folder.
        predictions: What was compared.
        comparison: What was found.
    """
    content = {
        "fingerprint": predictions.fingerprint,
        "count": predictions.count,
        "examples": comparison.examples,
        "values": {name: dict(values) for name, values in comparison.values.items()},
        "by_step": {name: errors.tolist() for name, errors in comparison.by_step.items()},
    }
    try:
        make_place(folder)
        text = json.dumps(content)  # NaN is what Python writes and reads for a step that nothing is known of
        write_atomically(
            file_beside(folder, f"{predictions.part}.baselines.json"), text.encode(), through_links=False
        )
    except OSError:
        return


def read_comparison(folder: RunFolder, predictions: Predictions) -> Comparison | None:
    """Read the comparison of these predictions; None where there is none of the same data.

    Args:
        folder: The run folder; what it holds may come from elsewhere.
        predictions: What is compared.
    """
    found = read_object(file_beside(folder, f"{predictions.part}.baselines.json"))
    if found.get("fingerprint") != predictions.fingerprint or found.get("count") != predictions.count:
        return None
    values, by_step, examples = found.get("values"), found.get("by_step"), found.get("examples")
    if not isinstance(values, dict) or not isinstance(by_step, dict) or type(examples) is not int:
        return None
    if not all(name in NAMES and _are_numbers(one) for name, one in values.items()):
        return None
    arrays = {name: _errors(one, predictions) for name, one in by_step.items() if name in NAMES}
    steps = {name: errors for name, errors in arrays.items() if errors is not None}
    return Comparison(values=values, by_step=steps, examples=examples)


def _are_numbers(values: Any) -> bool:
    return isinstance(values, dict) and all(
        isinstance(value, int | float) and math.isfinite(value) for value in values.values()
    )


def _errors(values: Any, predictions: Predictions) -> NDArray[np.float64] | None:
    shape = (len(predictions.columns), predictions.horizon)
    if not math.prod(shape) or math.prod(shape) > _MOST_STEPS:
        return None
    try:
        found = np.array(values, np.float64)
    except (TypeError, ValueError):
        return None
    return found if found.shape == shape else None
