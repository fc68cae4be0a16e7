"""The names that a run will have for `monitor`, and which of them a person most likely meant.

Keras itself only warns when a monitor is not there, and then does nothing: no stopping, no saving.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

_SHORT = {
    "acc": "accuracy",
    "lr": "learning_rate",
    "mae": "mean_absolute_error",
    "mse": "mean_squared_error",
    "rmse": "root_mean_squared_error",
    "mape": "mean_absolute_percentage_error",
    "msle": "mean_squared_logarithmic_error",
    "f1": "f1_score",
    "r2": "r2_score",
}
"""What Keras 2 and people write, and the name in the logs of Keras 3."""
_ALIKE = 0.6  # below it two names are not the same one misspelt


def likely_first(watched: str, names: Sequence[str]) -> tuple[str, ...]:
    """Return `names` in the order in which they may be what was meant by `watched`.

    Args:
        watched: A name that the run will not have, such as val_acc.
        names: The names that it will have.
    """
    validated, stem = watched.startswith("val_"), watched.removeprefix("val_")
    meant = _SHORT.get(stem, stem)

    def likeness(name: str) -> float:
        like = SequenceMatcher(None, meant, name.removeprefix("val_")).ratio()
        return (like if like >= _ALIKE else 0.0) + 0.2 * (name.startswith("val_") == validated)

    return tuple(sorted(names, key=likeness, reverse=True))
