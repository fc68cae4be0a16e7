"""Ridge regression in closed form: few lines, and the packaged program has no room for scikit-learn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


def ridge(x: Values, y: Values, *, other: Values, alpha: float) -> Values:
    """Fit a linear regression with an intercept and a penalty, and return what it gives for other rows.

    Args:
        x: (n, columns) inputs to learn from.
        y: (n, targets).
        other: (m, columns) inputs to answer.
        alpha: The penalty on the squares of the weights, as in `sklearn.linear_model.Ridge`.

    Returns:
        (m, targets).
    """
    middle, level = x.mean(axis=0), y.mean(axis=0)
    centred = x - middle
    penalty = alpha * np.eye(x.shape[1])
    weights = np.linalg.solve(centred.T @ centred + penalty, centred.T @ (y - level))
    return (other - middle) @ weights + level
