"""One target of a regression, as plain numbers with their unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.evaluate.measures.regression import TargetScores
from engine.evaluate.result_words import amount

MOST_DOTS = 10_000


@dataclass(frozen=True, slots=True)
class TargetData:
    """What the plots of one target show.

    Attributes:
        scores: Its measures.
        truth: (n,) float64, the true values.
        predicted: (n,) float64, the predictions.
        unit: Such as "€"; "" for none.
    """

    scores: TargetScores
    truth: NDArray[np.float64]
    predicted: NDArray[np.float64]
    unit: str

    def written(self, value: float) -> str:
        """Write a value with its unit."""
        return amount(value, unit=self.unit)

    def signed(self, value: float) -> str:
        """Write an error with its sign and its unit."""
        text = self.written(value)
        return f"+{text}" if value > 0 else text

    def labelled(self, name: str) -> str:
        """Name an axis, with the unit behind it."""
        return f"{name} ({self.unit})" if self.unit else name
