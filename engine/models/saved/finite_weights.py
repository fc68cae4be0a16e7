"""Checks loaded weights for NaN and infinity: a single one makes every loss of the run NaN."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from engine.language import tr
from engine.models.inputs import ModelError


def check_finite(variables: Iterable[Any], *, name: str, path: str) -> None:
    """Check that the weights from a file are finite.

    Args:
        variables: Keras variables: weights of a model, or the state of an optimizer.
        name: Name of the file, for the message.
        path: Dotted path of the setting to look at.

    Raises:
        ModelError: A variable holds NaN or infinity.
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
    """Check that the model has something to train.

    Raises:
        ModelError: It has no trainable weight.
    """
    if not model.trainable_variables:
        raise ModelError(
            tr(
                "Nothing in this model can be trained: it has no weights, or all its layers are frozen"
                " (trainable is off); unfreeze a layer, or add one with weights."
            ),
            path="model",
        )
