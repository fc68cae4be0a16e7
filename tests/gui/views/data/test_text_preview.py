from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.data.dataset import Dataset, RawDataset
from engine.data.describe import describe
from engine.data.kind_facts import NumberedTexts
from engine.data.text.tokens import Tokenizer
from engine.data.text.vocabulary import Texts
from gui.views.data.data_preview import DataPreview
from gui.views.data.example_dialog import ExampleDialog


def described(*texts, level="word", train=None, **options):
    form = Tokenizer(level, lower=True, punctuation=True)
    rows = Texts.of(texts, form, most=options.get("most"), length=options.get("length"))
    whole = RawDataset(
        kind="text",
        task="classification",
        y=np.arange(len(texts)) % 2,
        fingerprint="",
        class_names=("좋음", "나쁨"),
        rows=rows,
    )
    return describe(whole.fit(np.arange(train or len(texts))))


@pytest.fixture
def preview(qtbot):
    made = DataPreview()
    qtbot.addWidget(made)
    made.resize(420, 900)
    made.show()
    return made


def test_texts_are_shown_with_what_the_model_sees(preview):
    preview.show_description(described("좋은 영화, 좋은 밤", "지루한 밤", most=2, length=3))
    texts = preview._texts
    assert texts.isVisible()
    assert not preview._table.isVisible()
    assert texts.examples[0].written.text() == "좋음: 좋은 영화, 좋은 밤"
    assert texts.examples[0].tokens.text() == "좋은 · [UNK] · 좋은"
    assert [row.isVisible() for row in texts.examples] == [True, True, False, False, False, False]
    assert "3 tokens; 50.0 %" in texts.about_lengths.text()
    assert "2 of 4 different" in texts.about_coverage.text()
    assert "validate" not in texts.about_coverage.text()
    preview.grab()


def test_spaces_can_be_seen_among_characters_and_long_texts_are_short(preview):
    preview.show_description(described("가 나\n" * 200, "나 가", level="character"))
    text, tokens = preview._texts.examples[0].written, preview._texts.examples[0].tokens
    assert tokens.text().startswith("가 · ␣ · 나 · [UNK]")
    assert len(text.text()) < 180
    assert text.text().endswith("…")
    preview.grab()


def test_unknown_tokens_elsewhere_are_reported(preview):
    preview.show_description(described("a a b b", "c d", train=1))
    assert "texts that validate it is 100 %" in preview._texts.about_coverage.text()


def test_distributions_follow_and_hide_for_other_data(preview):
    preview.show_description(described("a a b", "a a a b", "c"))
    before = preview._texts.lengths.grab().toImage()
    preview.show_description(described("a a b", "a a a b", "c", length=1))
    assert preview._texts.lengths.grab().toImage() != before
    curve = preview._texts.coverage.grab().toImage()
    preview.show_description(described("a a b", "a a a b", "c", length=1, most=1))
    assert preview._texts.coverage.grab().toImage() != curve
    table = Dataset(
        kind="table",
        task="classification",
        x=np.zeros((2, 1), np.float32),
        y=np.array([0, 1]),
        fingerprint="",
        class_names=("a", "b"),
    )
    preview.show_description(describe(table))
    assert not preview._texts.isVisible()
    assert preview._table.isVisible()


def test_of_numbers_of_words_only_what_is_known_is_shown(preview):
    preview.show_description(described("a b", "b c"))
    assert preview._texts.coverage.isVisible()
    whole = Dataset(
        kind="keras",
        task="classification",
        x=np.array([[1, 3, 0], [1, 2, 4]], np.int32),
        y=np.array([0, 1]),
        fingerprint="",
        class_names=("a", "b"),
        numbered=NumberedTexts(5, ("", "[START]", "[UNK]", "good", "film"), 2, np.array([2, 4])),
    )
    preview.show_description(describe(whole))
    texts = preview._texts
    assert not texts.coverage.isVisible()
    assert texts.examples[1].tokens.text() == "[START] · [UNK] · film"
    assert "50.0 % of the training texts" in texts.about_lengths.text()
    assert texts.about_coverage.text().startswith("There are 5 numbers of words; 20.0 %")


def test_a_single_token_can_be_drawn(preview):
    preview.show_description(described("a", "a"))
    preview.grab()


def test_a_click_or_a_key_on_a_text_shows_it_whole_with_its_file(preview, qtbot):
    long = "좋은 영화 " * 100
    whole = described(long, "지루한 밤 지루한 밤")
    named = replace(
        whole, examples=tuple(replace(one, name=f"pos/{one.index}.txt") for one in whole.examples)
    )
    preview.show_description(named)
    qtbot.waitUntil(lambda: preview._texts.examples[1].height() > 20)  # laid out
    QTest.mouseClick(preview._texts.examples[1], Qt.MouseButton.LeftButton)
    (dialog,) = preview.findChildren(ExampleDialog)
    assert dialog.isVisible()
    assert dialog._name.text() == "pos/1.txt"
    assert dialog._text._written.toPlainText() == "지루한 밤 지루한 밤"
    assert dialog._text._tokens.toPlainText() == "지루한 · 밤 · 지루한 · 밤"
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog._text._written.setFocus()
    QTest.keyClick(dialog._text._written, Qt.Key.Key_Left)
    assert dialog._name.text() == "pos/0.txt"
    assert dialog._text._written.toPlainText() == long
    assert not dialog.before.isEnabled()
    assert dialog.before.accessibleDescription() == "This is the first example."
    dialog.grab()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    preview._texts.examples[0].setFocus()
    QTest.keyClick(preview._texts.examples[0], Qt.Key.Key_Return)
    assert [one._name.text() for one in preview.findChildren(ExampleDialog) if one.isVisible()] == [
        "pos/0.txt"
    ]
