"""What is known of the future of a series: its last values, the forecast, and the interval of its errors.

It is made in `engine.evaluate.future`, which needs a model; a view shows it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Future:
    """The future of one column of one series.

    Attributes:
        name: Of the column, with the series where there are several.
        unit: Of its values; "" for none.
        dated: Whether times are seconds since 1970 in UTC, else numbers of rows.
        past_times: (p,) float64, times of the last rows.
        past: (p,) float64, their values.
        times: (horizon,) float64, times of the forecast.
        values: (horizon,) float64, the forecast.
        low: (horizon,) float64, lower end of its 95 % interval; NaN where it is unknown.
        high: (horizon,) float64, upper end.
        beside: Columns that the model sees too, and does not forecast.
    """

    name: str
    unit: str
    dated: bool
    past_times: NDArray[np.float64]
    past: NDArray[np.float64]
    times: NDArray[np.float64]
    values: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    beside: tuple[str, ...] = ()
