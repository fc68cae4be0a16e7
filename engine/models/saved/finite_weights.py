"""Weights that come from elsewhere must be numbers: one NaN among them, and every loss of the run is NaN."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from engine.language import tr
from engine.models.inputs import ModelError


def check_finite(variables: Iterable[Any], *, name: str, path: str) -> None:
    """Raise ModelError when one of the Keras variables from the file `name` holds NaN or infinity.

    Args:
        variables: weights of a model, or those of an optimizer.
        name: the file, for people.
        path: the setting to look at.
    """
    for variable in variables:
        values = np.asarray(variable.numpy())
        if values.dtype.kind == "f" and not bool(np.isfinite(values).all()):
            count = int(values.size - np.isfinite(values).sum())
            raise ModelError(
                tr(
                    "{name} cannot be trained on: {count:,} of the {total:,} values of {variable} are NaN or"
                    " infinite, so every loss would be NaN; choose a file from before the training failed.",
                    name=name,
                    count=count,
                    total=values.size,
                    variable=variable.path,
                ),
                path=path,
            )


def check_trainable(model: Any) -> None:
    """Raise ModelError when no weight of the model can change."""
    if not model.trainable_variables:
        raise ModelError(
            tr(
                "Nothing in this model can be trained: it has no weights, or all its layers are frozen"
                " (trainable is off); unfreeze a layer, or add one with weights."
            ),
            path="model",
        )
