"""Texts are cut as Keras cuts them, whatever is in them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.data.text.tokens import Tokenizer, can_be_known
from engine.tensorflow_import import import_keras

FORMS = [
    Tokenizer(level, lower, punctuation)
    for level in ("word", "character")
    for lower in (True, False)
    for punctuation in (True, False)
]
TEXTS = st.text(
    st.characters(codec="utf-8") | st.sampled_from(" \t\n\r\x0b\x0c\x1c\x85\u2028\u3000.,!'[]aB가é"),
    max_size=60,
)


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_the_tokens_are_those_of_text_vectorization(form):
    keras = import_keras()
    layer = keras.layers.TextVectorization(output_mode="int", vocabulary=["a"], **form.keras())

    @settings(max_examples=60, deadline=None, database=None)
    @given(TEXTS)
    def same(text):
        found = layer._preprocess([text])[0].numpy().tolist()
        assert [token.decode() for token in found] == form.tokens(text)
        if form.is_empty(text):
            assert not "".join(form.tokens(text)).strip()

    same()


def test_words_and_syllables_of_korean():
    words = Tokenizer("word", lower=True, punctuation=True)
    assert words.tokens("영화가, 정말 Good!\n 재미있다.") == ["영화가", "정말", "good", "재미있다"]
    assert Tokenizer("character", lower=False, punctuation=False).tokens("좋 A") == ["좋", " ", "A"]
    as_written = Tokenizer("word", lower=False, punctuation=False)
    assert as_written.tokens("Don't  stop.") == ["Don't", "stop."]


@pytest.mark.parametrize(
    ("text", "empty"), [("", True), (" \n", True), ("?!", True), ("좋다", False), ("\u3000", False)]
)
def test_what_has_no_token_is_empty(text, empty):
    assert Tokenizer("word", lower=True, punctuation=True).is_empty(text) == empty


def test_marks_alone_are_text_where_they_are_kept():
    assert not Tokenizer("character", lower=True, punctuation=False).is_empty("?!")


@pytest.mark.parametrize(
    ("token", "can"),
    [("가", True), (" ", True), ("\n", False), ("a\u2028b", False), ("a\0", False), ("[UNK]", False)],
)
def test_what_keras_cannot_keep_is_never_known(token, can):
    assert can_be_known(token) == can
