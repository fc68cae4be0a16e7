"""What all models for sequences begin with: steps, and one row of numbers at each of them."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from engine.language import tr
from engine.models.inputs import ModelError
from engine.models.parts.ends import reshape

if TYPE_CHECKING:
    from engine.settings.declaration.call import Call


def in_steps(shape: tuple[int, ...]) -> list[Call]:
    """What makes one row of all that is seen at a step, where it is more: an image is read row by row.

    Raises ModelError when the examples have no steps.
    """
    if len(shape) < 2:
        raise ModelError(
            tr(
                "This model reads step by step, and an example of this data is one row without steps;"
                " choose the dense model, or read the file as a time series."
            ),
            path="model",
        )
    return [reshape((shape[0], prod(shape[1:])))] if len(shape) > 2 else []
