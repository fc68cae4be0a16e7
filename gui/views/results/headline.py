"""The result of a run in one large sentence, and the baselines beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from engine.report.figure import Drawing
from engine.report.grid_figure import table_drawing
from engine.report.tables import table_csv
from gui.style import SPACE, mark
from gui.text import tr
from gui.views.results.result_card import ResultCard


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a plain method reaches on the same examples.

    Attributes:
        name: In words, such as "always the most frequent class".
        value: Its measure as it is written, such as "10.0 %".
        beaten: Whether the model does better; None where that cannot be said.
        is_best: Whether no other plain method does better.
    """

    name: str
    value: str
    beaten: bool | None
    is_best: bool = False


class Headline(ResultCard):
    """A card with the sentence.

    Attributes:
        sentence: The result.
        note: A line below it: what the result is about, or what to know of it.
        verdict: Whether the network was worth it.
        beside: What plain methods reach, in one line, so that the views below have the room.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Result"), "result", parent=parent)
        self.sentence, self.note, self.verdict, self.beside = QLabel(), QLabel(), QLabel(), QLabel()
        mark(self.sentence, "role", value="title")
        for label in (self.note, self.beside):
            mark(label, "role", value="muted")
        for label in (self.sentence, self.note, self.verdict, self.beside):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._sentence = ""
        self._baselines: tuple[Baseline, ...] = ()
        self.lead_with(self.sentence)
        self.body.setSpacing(SPACE.xs)
        for label in (self.note, self.verdict, self.beside):
            self.body.addWidget(label)

    def show_result(self, sentence: str, *, note: str = "", baselines: Sequence[Baseline] = ()) -> None:
        """Show a result.

        Args:
            sentence: See `engine.evaluate.result_words`.
            note: A line below it; "" for none.
            baselines: In the order in which they are listed; those that were not calculated are left out.
        """
        self._baselines = tuple(baselines)
        self._sentence = sentence
        self.sentence.setText(_unbroken(sentence))
        self.note.setText(_unbroken(note))
        self.note.setVisible(bool(note))
        verdict, role = _verdict(self._baselines)
        self.verdict.setText(_unbroken(verdict))
        mark(self.verdict, "role", value=role)
        self.verdict.setVisible(bool(verdict))
        self.setAccessibleDescription(" ".join([sentence, note, verdict, *_lines(self._baselines)]))
        beside = "  ·  ".join(f"{each.name} {each.value}" for each in self._baselines)
        self.beside.setText(_unbroken(beside))
        self.beside.setVisible(bool(self._baselines))

    def drawing(self) -> Drawing:
        """Return the sentence and the baselines as a figure."""
        titles = (tr("Baseline"), tr("Result"))
        rows = [(baseline.name, baseline.value) for baseline in self._baselines]
        return table_drawing(titles, rows, title=self._sentence, numeric=(False, True))

    def csv(self) -> str:
        """Return the sentence and the baselines as a table."""
        rows = [(baseline.name, baseline.value) for baseline in self._baselines]
        return table_csv([tr("Name"), tr("Result")], [(tr("Model"), self._sentence), *rows])


def _unbroken(text: str) -> str:
    """Keep each number and its percent sign on one line."""
    return text.replace(" %", "\u00a0%")


def _lines(baselines: Sequence[Baseline]) -> list[str]:
    return [f"{baseline.name}: {baseline.value}." for baseline in baselines]


def _verdict(baselines: Sequence[Baseline]) -> tuple[str, str]:
    """Return whether the model was worth it in words, and the role of the label."""
    known = [baseline for baseline in baselines if baseline.beaten is not None]
    better = [baseline.name for baseline in known if not baseline.beaten]
    unclear = sorted((each for each in baselines if each.beaten is None), key=lambda each: not each.is_best)
    if better:
        return tr("No better than: {names}.", names=", ".join(better)), "warning"
    if unclear:
        return tr(
            "The best simple method is as good, as far as these examples can tell: {method}, {value}.",
            method=unclear[0].name,
            value=unclear[0].value,
        ), "warning"
    if not known:
        return "", ""
    return tr("Better than every baseline below."), "success"
