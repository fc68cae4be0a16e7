"""The answers to new inputs, one below the other: what was asked, the answer, and how sure the model is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImageReader, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.evaluate.result_words import amount
from engine.message import Sentence, joined
from engine.predict.answers import Answer, Answered
from gui.style import SPACE
from gui.text import tr
from gui.views.parts import numbers
from gui.views.parts.bar_list import BarList
from gui.views.parts.elided import ElidedLabel

MOST = 40
"""Answers that are shown; the command line writes any number of them into a table."""
_PICTURE = 96


class AnswerList(QWidget):
    """The answers that were given last.

    Attributes:
        count: How many answers are shown.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.s)

    def show_answers(self, answered: Answered, *, pictures: Mapping[str, Path] | None = None) -> None:
        """Show these answers in place of the last ones.

        Args:
            answered: The answers, and what could not be read.
            pictures: The files of the pictures that were asked for, by the names of the examples.
        """
        self._clear()
        self.count = min(len(answered.answers), MOST)
        remarks = {remark.name: remark.reason for remark in answered.remarks}
        for answer in answered.answers[:MOST]:
            path = (pictures or {}).get(answer.name)
            self._column.addWidget(_row(answer, path=path, remark=remarks.get(answer.name, "")))
        rest = len(answered.answers) - MOST
        if rest > 0:
            self._say(
                tr(
                    "{count} more answers are not shown; main.py predict writes all of them into a table.",
                    count=numbers.count(rest),
                ),
                role="muted",
            )
        for refused in answered.refused[:MOST]:
            self._say(joined((refused.name, refused.reason), ": "), role="warning")

    def say(self, sentence: Sentence) -> None:
        """Show a sentence in place of answers: why there is none."""
        self._clear()
        self._say(sentence, role="warning")

    def _say(self, sentence: Sentence, *, role: str) -> None:
        said = QLabel(sentence)
        said.setProperty("role", role)
        said.setWordWrap(True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._column.addWidget(said)

    def _clear(self) -> None:
        self.count = 0
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def _row(answer: Answer, *, path: Path | None, remark: str) -> QFrame:
    row = QFrame()
    row.setProperty("role", "card")
    line = QHBoxLayout(row)
    line.setContentsMargins(SPACE.m, SPACE.s, SPACE.m, SPACE.s)
    line.setSpacing(SPACE.m)
    if path is not None:
        picture = QLabel()
        picture.setFixedSize(_PICTURE, _PICTURE)
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture.setPixmap(_thumbnail(path))
        picture.setAccessibleName(answer.name)
        line.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(SPACE.xs)
    line.addLayout(words, 1)
    if answer.name:
        name = ElidedLabel(answer.name)
        name.setProperty("role", "muted")
        words.addWidget(name)
    said = QLabel(_words(answer))
    said.setProperty("role", "heading")
    said.setWordWrap(True)
    said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    words.addWidget(said)
    if answer.label:
        bars = BarList()
        bars.setAccessibleName(tr("How sure the model is"))
        bars.show_answers(answer.ranked, are_shares=answer.probabilities)
        words.addWidget(bars)
    if remark:
        odd = QLabel(remark)
        odd.setProperty("role", "warning")
        odd.setWordWrap(True)
        words.addWidget(odd)
    return row


def _words(answer: Answer) -> str:
    """The class, or each target with its number and unit."""
    if answer.label:
        return answer.label
    return "\n".join(
        f"{name}: {amount(value, unit=answer.units.get(name, ''))}" for name, value in answer.values.items()
    )


def _thumbnail(path: Path) -> QPixmap:
    """The picture in a file, small: a large one is not decoded in full where its format allows it."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(size.scaled(QSize(_PICTURE, _PICTURE), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        return QPixmap()
    return QPixmap.fromImage(image)
