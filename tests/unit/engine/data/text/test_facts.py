import numpy as np
import pytest

from engine.data.dataset import Dataset, RawDataset
from engine.data.describe import describe
from engine.data.text.facts import text_facts
from engine.data.text.tokens import Tokenizer
from engine.data.text.vocabulary import Texts
from engine.inspect.staged_data import StagedData
from engine.settings import Project


def dataset(*texts, most=None, length=None):
    rows = Texts.of(texts, Tokenizer("word", lower=True, punctuation=True), most=most, length=length)
    return RawDataset(
        kind="text",
        task="classification",
        y=np.arange(len(texts)) % 2,
        fingerprint="",
        class_names=("a", "b"),
        rows=rows,
    )


def facts(*texts, train=None, **options):
    whole = dataset(*texts, **options)
    found = text_facts(whole.fit(np.arange(len(texts) if train is None else train)), range(len(texts)))
    assert found is not None
    return found


def test_lengths_are_counted_and_the_cut_is_reported():
    found = facts("a b c d", "a b", "a", length=2)
    assert (sum(found.bars), found.longest, found.length) == (3, 4, 2)
    assert found.bars == (0, 1, 1, 1)
    assert found.cut == pytest.approx(1 / 3)


def test_very_long_texts_are_in_the_last_bar():
    found = facts(*["a b"] * 200, "a " * 5000)
    assert found.longest == 4
    assert (sum(found.bars), found.bars[-1]) == (201, 1)


def test_the_share_that_is_known_rises_to_all():
    found = facts("a a b", "a b", "c a", most=1)
    assert found.coverage == ((1, 4 / 7), (2, 6 / 7), (3, 1.0))
    assert (found.vocabulary, found.different) == (1, 3)
    assert found.unknown == pytest.approx(3 / 7)
    assert found.unknown_elsewhere is None


def test_what_is_unknown_elsewhere_is_distinguished():
    found = facts("a a b b", "a new", train=1)
    assert (found.unknown, found.unknown_elsewhere) == (0, 0.5)


def test_examples_are_the_text_and_what_the_model_sees():
    found = facts("A, a new b b!", "b", length=4)
    assert found.examples[0].text == "A, a new b b!"
    assert found.examples[0].tokens == ("a", "a", "[UNK]", "b")


def test_a_description_has_them_for_texts_alone():
    fitted = StagedData(Project(), dataset=dataset("a b", "a", "b a", "b")).fitted
    described = describe(fitted)
    assert described.texts is not None
    assert len(described.texts.examples) == len(described.examples) == 4
    plain = Dataset(
        kind="table",
        task="classification",
        x=np.zeros((2, 1), np.float32),
        y=np.array([0, 1]),
        fingerprint="",
        class_names=("a", "b"),
    )
    assert describe(plain).texts is None
