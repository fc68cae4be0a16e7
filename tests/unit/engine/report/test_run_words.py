"""The result of a run in a sentence, from what the run has measured itself."""

from typing import Any

import pytest

from engine.history.metric_history import MetricHistory
from engine.record.events import Result, RunEnded
from engine.report.run_words import run_sentence
from engine.settings import Project
from engine.settings.data.kinds import ImagesData, TableData
from engine.settings.data.series import SeriesData
from tests.started import started


def history(saved: dict[str, float], *, epoch: int = 8, **begun: Any) -> MetricHistory:
    made = MetricHistory()
    made.apply(started(**{"validation_examples": 1000, "classes": 10} | begun))
    made.apply(
        RunEnded(
            result=Result.COMPLETED, reason="", epochs_done=9, saved=saved, saved_epoch=epoch if saved else 0
        )
    )
    return made


def test_of_a_classification_it_says_the_share_of_right_answers() -> None:
    found = run_sentence(
        history({"val_loss": 0.1, "val_accuracy": 0.972}), Project(data=ImagesData(path="flowers"))
    )
    assert found == "97.2 % of 1,000 validation pictures right, epoch 8"


@pytest.mark.parametrize("name", ["val_mean_absolute_error", "val_mae"])
def test_of_a_regression_it_says_the_error_of_the_target(name: str) -> None:
    found = run_sentence(
        history({"val_loss": 9.0, name: 2.5}, classes=0),
        Project(data=TableData(path="a.csv", target="price")),
    )
    assert found == "Mean absolute error of price: 2.500 on 1,000 validation rows, epoch 8"


@pytest.mark.parametrize(
    ("data", "targets", "things"),
    [
        (SeriesData(path="a.csv", target=("north", "south")), (), "windows"),
        (TableData(path="a.csv", target="price", columns={"rent": "target"}), (), "rows"),
        (TableData(path="a.csv", target="price"), ("price", "rent"), "rows"),
    ],
)
def test_of_several_targets_it_says_that_it_is_their_mean(
    data: SeriesData | TableData, targets: tuple[str, ...], things: str
) -> None:
    found = run_sentence(
        history({"val_mean_absolute_error": 2.5}, classes=0, targets=targets), Project(data=data)
    )
    assert found == f"Mean absolute error over 2 targets: 2.500 on 1,000 validation {things}, epoch 8"


def test_the_error_of_a_target_has_the_unit_of_its_name() -> None:
    begun = history({"val_mae": 2.5}, classes=0, targets=("price (€)",))
    found = run_sentence(begun, Project(data=TableData(path="a.csv")))
    assert found == "Mean absolute error of price (€): 2.500 € on 1,000 validation rows, epoch 8"


def test_without_a_share_or_an_error_it_says_what_was_measured() -> None:
    found = run_sentence(history({"loss": 0.25}, validation_examples=0), None)
    assert found == "Saved model, weights of epoch 8; running means of its training: loss 0.25"


def test_without_a_saved_model_it_says_nothing() -> None:
    assert run_sentence(history({}), None) == ""
    assert run_sentence(MetricHistory(), None) == ""
