"""The learning-rate expression: arithmetic is right, and nothing but arithmetic is taken."""

import ast
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.settings.expression import evaluate, parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("lr", 0.1),
        ("lr * 0.5 ** (epoch // 10)", 0.025),
        ("lr if epoch < 5 else lr * exp(-1)", 0.1 * math.exp(-1)),
        ("max(lr, 1e-3, 0.5)", 0.5),
        ("min(1, epoch)", 1.0),
        ("0.5 * (1 + cos(pi * epoch / 20))", 0.0),
        ("-lr + +0.2", 0.1),
        ("epoch % 7 == 6", 1.0),
        ("epoch != 20", 0.0),
        (" sqrt(4) + log(1) + sin(0) ", 2.0),
    ],
)
def test_arithmetic(text: str, value: float) -> None:
    assert evaluate(text, epoch=20, lr=0.1) == pytest.approx(value)
    assert isinstance(parse(text), ast.expr)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "not arithmetic"),
        ("foo * lr", "'foo' is not known"),
        ("__import__('os')", "'__import__' is not known"),
        ("lr.real", "can be used|not arithmetic"),
        ("(1).__class__", "can be used"),
        ("epoch[0]", "can be used"),
        ("[lr]", "can be used"),
        ("'text'", "can be used"),
        ("True", "can be used"),
        ("1j", "not arithmetic"),
        ("lambda: 1", "can be used"),
        ("lr := 3", "not arithmetic"),
        ("lr @ lr", "can be used"),
        ("lr << 3", "can be used"),
        ("~epoch", "can be used"),
        ("lr and epoch", "can be used"),
        ("lr is lr", "can be used"),
        ("0 < lr < 1", "two values at a time"),
        ("max(lr)", "several values"),
        ("exp(1, 2)", "one value"),
        ("exp()", "one value"),
        ("exp(x=1)", "can be used"),
        ("exp.run(1)", "can be used|not arithmetic"),
        ("open(1)", "'open' is not known"),
        ("min(*lr)", "several values"),
        ("min(*lr, 1)", "can be used"),
        ("0x1for lr", "not arithmetic"),
        ("lr\x00", "not arithmetic"),
        ("(" * 200 + "lr" + ")" * 200, "longer|not arithmetic|deeply"),
        ("-" * 200 + "lr", "nested too deeply"),
        ("lr" + " + lr" * 100, "longer"),
        ("1" + " + 1" * 60, "nested too deeply"),
    ],
)
def test_what_is_not_arithmetic_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        parse(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("10 ** 10 ** 10", "gets too large"),
        ("9 ** 9 ** 9 ** 9", "gets too large"),
        ("exp(1000)", "gets too large"),
        ("1 / (epoch - 3)", "divides by 0"),
        ("epoch % 0", "divides by 0"),
        ("(-8) ** 0.5", "has none"),
        ("sqrt(-1)", "has none"),
        ("log(0)", "has none"),
        ("-lr", "0 or more"),
        ("1e308 * 10", "0 or more"),
    ],
)
def test_an_expression_without_a_value_says_why(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        evaluate(text, epoch=3, lr=0.1)


def test_a_huge_number_is_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        evaluate("1e999", epoch=0, lr=0.1)


@given(st.text(alphabet="0123456789.eplrochminaxsqtg+-*/%()<>=! ,if_", max_size=60))
def test_any_text_gives_a_number_or_a_sentence(text: str) -> None:
    try:
        value = evaluate(text, epoch=2, lr=0.1)
    except ValueError:  # the refusal in a sentence; any other error fails the test
        return
    assert math.isfinite(value)
    assert value >= 0
