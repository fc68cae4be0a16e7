"""Which loss, metrics and encoding are meant where nothing was chosen."""

from typing import get_args

import pytest

from engine.settings.compile import LossName, MetricName
from engine.settings.losses import LOSSES, METRICS, Encoding, chosen_loss, chosen_metrics, encoding_of


@pytest.mark.parametrize(
    ("task", "loss", "metric", "encoding"),
    [
        ("classification", "sparse_categorical_crossentropy", "accuracy", Encoding.INDEX),
        ("regression", "mean_squared_error", "mean_absolute_error", Encoding.NUMBER),
    ],
)
def test_the_usual_ones_fit_together(task: str, loss: str, metric: str, encoding: Encoding) -> None:
    assert chosen_loss("auto", task) == loss
    assert chosen_metrics(None, task) == (metric,)
    assert encoding_of(loss) is encoding
    assert encoding in METRICS[metric].encodings


def test_a_choice_stands() -> None:
    assert chosen_loss("huber", "classification") == "huber"
    assert chosen_metrics((), "regression") == ()
    assert chosen_metrics(("auc",), "regression") == ("auc",)


def test_every_loss_has_one_encoding() -> None:
    for name in LOSSES:
        assert encoding_of(name) in Encoding


def test_the_tables_have_the_names_of_the_types() -> None:
    assert set(get_args(LossName)) == {"auto", *LOSSES}
    assert set(get_args(MetricName)) == set(METRICS)
