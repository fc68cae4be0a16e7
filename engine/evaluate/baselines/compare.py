"""Simple methods on the identical split: the same training examples, the same examples to be right about.

Sizes are bounded, so that the answer is there within seconds: a plain model learns from at most 5,000
examples that a seed draws, of pictures on disk from fewer. One thread boosts: beside other work the threads
of scikit-learn wait for each other ten times as long as they work. Where it is not installed, as in the
packaged program, logistic regression and boosting are left out.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import Dataset, forecast_of
from engine.data.reading.context import LoadCancelled
from engine.data.streamed import StreamedRows
from engine.evaluate.baselines.features import rows_of
from engine.evaluate.baselines.forecasts import last_value, linear_ar, season_ago
from engine.evaluate.baselines.ridge import ridge
from engine.evaluate.evaluation import Comparison, class_measures
from engine.evaluate.measures.by_step import errors_by_step
from engine.evaluate.measures.confusion import confusion
from engine.evaluate.measures.roc_area import roc_value
from engine.evaluate.part_data import PartData
from engine.evaluate.predictions import Predictions
from engine.optional_packages import has_scikit_learn

MOST_TRAINING = 5_000
_MOST_STREAMED = 1_500
_MOST_CLASSES = 100
"""With more classes boosting, which grows a tree for each, takes minutes, and so do their ROC curves."""
_MOST_SCORES = 10_000_000
"""So many scores are compared: of a thousand classes those of 10,000 examples."""
_MOST_TARGETS = 10
_MOST_BOOSTED = 128
"""Boosting looks at every column for every tree, so it gets those that vary most."""
_BOOSTING: dict[str, Any] = {"learning_rate": 0.2, "max_leaf_nodes": 15, "early_stopping": False}
_Model = Any
"""An estimator of scikit-learn, which publishes no types."""


def compare(
    predictions: Predictions,
    data: PartData,
    *,
    train: tuple[Dataset, NDArray[np.int64]],
    seed: int = 0,
    cancelled: Callable[[], bool] | None = None,
) -> Comparison:
    """Measure simple methods on the examples of `predictions`.

    Args:
        predictions: Of the network.
        data: The part that they are of.
        train: The training data and the places of its training examples.
        seed: Draws what a plain model learns from, and its own random numbers.
        cancelled: Asked between two methods.

    Raises:
        DataError: An example cannot be read any more.
        LoadCancelled: `cancelled` returned True.
    """
    if predictions.horizon and forecast_of(data.dataset) is not None:
        return _forecasts(predictions, data, train=train)
    rng = np.random.default_rng(seed)
    is_streamed = isinstance(data.dataset.x, StreamedRows)
    most = _MOST_STREAMED if is_streamed else MOST_TRAINING
    learned, indices = train
    chosen = _drawn(rng, len(indices), most=most)
    seen = _MOST_STREAMED if is_streamed else _MOST_SCORES // max(1, len(predictions.classes))
    places = _drawn(rng, predictions.count, most=seen)
    x, y = rows_of(learned, indices[chosen]), learned.y[indices[chosen]]
    # what is constant is counted over all training examples: that costs nothing
    every = learned.y[indices]
    other, truth = rows_of(data.dataset, predictions.indices[places]), predictions.truth[places]
    values: dict[str, Mapping[str, float]] = {}
    methods = _classifiers if predictions.is_classification else _regressors
    for name, found in methods((x, y, every), other, seed=seed, classes=len(predictions.classes)):
        if cancelled is not None and cancelled():
            raise LoadCancelled
        if predictions.is_classification:
            values[name] = _of_classes(truth, found, classes=predictions.classes)
        else:
            values[name] = _of_numbers(truth, found)
    return Comparison(values=values, examples=len(places))


def _drawn(rng: np.random.Generator, count: int, *, most: int) -> NDArray[np.int64]:
    if count <= most:
        return np.arange(count)
    return np.sort(rng.choice(count, most, replace=False))


_Learned = tuple[NDArray[np.float32], NDArray[Any], NDArray[Any]]
"""Inputs and targets that a plain model learns from, and the targets of all training examples."""


def _classifiers(
    learned: _Learned, x: NDArray[np.float32], *, seed: int, classes: int
) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Yield the name of each method and (n, classes) scores."""
    rows, y, every = learned
    shares = np.bincount(every, minlength=classes) / max(1, len(every))
    yield "majority", np.broadcast_to(shares, (len(x), classes))
    if len(np.unique(y)) < 2 or not has_scikit_learn():
        return
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from threadpoolctl import threadpool_limits

    linear = make_pipeline(StandardScaler(), LogisticRegression(max_iter=100, random_state=seed))
    yield "logistic_regression", _scores(_fitted(linear, rows, y), x, classes=classes)
    if classes <= _MOST_CLASSES:
        boosted = HistGradientBoostingClassifier(max_iter=_rounds(classes), **_BOOSTING, random_state=seed)
        columns = _widest(rows)
        with threadpool_limits(1):
            model = _fitted(boosted, rows[:, columns], y)
            yield "gradient_boosting", _scores(model, x[:, columns], classes=classes)


def _regressors(
    learned: _Learned, x: NDArray[np.float32], *, seed: int, classes: int
) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Yield the name of each method and (n, targets) values."""
    rows, y, every = learned
    del classes
    yield "mean", np.broadcast_to(every.mean(axis=0, dtype=np.float64), (len(x), every.shape[1]))
    middle, spread = rows.mean(axis=0, dtype=np.float64), rows.std(axis=0, dtype=np.float64)
    spread[spread == 0] = 1
    yield (
        "ridge",
        ridge((rows - middle) / spread, y.astype(np.float64), other=(x - middle) / spread, alpha=1.0),
    )
    if y.shape[1] <= _MOST_TARGETS and has_scikit_learn():
        from sklearn.ensemble import HistGradientBoostingRegressor
        from threadpoolctl import threadpool_limits

        columns = _widest(rows)
        boosted = HistGradientBoostingRegressor(max_iter=_rounds(y.shape[1]), **_BOOSTING, random_state=seed)
        with threadpool_limits(1):
            found = [
                _fitted(boosted, rows[:, columns], y[:, at]).predict(x[:, columns])
                for at in range(y.shape[1])
            ]
        yield "gradient_boosting", np.stack(found, axis=1)


def _rounds(trees: int) -> int:
    """How many rounds of boosting, each of which grows so many trees."""
    return max(10, min(100, 200 // max(1, trees)))


def _widest(rows: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the places of the columns that vary most, in their order."""
    return np.sort(np.argsort(-rows.var(axis=0), kind="stable")[:_MOST_BOOSTED])


def _fitted(model: _Model, x: NDArray[np.float32], y: NDArray[Any]) -> _Model:
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        # a baseline need not be perfect, and the number of its steps is bounded on purpose
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit(x, y)


def _scores(model: _Model, x: NDArray[np.float32], *, classes: int) -> NDArray[np.float64]:
    """Return (n, classes) probabilities; 0 for a class that the drawn examples lack."""
    found = np.zeros((len(x), classes))
    found[:, np.asarray(model.classes_, np.int64)] = model.predict_proba(x)
    return found


def _of_classes(
    truth: NDArray[np.int64], scores: NDArray[np.float64], *, classes: tuple[str, ...]
) -> dict[str, float]:
    matrix = confusion(truth, scores.argmax(axis=1), classes=classes, draws=False)
    found = {name: one.value for name, one in class_measures(matrix).items()}
    if len(classes) > _MOST_CLASSES:
        return found
    area = roc_value(truth, scores)
    return {**found, "roc_auc": area} if np.isfinite(area) else found


def _of_numbers(truth: NDArray[np.floating], predicted: NDArray[np.float64]) -> dict[str, float]:
    """Return "mae", "rmse" and "r2" as scikit-learn has them, over the rows that have every value."""
    known = np.isfinite(predicted).all(axis=1)
    if not known.any():
        return {}
    wanted = truth[known].astype(np.float64)
    squared = (predicted[known] - wanted) ** 2
    spread = ((wanted - wanted.mean(axis=0)) ** 2).sum(axis=0)
    found = {
        "mae": float(np.abs(predicted[known] - wanted).mean()),
        "rmse": float(np.sqrt(squared.mean(axis=0)).mean()),
    }
    if len(wanted) > 1 and (spread > 0).all():
        found["r2"] = float((1 - squared.sum(axis=0) / spread).mean())
    return found


def _forecasts(
    predictions: Predictions, data: PartData, *, train: tuple[Dataset, NDArray[np.int64]]
) -> Comparison:
    rows, learned = forecast_of(data.dataset), forecast_of(train[0])
    if rows is None or learned is None:
        return Comparison()
    windows = predictions.indices
    found = {"last_value": last_value(rows, windows)}
    if data.season:
        found["season"] = season_ago(rows, windows, season=data.season)
    found["linear_ar"] = linear_ar(rows, windows, window=data.dataset.shape[0], train=(learned, train[1]))
    truth, predicted = predictions.by_step()
    steps = errors_by_step(truth, predicted, columns=predictions.columns, others=found)
    values = {name: _of_numbers(predictions.truth, one.reshape(len(one), -1)) for name, one in found.items()}
    return Comparison(
        values={name: one for name, one in values.items() if one},
        by_step={name: np.stack([column.others[name] for column in steps]) for name in found},
        examples=predictions.count,
    )
