"""The popup of an Add button: all kinds that can be added, under headings, with a search field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from gui.forms.sections.section_list import SUMMARY, TitleAndSentence
from gui.style import SPACE
from gui.text import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from engine.settings.declaration.declare import Section

_WIDTH, _HEIGHT = 380, 440
_KIND = Qt.ItemDataRole.UserRole + 8
_CAN_BE_TAKEN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_PASSED_ON = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class KindPicker(QFrame):
    """A searchable list of kinds of sections.

    Args:
        kinds: The classes, in the order of their headings.
        family: Gives the untranslated heading of a kind, "" for none.

    Attributes:
        search: The search field.
        list: The kinds and their headings.
    """

    picked = Signal(object)  # the class that was chosen

    def __init__(self, kinds: Sequence[type[Section]], *, family: Callable[[type[Section]], str]) -> None:
        super().__init__(None, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search"))
        self.search.setAccessibleName(tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setItemDelegate(TitleAndSentence(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._kinds, self._family = tuple(kinds), family
        self._misfits: dict[type[Section], str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.s, SPACE.s, SPACE.s, SPACE.s)
        column.addWidget(self.search)
        column.addWidget(self.list)
        self.resize(_WIDTH, _HEIGHT)
        self.search.textChanged.connect(self.show_found)
        self.search.returnPressed.connect(self._take_current)
        self.search.installEventFilter(self)
        self.list.itemClicked.connect(self._take)

    def kinds(self) -> list[type[Section]]:
        """Return the kinds that are shown now; none before the first search."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [item.data(_KIND) for item in items if item.data(_KIND) is not None and not item.isHidden()]

    def show_misfits(self, reasons: Mapping[type[Section], str]) -> None:
        """Grey the kinds that do not fit, with the reason in place of their description.

        Args:
            reasons: A sentence for each kind that does not fit.
        """
        self._misfits = dict(reasons)
        for row in range(self.list.count()):
            self._describe(self.list.item(row))

    def open_below(self, button: QWidget) -> None:
        """Open the popup below `button`, or above it, with all kinds and the focus in the search field."""
        self.search.clear()
        self.show_found("")
        place = button.mapToGlobal(QPoint(0, button.height()))
        room = button.screen().availableGeometry()
        place.setX(max(room.left(), min(place.x(), room.right() - self.width())))
        if place.y() + self.height() > room.bottom():
            above = button.mapToGlobal(QPoint(0, 0)).y() - self.height()
            place.setY(max(room.top(), above))
        self.move(place)
        self.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot(str)
    def show_found(self, text: str) -> None:
        """Show the kinds whose title or description contains all words of `text`."""
        if not self.list.count():  # creating a hundred items takes longer than creating the page
            self._fill()
        words = text.casefold().split()
        heading: QListWidgetItem | None = None
        first: QListWidgetItem | None = None
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.data(_KIND) is None:
                heading = item
                heading.setHidden(True)
                continue
            said = f"{item.text()} {item.data(SUMMARY)}".casefold()
            found = all(word in said for word in words)
            item.setHidden(not found)
            if found and heading is not None:
                heading.setHidden(False)
            if not item.flags() & Qt.ItemFlag.ItemIsEnabled:
                continue
            # prefer a title that begins with the word to a description that contains it
            begins = words and item.text().casefold().startswith(words[0])
            if found and (first is None or (begins and not _begins(first, words[0]))):
                first = item
        if first is not None:
            self.list.setCurrentItem(first)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pass the arrow and page keys of the search field on to the list."""
        pressed = event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and Qt.Key(event.key()) in _PASSED_ON:
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    @Slot()
    def _take_current(self) -> None:
        item = self.list.currentItem()
        if not item.isHidden():
            self._take(item)

    @Slot(QListWidgetItem)
    def _take(self, item: QListWidgetItem) -> None:
        kind = item.data(_KIND)
        if kind is not None and kind not in self._misfits:  # Qt reports a click on a disabled item too
            self.hide()
            self.picked.emit(kind)

    def _fill(self) -> None:
        last = ""
        for kind in self._kinds:
            family = self._family(kind)
            heading = tr(family)
            if heading != last:
                self._add_heading(heading)
            last = heading
            self._add_kind(kind)

    def _add_heading(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(item)

    def _add_kind(self, kind: type[Section]) -> None:
        item = QListWidgetItem(tr(kind.title))
        item.setData(_KIND, kind)
        self._describe(item)
        self.list.addItem(item)

    def _describe(self, item: QListWidgetItem) -> None:
        kind = item.data(_KIND)
        if kind is None:
            return
        reason = self._misfits.get(kind, "")
        item.setData(SUMMARY, reason or tr(kind.about))
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, reason or tr(kind.about))
        item.setFlags(Qt.ItemFlag.NoItemFlags if reason else _CAN_BE_TAKEN)


def _begins(item: QListWidgetItem, word: str) -> bool:
    return item.text().casefold().startswith(word)
