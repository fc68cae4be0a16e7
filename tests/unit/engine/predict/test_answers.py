"""What outputs mean: probabilities, margins, scores, numbers with units; and those that are none of it."""

import numpy as np
import pytest

from engine.predict.answers import answers_of, class_values, in_words, odd_outputs
from engine.predict.signature.schema import Outputs

TWO = ("no", "yes")


def outputs(**more):
    values = {"shape": (1,), "holds": "probabilities", "classes": TWO, "threshold": 0.5, **more}
    return Outputs.model_validate(values)


def test_one_output_is_the_probability_of_the_second_class():
    answers = answers_of(outputs(), np.array([[0.8], [0.5], [0.2]]), names=("a", "b", "c"))
    assert [one.label for one in answers] == ["yes", "no", "no"]
    assert answers[0].sure == pytest.approx(0.8)
    assert [name for name, _ in answers[2].ranked] == ["no", "yes"]
    assert in_words(answers[0]) == "yes 80.0 %, no 20.0 %"
    strict = answers_of(outputs(threshold=0.9), np.array([[0.8]]), names=("a",))
    assert strict[0].label == "no"
    assert strict[0].ranked[0][0] == "no"


def test_margins_become_shares_and_zero_is_the_middle():
    found = outputs(holds="margins", activation="tanh")
    assert class_values(found, np.array([[-1.0], [0.0], [0.5]])).tolist() == [
        [1, 0],
        [0.5, 0.5],
        [0.25, 0.75],
    ]
    assert [one.label for one in answers_of(found, np.array([[-0.1], [0.1]]), names=("a", "b"))] == [
        "no",
        "yes",
    ]
    assert [one.sure for one in answers_of(found, np.array([[0.1]]), names=("a",))] == [None]
    sentence = odd_outputs(outputs(holds="margins", threshold=0.75), np.array([[0.1]]))
    assert "margins around 0 and no probabilities" in sentence
    assert sentence.endswith("above 0.75 the answer is yes.")


def test_logits_become_probabilities_and_scores_stay():
    logits = Outputs(shape=(3,), holds="scores", from_logits=True, classes=("a", "b", "c"))
    assert class_values(logits, np.array([[0.0, 0.0, 0.0]])).tolist() == [[1 / 3] * 3]
    scores = Outputs(shape=(3,), holds="scores", classes=("a", "b", "c"))
    (answer,) = answers_of(scores, np.array([[-3.0, 7.5, 0.0]]), names=("x",))
    assert (answer.label, answer.sure, answer.probabilities) == ("b", None, False)
    assert in_words(answer) == "b 7.5, c 0"


def test_outputs_that_are_no_probabilities_are_said():
    found = Outputs(shape=(3,), holds="probabilities", classes=("a", "b", "c"))
    assert odd_outputs(found, np.array([[0.2, 0.3, 0.5]])) == ""
    assert "no probabilities" in odd_outputs(found, np.array([[0.2, 0.3, 0.9]]))
    assert "no probabilities" in odd_outputs(outputs(), np.array([[1.7]]))
    assert "not finite" in odd_outputs(found, np.array([[np.nan, 0.5, 0.5]]))
    numbers = Outputs(shape=(1,), holds="numbers", targets=("price",))
    assert odd_outputs(numbers, np.array([[170.0]])) == ""


def test_numbers_have_their_units():
    found = Outputs(shape=(2,), holds="numbers", targets=("price", "size"), units=("€", ""))
    (answer,) = answers_of(found, np.array([[1234.5, 2.0]]), names=("x",))
    assert in_words(answer) == "price 1234.5 €, size 2"
    assert answer.ranked == (("price", 1234.5), ("size", 2.0))
