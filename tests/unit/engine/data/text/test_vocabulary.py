"""The vocabulary is counted on the training texts alone, and the layer of the saved model gives the same."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.data.dataset import DataError
from engine.data.text.tokens import Tokenizer, can_be_known
from engine.data.text.vocabulary import LONGEST, MOST_TOKENS, Texts
from engine.models.construct import construct
from engine.settings.declaration.call import Call
from engine.tensorflow_import import import_keras

WORDS = Tokenizer("word", lower=True, punctuation=True)
CHARACTERS = Tokenizer("character", lower=False, punctuation=False)


def texts(*found, tokenizer=WORDS, most=None, length=None):
    return Texts.of(found, tokenizer, most=most, length=length)


def first(count):
    return np.arange(count)


def test_the_most_frequent_come_first_and_equals_in_reverse_order():
    fitted = texts("b a b", "a c", "b d", "zzz zzz zzz").fit(first(3))
    assert fitted.known == ("b", "a")  # c and d occur once; the last text does not train
    assert fitted.vocabulary == 4
    assert texts("a b c").fit(first(1)).known == ("c", "b", "a")


def test_another_text_that_does_not_train_changes_nothing():
    train = np.array([0, 2])
    one = texts("a b a", "b b b b b", "a c").fit(train)
    other = texts("a b a", "q", "a c").fit(train)
    assert (one.known, one.length) == (other.known, other.length)


def test_numbers_unknown_and_padding():
    rows = texts("a a b b", "b q", "a a a b")
    fitted = rows.fit(np.array([0]))
    assert fitted.apply(rows).tolist() == [[3, 3, 2, 2], [2, 1, 0, 0], [3, 3, 3, 2]]
    assert fitted.apply(rows).dtype == np.int32
    assert fitted.words(fitted.apply(rows)[1]) == ("b", "[UNK]")


def test_length_and_vocabulary_can_be_set():
    rows = texts("a b c d d", most=1, length=2)
    fitted = rows.fit(first(1))
    assert fitted.known == ("d",)
    assert fitted.apply(rows).tolist() == [[1, 1]]


def test_what_is_found_has_limits():
    many = texts(" ".join(f"w{number} w{number}" for number in range(MOST_TOKENS + 5)))
    fitted = many.fit(first(1))
    assert len(fitted.known) == MOST_TOKENS
    assert fitted.length == LONGEST
    lengths = texts(*(" ".join(["a"] * count) for count in range(1, 101))).fit(first(100))
    assert lengths.length == 96  # 95 % of the texts and no less


def test_texts_without_any_token_that_can_be_known_are_refused():
    with pytest.raises(DataError, match="no token that can be known"):
        texts("\u2028", tokenizer=CHARACTERS).fit(first(1))


@settings(max_examples=60, deadline=None, database=None)
@given(
    st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=20), min_size=2, max_size=8),
    st.booleans(),
)
@example(found=["\0", "0"], by_word=False)
def test_the_layer_gives_the_very_numbers(found, by_word):
    keras = import_keras()
    rows = texts(*found, tokenizer=WORDS if by_word else CHARACTERS)
    try:
        fitted = rows.fit(np.arange(len(found) - 1))
    except DataError:
        return
    (call,) = fitted.raw_inputs()[0].layers
    assert isinstance(call, Call)
    layer = construct(call)
    np.testing.assert_array_equal(fitted.apply(rows), layer(np.array(found, dtype=object)))
    counter = keras.layers.TextVectorization(**fitted.tokenizer.keras())
    counter.adapt(np.array(found[:-1], dtype=object))
    known = counter.get_vocabulary(include_special_tokens=False)
    if any("\0" in text for text in found):
        return  # Keras lists a word without the NUL at its end, and then finds it nowhere
    assert [word for word in known if can_be_known(word)][: len(fitted.known)] == list(fitted.known)
