"""Findings beside what they are about: a sentence each, with a button for each change that takes it away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.data.problems import Note
from engine.problems import Cure, Problem
from gui.style import SPACE
from gui.text import tr


class Findings(QWidget):
    """A frame for each finding, in the colour of its severity; hidden while there is none.

    Signals:
        cure_asked(Cure): The button of this change was pressed.
        setting_asked(str): The setting at this path is to be shown.
    """

    cure_asked = Signal(object)
    setting_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[object, ...] = ()
        self._frames: list[QFrame] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.xs)
        self.hide()

    def show_findings(self, findings: Sequence[Problem]) -> None:
        """Show these findings in place of the last ones."""
        if tuple(findings) != self._shown:
            self._shown = tuple(findings)
            self._show([self._problem(finding) for finding in findings])

    def show_notes(self, notes: Sequence[Note], titles: Mapping[str, str] | None = None) -> None:
        """Show these notes in place of what was shown.

        Args:
            notes: Sentences that know what they are about.
            titles: Titles of settings by path: a note about one of them has a button that shows it.
        """
        shown = tuple((note, note.about, note.cure) for note in notes)  # notes are equal by their words alone
        if shown != self._shown:
            self._shown = shown
            self._show([self._note(note, (titles or {}).get(note.about, "")) for note in notes])

    def _show(self, frames: list[QFrame]) -> None:
        for frame in self._frames:
            self._column.removeWidget(frame)
            for button in frame.findChildren(QPushButton):
                button.clearFocus()  # else the next editor gets it, and the wheel would change that
            frame.hide()
            frame.deleteLater()
        self._frames = frames
        for frame in frames:
            self._column.addWidget(frame)
        self.setVisible(bool(frames))

    def _problem(self, finding: Problem) -> QFrame:
        role = "problem" if finding.severity == "error" else "warning"
        return self._frame(finding.message, role, self._buttons(finding.message, finding.cure))

    def _note(self, note: Note, title: str) -> QFrame:
        buttons = self._buttons(note, note.cure)
        if title:
            shows = QPushButton(tr("Show {setting}", setting=title))
            shows.setProperty("kind", "ghost")
            shows.setToolTip(tr("Goes to the setting that decides it."))
            shows.clicked.connect(partial(self._ask_setting, note.about))
            buttons.append(shows)
        return self._frame(note, "note", buttons)

    def _buttons(self, sentence: str, cure: Cure | None) -> list[QPushButton]:
        if cure is None:
            return []
        button = QPushButton(cure.title)
        button.setToolTip(tr("Changes the settings; Ctrl+Z takes it back."))
        button.setAccessibleDescription(sentence)
        button.clicked.connect(partial(self._ask, cure))
        return [button]

    def _frame(self, sentence: str, role: str, buttons: Sequence[QPushButton]) -> QFrame:
        frame = QFrame(self)
        frame.setProperty("role", role)
        text = QLabel(sentence, frame)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(SPACE.m, SPACE.s, SPACE.m, SPACE.s)
        inside.addWidget(text)
        if buttons:
            row = QHBoxLayout()
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
            inside.addLayout(row)
        return frame

    def _ask(self, cure: Cure, _checked: bool = False) -> None:
        self.cure_asked.emit(cure)

    def _ask_setting(self, path: str, _checked: bool = False) -> None:
        self.setting_asked.emit(path)
