"""Findings beside what they are about: a sentence each, with a button for each change that takes it away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.problems import Problem
from gui.style import SPACE
from gui.text import tr


class Findings(QWidget):
    """A frame for each finding, in the colour of its severity; hidden while there is none.

    Signals:
        cure_asked(Cure): The button of this change was pressed.
    """

    cure_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Problem, ...] = ()
        self._frames: list[QFrame] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.xs)
        self.hide()

    def show_findings(self, findings: Sequence[Problem]) -> None:
        """Show these findings in place of the last ones."""
        if tuple(findings) == self._shown:
            return
        self._shown = tuple(findings)
        for frame in self._frames:
            self._column.removeWidget(frame)
            frame.hide()
            frame.deleteLater()
        self._frames = [self._frame(finding) for finding in findings]
        for frame in self._frames:
            self._column.addWidget(frame)
        self.setVisible(bool(findings))

    def _frame(self, finding: Problem) -> QFrame:
        frame = QFrame(self)
        frame.setProperty("role", "problem" if finding.severity == "error" else "warning")
        text = QLabel(finding.message, frame)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(SPACE.m, SPACE.s, SPACE.m, SPACE.s)
        inside.addWidget(text)
        if finding.cure is not None:
            button = QPushButton(finding.cure.title, frame)
            button.setToolTip(tr("Changes the settings; Ctrl+Z takes it back."))
            button.setAccessibleDescription(finding.message)
            button.clicked.connect(partial(self._ask, finding))
            row = QHBoxLayout()
            row.addWidget(button)
            row.addStretch(1)
            inside.addLayout(row)
        return frame

    def _ask(self, finding: Problem, _checked: bool = False) -> None:
        self.cure_asked.emit(finding.cure)
