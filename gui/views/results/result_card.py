"""The base of every view of results: a card with a title, a menu that saves what it shows, and its content.

A file has the colours for print, dark on white, whatever the theme. Where it is written is left to the
window: a card only emits what is to be saved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from engine.report.figure import Drawing, svg
from gui.style import SPACE, set_icon
from gui.text import tr
from gui.views.parts.elided import ElidedLabel
from gui.views.parts.image_export import png

_ALL = 1000  # of the width that is left, beside the stretch before the menu


@dataclass(frozen=True, slots=True)
class ToSave:
    """What is to be written to a file.

    Attributes:
        title: Title of the dialog that asks for the file.
        name: Of the file, without its suffix.
        makers: What makes the content of a file, by suffix, such as ".png".
    """

    title: str
    name: str
    makers: Mapping[str, Callable[[], bytes]]


class ResultCard(QFrame):
    """A card that can be saved as a picture and as a table.

    Args:
        title: Heading of the card.
        name: Of saved files, without a suffix.

    Attributes:
        title: The heading; of the picture too.
        head: The row of the heading; choices are added before its last item, the menu.
        body: Where the content is added.
        menu_button: Opens the menu.

    Signals:
        save_asked(ToSave): A picture or a table is to be saved.
        copy_asked(Drawing): The picture is to be copied to the clipboard.
    """

    save_asked = Signal(object)
    copy_asked = Signal(object)

    def __init__(self, title: str, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.title = title
        self._file_name = name
        self._heading = ElidedLabel(title)
        self._heading.setProperty("role", "heading")
        self.menu_button = QToolButton()
        self.menu_button.setProperty("kind", "quiet")
        self.menu_button.setText(tr("Save"))
        self.menu_button.setAccessibleName(tr("Save or copy: {title}", title=title))
        self.menu_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        set_icon(self.menu_button, "save", tint="muted")
        self.menu_button.setMenu(self._menu())
        self.head = QHBoxLayout()
        self.head.setSpacing(SPACE.s)
        self.head.addWidget(self._heading)
        self.head.addStretch(1)
        self.head.addWidget(self.menu_button)
        self.body = QVBoxLayout()
        self.body.setSpacing(SPACE.s)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE.l, SPACE.s, SPACE.s, SPACE.m)
        whole.setSpacing(SPACE.s)
        whole.addLayout(self.head)
        inner = QHBoxLayout()
        inner.setContentsMargins(0, 0, SPACE.s, 0)
        inner.addLayout(self.body)
        whole.addLayout(inner, 1)

    def set_title(self, title: str) -> None:
        """Name the card, and its picture."""
        self.title = title
        self._heading.setText(title)

    def lead_with(self, widget: QWidget) -> None:
        """Show `widget` in the place of the heading, which saves a line."""
        self._heading.hide()
        self.head.insertWidget(0, widget, _ALL)

    def add_choice(self, widget: QWidget) -> None:
        """Add a choice to the head, right of what is there, left of the menu."""
        self.head.insertWidget(self.head.count() - 1, widget)

    def drawing(self) -> Drawing:
        """Return what is shown as a figure for other programs, dark on white."""
        raise NotImplementedError

    def csv(self) -> str:
        """Return the numbers that are shown as CSV."""
        raise NotImplementedError

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for text, icon, slot in (
            (tr("&Copy as a picture"), "copy", self._copy),
            (tr("Save the &picture (SVG, PNG)..."), "save", self._save_picture),
            (tr("Save the &table (CSV)..."), "save", self._save_table),
        ):
            action = menu.addAction(text)
            set_icon(action, icon, tint="muted")
            action.triggered.connect(slot)
        return menu

    @Slot()
    def _copy(self) -> None:
        self.copy_asked.emit(self.drawing())

    @Slot()
    def _save_picture(self) -> None:
        drawn = svg(self.drawing())
        makers = {".svg": drawn.encode, ".png": partial(png, drawn)}
        self.save_asked.emit(ToSave(tr("Save the picture"), self._file_name, makers))

    @Slot()
    def _save_table(self) -> None:
        self.save_asked.emit(ToSave(tr("Save the table"), self._file_name, {".csv": self.csv().encode}))
