"""A text of `tr` knows its message and values: it is said again in another language, also from a file."""

import copy
import json
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.language import SOURCE, tr
from engine.message import Message, as_json, english, joined, plain
from engine.problems import RunError

DONE = "All {count} epochs are done."
NAN = "The loss was not a number; lower the learning rate or clip gradients."
REFUSED = "{name} cannot be read or written: {reason}."


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    tr.use(SOURCE)


def in_korean(message: str, **values: Any) -> str:
    tr.use("ko")
    try:
        return str.__str__(tr(message, **values))
    finally:
        tr.use(SOURCE)


def again_in_korean(text: str) -> str:
    tr.use("ko")
    return tr.again(text)


@pytest.mark.parametrize(
    "kept",
    [
        lambda text: text,
        str,
        copy.deepcopy,
        lambda text: pickle.loads(pickle.dumps(text)),  # noqa: S301 - what this test has pickled itself
        lambda text: str(RunError(text)),
        lambda text: "" + text + "",
        lambda text: tr.restored(english(text), json.loads(json.dumps(as_json(text)))),
    ],
)
def test_a_text_is_said_again_in_another_language(kept: Any) -> None:
    text = kept(tr(DONE, count=5))
    assert text == "All 5 epochs are done."
    assert again_in_korean(text) == in_korean(DONE, count=5) != text


def test_a_share_is_written_with_a_space_before_its_sign_and_runs_of_before_are_known() -> None:
    message = "training waits {share:.0%}"
    made = tr(message, share=0.04)
    assert made == "training waits 4 %"
    kept = as_json(made)
    assert isinstance(tr.restored("training waits 4%", kept), Message)
    assert tr.restored("training waits 5%", kept) == "training waits 5%"


def test_a_text_can_be_the_name_of_a_file() -> None:
    text = tr(DONE, count=5)
    assert (Path("/runs") / text).name == Path(plain(text)).name == "All 5 epochs are done."
    assert type(plain(text)) is str


def test_texts_that_are_joined_are_said_again_with_what_is_between_them() -> None:
    text = joined((tr(DONE, count=2), "", tr(NAN))) + " (a.csv)"
    assert text == f"All 2 epochs are done. {NAN} (a.csv)"
    assert again_in_korean(text) == f"{in_korean(DONE, count=2)} {in_korean(NAN)} (a.csv)"
    assert english(tr.again(text)) == text


def test_a_text_in_a_value_is_said_again_too() -> None:
    text = tr(REFUSED, name=Path("a"), reason=tr(NAN))
    assert again_in_korean(text) == in_korean(REFUSED, name="a", reason=in_korean(NAN))
    tr.use(SOURCE)
    assert tr.restored(text, as_json(text)) == text
    assert again_in_korean(tr.restored(text, as_json(text))) == in_korean(
        REFUSED, name="a", reason=in_korean(NAN)
    )


@pytest.mark.parametrize(
    "value", [np.int64(3), np.float32(0.1), np.float64(2.5), (1, 2), Path("a/b"), float("inf")]
)
def test_every_value_can_be_written(value: Any) -> None:
    text = tr(REFUSED, name=value, reason="r")
    content = json.loads(json.dumps(as_json(text), allow_nan=False))
    assert tr.restored(english(text), content) == text


def test_plain_text_has_no_message() -> None:
    assert as_json("Epoch 1/3") is None
    assert again_in_korean("Epoch 1/3") == "Epoch 1/3"


@pytest.mark.parametrize(
    "content",
    [
        None,
        7,
        "text",
        [],
        [7],
        [{}],
        [{"message": DONE}],
        [{"message": DONE, "values": 3}],
        [{"message": DONE, "values": {}}],
        [{"message": DONE, "values": {"count": None}}],
        [{"message": DONE, "values": {"count": [[]]}}],
        [{"message": DONE, "values": {"count": 6}}],  # says something else
        [{"message": "{count:>9999999999}", "values": {"count": 1}}],
        [{"message": "{count.__class__}", "values": {"count": 1}}],
        ["All 5 ", "epochs are done.", *[""] * 100],
    ],
)
def test_what_is_no_message_of_the_program_leaves_the_sentence(content: Any) -> None:
    sentence = "All 5 epochs are done."
    for language in (SOURCE, "ko"):
        tr.use(language)
        assert tr.restored(sentence, content) == sentence
        assert not isinstance(tr.restored(sentence, content), Message)


def test_messages_in_messages_end_somewhere() -> None:
    content: Any = [{"message": NAN, "values": {}}]
    for _ in range(50):
        content = [{"message": DONE, "values": {"count": content}}]
    assert not isinstance(tr.restored("x", content), Message)
