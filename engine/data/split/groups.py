"""A split by groups: the examples of one person, device or video are all in one part.

Which group each example is in is read with the data, and which examples are split is decided in `split`. The
rows are drawn by scikit-learn, with the calls that a script has too.
"""

import warnings

import numpy as np
from numpy.typing import NDArray

from engine.data.problems import DataError
from engine.language import tr
from engine.optional_packages import has_scikit_learn

Indices = NDArray[np.int64]


def folds_for(share: float, groups: int) -> int:
    """Return of how many folds one has this share of the examples, at most one for each group.

    Args:
        share: between 0 and 1.
        groups: how many there are, at least 2.
    """
    return min(max(2, round(1 / share)), groups)


def grouped_split(
    groups: Indices, y: NDArray[np.int64] | None, *, share: float, method: str, setting: str, seed: int
) -> tuple[Indices, Indices]:
    """Return the places that stay and those that are taken out, so that no group is in both.

    Args:
        groups: (n,) the group of each example.
        y: (n,) their classes; None for regression.
        share: of the examples that is taken out; of classes the nearest that is one of a whole number.
        method: "stratified" keeps the share of each class as far as groups allow it, "random" does not.
        setting: the path of the share.
        seed: of the run.

    Raises:
        DataError: there is one group only, or `method` is "last", which would cut a group.
    """
    count = len(np.unique(groups))
    if count < 2:
        raise DataError(
            tr("All examples are of one group, so they cannot be split by groups; choose another column."),
            path="data.columns",
        )
    if method == "last":
        raise DataError(
            tr("The last rows would cut a group in two; choose a stratified or a random split."),
            path="fit.validation_method",
        )
    if not has_scikit_learn():
        raise DataError(
            tr(
                "A split by groups needs scikit-learn, for which the packaged program has no room; run"
                " Fitroom from its source, or leave the group column out."
            ),
            path="data.columns",
        )
    from sklearn.model_selection import GroupShuffleSplit, StratifiedGroupKFold

    rows = np.arange(len(groups))
    if y is None or method == "random":
        drawn = GroupShuffleSplit(n_splits=1, test_size=share, random_state=seed).split(rows, groups=groups)
        kept, taken = next(drawn)
        return np.sort(kept), np.sort(taken)
    folds = StratifiedGroupKFold(folds_for(share, count), shuffle=True, random_state=seed)
    with warnings.catch_warnings():
        # a class with fewer groups than folds: the check before a run says which class is where
        warnings.simplefilter("ignore", UserWarning)
        try:
            kept, taken = next(folds.split(rows, y, groups))
        except ValueError as error:
            raise DataError(
                tr("No class has enough examples to be split by groups; choose a random split."),
                path=setting,
            ) from error
    return np.sort(kept), np.sort(taken)
