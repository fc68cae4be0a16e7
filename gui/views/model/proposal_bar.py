"""The model that is proposed for the data, with the reason and a button that chooses it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.style import SPACE
from gui.text import tr


class ProposalBar(QFrame):
    """A card with a proposal; hidden while there is none.

    Attributes:
        button: The button that chooses the model.

    Signals:
        taken(): The proposed model is to be used.
    """

    taken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._name, self._reason = QLabel(), QLabel()
        self._reason.setProperty("role", "muted")
        for text in (self._name, self._reason):
            text.setWordWrap(True)
        self.button = QPushButton(tr("Use it"))
        self.button.clicked.connect(self.taken)
        words = QVBoxLayout()
        words.setSpacing(SPACE.hair)
        words.addWidget(self._name)
        words.addWidget(self._reason)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.l, SPACE.s, SPACE.l, SPACE.s)
        row.setSpacing(SPACE.m)
        row.addLayout(words, 1)
        row.addWidget(self.button)
        self.hide()

    def show_proposal(self, name: str, reason: str) -> None:
        """Show a proposal.

        Args:
            name: The name of the proposed model; "" hides the card.
            reason: Why it suits the data.
        """
        self._name.setText(tr("Proposed for this data: {model}", model=name))
        self._reason.setText(reason)
        self.setVisible(bool(name))
