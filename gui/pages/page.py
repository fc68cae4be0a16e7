"""What every page has: a title, a line that says what it is for, and a body that scrolls.

A wide page puts what is set at the left and what it leads to at the right; a narrow one puts the second
below the first.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui.style import SPACE

_SETTINGS_WIDTH = 640  # lines of text longer than this are hard to read


class Page(QScrollArea):
    """A page with cards in one column, and an aside that moves with the room there is."""

    wide_from = 1060
    """The width in pixels from which the aside stands beside the cards; forms need more than previews."""

    def __init__(self, *, title: str, purpose: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        body = QWidget(self)
        whole = QVBoxLayout(body)
        whole.setContentsMargins(SPACE.xl, SPACE.l, SPACE.xl, SPACE.xl)
        whole.setSpacing(SPACE.xs)
        whole.addWidget(label(title, role="title"))
        whole.addWidget(label(purpose, role="muted"))
        whole.addSpacing(SPACE.m)
        self._columns = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._columns.setSpacing(SPACE.l)
        self._main = QWidget(body)
        self._cards = _column(self._main)
        self._aside = QWidget(body)
        self._aside_cards = _column(self._aside)
        self._aside.hide()
        self._columns.addWidget(self._main, 5, Qt.AlignmentFlag.AlignTop)
        self._columns.addWidget(self._aside, 4, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(self._columns)
        whole.addStretch(1)
        self.setWidget(body)
        self._arrange()

    def add(self, widget: QWidget) -> None:
        """Put `widget` below the others in the column of settings."""
        self._cards.addWidget(widget)

    def add_card(
        self, *widgets: QWidget, title: str = "", about: str = "", corner: QWidget | None = None
    ) -> QFrame:
        """Put the widgets on a card below the others."""
        made = card(*widgets, title=title, about=about, corner=corner, parent=self._main)
        self._cards.addWidget(made)
        return made

    def add_aside(
        self, *widgets: QWidget, title: str = "", about: str = "", corner: QWidget | None = None
    ) -> QFrame:
        """Put a card where there is room: at the right of a wide page, else below the settings."""
        self._aside.show()  # while it is empty: to show it lays out and styles all that is in it
        made = card(*widgets, title=title, about=about, corner=corner, parent=self._aside)
        self._aside_cards.addWidget(made)
        self._arrange()
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Find the right columns for the width."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wide = self.viewport().width() >= self.wide_from and not self._aside.isHidden()
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(direction)
        self._main.setMaximumWidth(_SETTINGS_WIDTH if wide else _SETTINGS_WIDTH + 160)
        self._aside.setMaximumWidth(2 * _SETTINGS_WIDTH if wide else _SETTINGS_WIDTH + 160)


def label(text: str, *, role: str = "") -> QLabel:
    """A label that wraps, in one of the roles of the style sheet."""
    made = QLabel(text)
    made.setWordWrap(True)
    if role:
        made.setProperty("role", role)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def card(
    *widgets: QWidget,
    title: str = "",
    about: str = "",
    corner: QWidget | None = None,
    parent: QWidget | None = None,
) -> QFrame:
    """A card with a heading, a line about it, and the widgets; `corner` stands right of the heading."""
    made = QFrame(parent)
    made.setProperty("role", "card")
    column = QVBoxLayout(made)
    column.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.l)
    column.setSpacing(SPACE.s)
    head = QHBoxLayout()
    if title:
        head.addWidget(label(title, role="heading"), 1)
    if corner is not None:
        head.addWidget(corner)
    if head.count():
        column.addLayout(head)
    if about:
        column.addWidget(label(about, role="muted"))
        column.addSpacing(SPACE.xs)
    for widget in widgets:
        column.addWidget(widget)
    return made


def _column(owner: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(owner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE.l)
    owner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    return column
