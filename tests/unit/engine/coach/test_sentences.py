"""Every finding has its words, and the page about the coach names all of them."""

from pathlib import Path

import pytest

from engine.coach.advice import advice
from engine.coach.finding import FindingKind
from engine.coach.sentences import sentences, title

DOCS = Path(__file__).parents[4] / "docs" / "coach.md"
RUNS = ("digits-rate-10", "digits-rate-tenth", "digits-rate-1e-7", "penguins-sgd-rate-2", "vowels-by-heart")
MORE = ("digits-one-unit", "rare-class", "wine-few")


@pytest.mark.parametrize("name", [*RUNS, *MORE])
def test_the_numbers_of_a_finding_fill_its_sentences(recorded, name):
    (finding,) = advice(recorded(name))
    seen, means = sentences(finding)
    assert seen.endswith(".")
    assert means.endswith(".")
    assert "{" not in seen + means


def test_what_is_seen_has_the_runs_numbers(recorded):
    (finding,) = advice(recorded("vowels-by-heart"))
    seen = "The validation loss is 50 % above its best of epoch 4, while the training loss falls."
    assert sentences(finding)[0] == seen


@pytest.mark.parametrize("kind", FindingKind)
def test_the_page_about_the_coach_names_it(kind):
    assert f"**{title(kind)}**" in DOCS.read_text()


def test_a_forecast_has_no_accuracy(drawn):
    loss = [0.6, 0.4]
    for classes, words in ((0, "of the mean loss"), (2, "of the accuracy")):
        (finding,) = advice(drawn(loss, loss, validation_examples=29, classes=classes))
        assert words in sentences(finding)[0]
