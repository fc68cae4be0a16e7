"""Which rows of a table the windows of a forecast stand for, so that it can be drawn over the truth."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class ForecastRows:
    """All series one after the other, each in time order.

    values: (rows, columns) float32, the truth of the forecast `columns`. times: (rows,) float64, seconds
    since 1970 where `dated`, else numbers. bounds: (series, 2) int64, first row and end of each series, named
    in `series`. starts: (n,) int64, the row of the first target of each window; `horizon` rows follow from
    there. The targets of an example are those of its first column by step, then of the next one. season:
    steps after which people say that the series repeat themselves, None where it is to be found.
    """

    columns: tuple[str, ...]
    values: NDArray[np.float32]
    times: NDArray[np.float64]
    dated: bool
    bounds: NDArray[np.int64]
    series: tuple[str, ...]
    starts: NDArray[np.int64]
    horizon: int
    season: int | None = None
