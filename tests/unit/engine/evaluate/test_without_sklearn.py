"""The packaged program has no scikit-learn: what is compared then, and what is refused."""

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from engine.data.problems import DataError
from engine.data.split import groups as split_groups
from engine.evaluate.baselines import compare
from engine.evaluate.baselines.ridge import ridge


def test_ridge_is_that_of_scikit_learn() -> None:
    rng = np.random.default_rng(0)
    x, y, other = rng.normal(3, 2, (60, 5)), rng.normal(size=(60, 2)), rng.normal(3, 2, (7, 5))
    for alpha in (1e-3, 1.0, 50.0):
        wanted = Ridge(alpha=alpha).fit(x, y).predict(other)
        assert np.allclose(ridge(x, y, other=other, alpha=alpha), wanted)


@pytest.mark.parametrize("installed", [True, False])
def test_the_methods_that_are_compared(installed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "has_scikit_learn", lambda: installed)
    rng = np.random.default_rng(0)
    x = rng.normal(size=(40, 3)).astype(np.float32)
    classes, numbers = np.arange(40) % 2, x[:, :1] * 3
    found = dict(compare._classifiers((x, classes, classes), x, seed=0, classes=2))
    more = dict(compare._regressors((x, numbers, numbers), x, seed=0, classes=0))
    assert set(found) == {"majority"} | ({"logistic_regression", "gradient_boosting"} if installed else set())
    assert set(more) == {"mean", "ridge"} | ({"gradient_boosting"} if installed else set())
    assert np.abs(more["ridge"] - numbers).mean() < 0.2


def test_a_split_by_groups_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(split_groups, "has_scikit_learn", lambda: False)
    with pytest.raises(DataError, match="needs scikit-learn"):
        split_groups.grouped_split(
            np.arange(6) // 2, None, share=0.3, method="random", setting="fit.validation_split", seed=0
        )
