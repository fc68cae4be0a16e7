"""What is said of the values of a saved model, and of the best ones that were seen."""

import pytest

from engine.record.events import Result, RunEnded
from engine.record.outcome import STATES, RunOutcome, best_words, headline, saved_words


def ended(**values: object) -> RunEnded:
    given: dict[str, object] = {"result": Result.COMPLETED, "reason": "Done.", "epochs_done": 9, **values}
    return RunEnded(**given)  # type: ignore[arg-type] # each test gives fields of RunEnded


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"loss": 1.0, "val_loss": 1.0, "val_accuracy": 0.5}, "val_accuracy"),
        ({"loss": 1.0, "accuracy": 0.5, "val_loss": 1.0}, "val_loss"),
        ({"loss": 1.0, "accuracy": 0.5}, "loss"),
        ({}, ""),
    ],
)
def test_validation_accuracy_comes_first(values: dict[str, float], name: str) -> None:
    assert headline(values) == name


def test_the_saved_values_say_their_epoch_and_what_they_are() -> None:
    assert saved_words(ended(saved={"val_loss": 0.25}, saved_epoch=4)) == (
        "Saved model, weights of epoch 4: val_loss 0.25"
    )
    assert saved_words(ended(saved={"loss": 0.25}, saved_epoch=4)) == (
        "Saved model, weights of epoch 4; running means of its training: loss 0.25"
    )
    assert "not measured" in saved_words(ended(saved_epoch=4))
    assert saved_words(ended()) == ""


def test_what_other_epochs_have_seen_is_named_separately() -> None:
    best = {"loss": 0.1, "val_loss": 0.2, "val_accuracy": 0.9}
    assert best_words(ended(best=best, saved={"val_loss": 0.2, "val_accuracy": 0.8}, saved_epoch=4)) == (
        "Best seen, not all at once: val_accuracy 0.9"
    )
    assert best_words(ended(best={"val_loss": 0.2}, saved={"val_loss": 0.2}, saved_epoch=4)) == ""
    nan = float("nan")
    assert best_words(ended(best={"loss": nan}, saved={"loss": nan}, saved_epoch=1)) == ""


def test_an_outcome_and_its_event_are_the_same() -> None:
    event = ended(saved={"val_loss": 0.25}, saved_epoch=4, best={"val_loss": 0.2}, best_epoch=3)
    assert RunOutcome.of(event).as_event() == event
    assert set(STATES) == set(Result)
