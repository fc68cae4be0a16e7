"""The preview of texts: lengths, known tokens, and what the model sees of some examples."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine.language import percent
from gui.style import SPACE
from gui.text import tr
from gui.views.data.distribution import Distribution
from gui.views.data.example_grid import label_of
from gui.views.data.text_row import TextRow
from gui.views.parts import numbers

if TYPE_CHECKING:
    from engine.data.describe import Description
    from engine.data.text.facts import TextExample, TextFacts

_MOST_EXAMPLES = 6
_MOST_LETTERS = 160
_BLANKS = {" ": "␣", "\n": "↵", "\t": "⇥"}


class TextPreview(QWidget):
    """The preview of a data set of texts; hidden for other data.

    Attributes:
        lengths: The distribution of tokens in a text.
        coverage: The share of all tokens by the size of the vocabulary.
        about_lengths: A sentence on the lengths.
        about_coverage: A sentence on the vocabulary.
        coverage_title: The heading of the coverage.
        examples: A button for each example, with its text and its tokens.

    Signals:
        opened(int): The place of the example that is to be shown whole.
    """

    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE.xs)
        self.lengths, self.coverage = Distribution(), Distribution()
        self.about_lengths, self.about_coverage = _label("caption"), _label("caption")
        self.coverage_title = _label("muted")
        for heading, title, drawing, about in (
            (_label("muted"), tr("Tokens in a text"), self.lengths, self.about_lengths),
            (
                self.coverage_title,
                tr("Share of all tokens that so many different ones make up"),
                self.coverage,
                self.about_coverage,
            ),
        ):
            heading.setText(title)
            drawing.setAccessibleName(title)
            for widget in (heading, drawing, about):
                layout.addWidget(widget)
            layout.addSpacing(SPACE.s)
        heading = _label("muted")
        heading.setText(tr("Examples, and the tokens that the model sees"))
        layout.addWidget(heading)
        self.examples = [TextRow(self) for _ in range(_MOST_EXAMPLES)]
        for number, row in enumerate(self.examples):
            row.clicked.connect(partial(self._ask, number))
            layout.addWidget(row)

    def _ask(self, number: int, _checked: bool = False) -> None:
        self.opened.emit(number)

    def show_description(self, description: Description) -> None:
        """Show the texts of a data set, or hide."""
        facts = description.texts
        self.setVisible(facts is not None)
        if facts is None:
            return
        self._show_distributions(facts)
        labels = [label_of(example) for example in description.examples]
        for number, row in enumerate(self.examples):
            there = number < len(facts.examples)
            row.setVisible(there)
            if there:
                example = facts.examples[number]
                row.show_text(f"{labels[number]}: {_short(example.text)}", _short(tokens_in_words(example)))

    def _show_distributions(self, facts: TextFacts) -> None:
        self.lengths.show_bars(facts.bars, most=facts.longest, cut=facts.length)
        self.about_lengths.setText(
            tr(
                "The model reads {length} tokens; {share} of the training texts are longer and cut.",
                length=numbers.count(facts.length),
                share=percent(facts.cut),
            )
        )
        self.coverage_title.setVisible(bool(facts.coverage))
        self.coverage.setVisible(bool(facts.coverage))
        if not facts.coverage:
            self.about_coverage.setText(
                tr(
                    "There are {known} numbers of words; {share} of all words stand for unknown ones.",
                    known=numbers.count(facts.vocabulary),
                    share=percent(facts.unknown),
                )
            )
            return
        most = max(facts.coverage[-1][0], facts.vocabulary)
        self.coverage.show_curve(facts.coverage, most=most, cut=facts.vocabulary)
        sentence = tr(
            "{known} of {different} different tokens are known;"
            " {share} of all tokens in the training texts are unknown.",
            known=numbers.count(facts.vocabulary),
            different=numbers.count(facts.different),
            share=percent(facts.unknown),
        )
        if facts.unknown_elsewhere is not None:
            sentence += " " + tr(
                "In texts that validate it is {share}.", share=percent(facts.unknown_elsewhere)
            )
        self.about_coverage.setText(sentence)


def tokens_in_words(example: TextExample) -> str:
    """Return the tokens of a text in a line, with signs for spaces and line ends."""
    return " · ".join(_BLANKS.get(token, token) for token in example.tokens)


def _short(text: str) -> str:
    whole = " ".join(text.split())
    return whole if len(whole) <= _MOST_LETTERS else whole[: _MOST_LETTERS - 1] + "…"


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
