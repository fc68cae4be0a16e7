"""A monitor that a run will not have: the name that was probably meant stands first."""

import pytest

from engine.inspect.preflight.callbacks import likely_first

CLASSES = ("val_loss", "val_accuracy", "loss", "accuracy")
NUMBERS = ("val_loss", "val_mean_absolute_error", "loss", "mean_absolute_error")


@pytest.mark.parametrize(
    ("watched", "names", "first"),
    [
        ("val_acc", CLASSES, "val_accuracy"),
        ("acc", CLASSES, "accuracy"),
        ("val_los", CLASSES, "val_loss"),
        ("val_mae", NUMBERS, "val_mean_absolute_error"),
        ("mse", ("val_loss", "loss", "mean_absolute_error", "mean_squared_error"), "mean_squared_error"),
        ("val_loss", ("loss", "accuracy"), "loss"),
        ("val_acc", ("loss", "accuracy"), "accuracy"),
    ],
)
def test_the_likely_name_comes_first(watched, names, first):
    found = likely_first(watched, names)
    assert found[0] == first
    assert sorted(found) == sorted(names)
