"""What every page has: a title, a line on its purpose, and a body that scrolls.

Responsible for the layout: settings in one column, their results in an aside, which stands at the right of a
wide page. On a narrow one it stands below the settings, but above those added as `later`. The content is left
to the pages.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
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
    """A scrolling page with cards in one column, and an aside whose place follows the width of the page.

    Args:
        title: The heading of the page.
        purpose: One sentence below the heading.
    """

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
        self._columns = QGridLayout()
        self._columns.setSpacing(SPACE.l)
        self._main, self._aside, self._later = QWidget(body), QWidget(body), QWidget(body)
        self._cards, self._aside_cards = _column(self._main), _column(self._aside)
        self._later_cards = _column(self._later)
        self._aside.hide()
        self._later.hide()
        self._wide: bool | None = None
        whole.addLayout(self._columns)
        whole.addStretch(1)
        self.setWidget(body)
        self._arrange()

    def add(self, widget: QWidget) -> None:
        """Append `widget` to the column of settings."""
        self._cards.addWidget(widget)

    def add_card(
        self,
        *widgets: QWidget,
        title: str = "",
        about: str = "",
        corner: QWidget | None = None,
        later: bool = False,
    ) -> QFrame:
        """Append a card with the widgets to the column of settings.

        Args:
            *widgets: The content of the card, from top to bottom.
            title: The heading; "" for none.
            about: A muted line below the heading; "" for none.
            corner: A widget at the right of the heading; None for none.
            later: Whether it stands behind the aside on a narrow page.

        Returns:
            The card, a child of the page.
        """
        column, cards = (self._later, self._later_cards) if later else (self._main, self._cards)
        if later:
            self._later.show()
        made = card(*widgets, title=title, about=about, corner=corner, parent=column)
        cards.addWidget(made)
        return made

    def add_aside(
        self, *widgets: QWidget, title: str = "", about: str = "", corner: QWidget | None = None
    ) -> QFrame:
        """Append a card to the aside, and show the aside.

        Args:
            *widgets: The content of the card, from top to bottom.
            title: The heading; "" for none.
            about: A muted line below the heading; "" for none.
            corner: A widget at the right of the heading; None for none.

        Returns:
            The card, a child of the page.
        """
        self._aside.show()  # while it is still empty: showing a widget lays out and styles all its children
        made = card(*widgets, title=title, about=about, corner=corner, parent=self._aside)
        self._aside_cards.addWidget(made)
        self._arrange()
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Choose one or two columns for the new width."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wide = self.viewport().width() >= self.wide_from and not self._aside.isHidden()
        if wide is self._wide:
            return
        self._wide = wide
        grid, top = self._columns, Qt.AlignmentFlag.AlignTop
        places = {
            self._main: (0, 0),
            self._aside: (0, 1) if wide else (1, 0),
            self._later: (1 + (not wide), 0),
        }
        for column, (row, place) in places.items():
            grid.removeWidget(column)
            grid.addWidget(column, row, place, 2 if wide and column is self._aside else 1, 1, top)
        # without an aside, all that the column does not take is at its right
        grid.setColumnStretch(0, 5 if wide else 1000)
        grid.setColumnStretch(1, 4 if wide else 0)
        grid.setColumnStretch(2, 0 if wide else 1)
        grid.setRowStretch(1, 1 if wide else 0)  # so that the aside moves nothing apart at its left
        for column in (self._main, self._later):
            column.setMaximumWidth(_SETTINGS_WIDTH if wide else _SETTINGS_WIDTH + 160)
        self._aside.setMaximumWidth(2 * _SETTINGS_WIDTH if wide else _SETTINGS_WIDTH + 160)


def label(text: str, *, role: str = "") -> QLabel:
    """Make a label that wraps.

    Args:
        text: What it shows.
        role: A role of the style sheet, such as "muted" or "title"; "" for plain text.

    Returns:
        A label without a parent.
    """
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
    """Make a card: a heading, a line about it, and widgets below each other.

    Args:
        *widgets: The content of the card, from top to bottom.
        title: The heading; "" for none.
        about: A muted line below the heading; "" for none.
        corner: A widget at the right of the heading; None for none.
        parent: The parent of the card; None for none.

    Returns:
        The card, with the style sheet's role "card".
    """
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
