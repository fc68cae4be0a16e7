"""The findings of the coach beside the curves: a card for each, with buttons for its remedies."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from engine.coach.finding import FindingKind
from engine.coach.remedies import Advised, Change
from engine.coach.sentences import sentences, title
from gui.style import SPACE, set_icon
from gui.text import tr

_MOST = 2  # findings at a time: more are not read
_MOST_CHANGES = 3


class CoachCards(QWidget):
    """Cards below each other; the widget is hidden while there are none.

    Signals:
        change_asked(Change): The remedy to apply to the settings.
        dismissed(FindingKind): The kind of finding that is to be shown no more.
    """

    change_asked = Signal(object)
    dismissed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Advised, ...] = ()
        self._cards: list[QFrame] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.s)
        self.hide()

    def show_advice(self, advice: Sequence[Advised]) -> None:
        """Show these findings in place of the last ones; nothing is done if they are equal.

        Args:
            advice: Findings with their remedies; only the first two are shown.
        """
        shown = tuple(advice[:_MOST])
        if shown == self._shown:
            return
        self._shown = shown
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = [self._card(each) for each in shown]
        for card in self._cards:
            self._column.addWidget(card)
        self.setVisible(bool(shown))

    def _card(self, advised: Advised) -> QFrame:
        kind = advised.finding.kind
        card = QFrame()
        card.setProperty("role", "card")
        card.setAccessibleName(title(kind))
        column = QVBoxLayout(card)
        column.setContentsMargins(SPACE.l, SPACE.s, SPACE.s, SPACE.m)
        column.setSpacing(SPACE.s)
        column.addLayout(self._head(kind))
        seen, means = sentences(advised.finding)
        inner = QVBoxLayout()
        inner.setContentsMargins(0, 0, SPACE.s, 0)
        inner.setSpacing(SPACE.s)
        for sentence, role in ((seen, ""), (means, "muted")):
            text = QLabel(sentence)
            text.setWordWrap(True)
            text.setProperty("role", role)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            inner.addWidget(text)
        for change in advised.changes[:_MOST_CHANGES]:
            inner.addWidget(self._button(change))
        if any(change.done for change in advised.changes):
            hint = QLabel(tr("Changed. F5 trains again, Ctrl+Z takes it back."))
            hint.setWordWrap(True)
            hint.setProperty("role", "caption")
            inner.addWidget(hint)
        column.addLayout(inner)
        return card

    def _head(self, kind: FindingKind) -> QHBoxLayout:
        icon = QToolButton()
        icon.setProperty("kind", "quiet")
        icon.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        icon.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        set_icon(icon, "warning", tint="warning")
        heading = QLabel(title(kind))
        heading.setProperty("role", "heading")
        heading.setWordWrap(True)
        close = QToolButton()
        close.setProperty("kind", "ghost")
        close.setToolTip(tr("Dismiss"))
        close.setAccessibleName(tr("Dismiss"))
        set_icon(close, "close", tint="muted")
        close.clicked.connect(partial(self.dismissed.emit, kind))
        row = QHBoxLayout()
        row.setSpacing(SPACE.xs)
        row.addWidget(icon)
        row.addWidget(heading, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _button(self, change: Change) -> QPushButton:
        button = QPushButton(change.title)
        if change.done:
            set_icon(button, "check", tint="success")
            button.setEnabled(False)
            button.setToolTip(tr("The settings have this already. Train again to see what it does."))
        else:
            button.setToolTip(tr("Changes the settings; Ctrl+Z takes it back."))
            button.clicked.connect(partial(self.change_asked.emit, change))
        return button
