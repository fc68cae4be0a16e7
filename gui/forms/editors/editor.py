"""The base class of the editors of one value: when a change is emitted, and when typed text is retained.

An editor shows one value and emits another; the settings validate it. Label, note and problem are shown
around it by `gui.forms.field_row`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from gui.forms.editors.text_values import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.settings.declaration.declare import Section

_NOTHING = object()


class Editor(QWidget):
    """Edits one value.

    Attributes:
        is_typed: Whether a change takes several keys, so that it can be unfinished; False for choices.
        is_wide: Whether it takes the whole width; otherwise unit and note are at its right.
        is_below: Whether it stands below its label, with the width of both.

    Signals:
        changed: a new value, not validated, when the person has finished a change.
        unreadable: why the typed text cannot be parsed, as a sentence; "" once it can be.
        sibling_changed: name and new value of another setting of the section that this editor edits too.
    """

    changed = Signal(object)
    unreadable = Signal(str)
    sibling_changed = Signal(str, object)

    is_typed = True
    is_wide = False
    is_below = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Any = _NOTHING
        self._sent: Any = _NOTHING

    def read(self) -> Any:
        """Return the value in the editor.

        Raises:
            UnreadableError: The typed text cannot be parsed; the message is a sentence for the person.
        """
        raise NotImplementedError

    def display(self, value: Any) -> None:
        """Put `value` into the editor without emitting signals."""
        raise NotImplementedError

    def set_options(self, options: Sequence[Any]) -> None:
        """Suggest these values, if the editor has suggestions."""

    def show_siblings(self, section: Section) -> None:
        """Take the values of the section, if the editor shows other settings of it too."""

    def set_name(self, name: str, *, about: str) -> None:
        """Set the accessible name and description of the widget that gets the focus.

        Args:
            name: The translated title of the setting.
            about: Its translated help.
        """
        target: QWidget = self
        while (proxy := target.focusProxy()) is not None:
            target = proxy
        target.setAccessibleName(name)
        target.setAccessibleDescription(about)

    def set_marked(self, marked: bool) -> None:
        """Draw the editor as one with a problem, or not."""

    def show_value(self, value: Any) -> None:
        """Show the value of the snapshot.

        Typed text is retained while it means the same value, and while the value in the snapshot has not
        changed: then it is a refused or unfinished edit, which the person can correct.
        """
        before, self._shown = self._shown, value
        if self.reads(value):
            self._sent = value
        elif not (self.is_typed and same(before, value)):
            self._sent = value
            self.display(value)
            self.unreadable.emit("")

    @property
    def has_shown(self) -> bool:
        """Whether a value of the snapshot was shown, to which `revert` can return."""
        return self._shown is not _NOTHING

    def settle(self) -> None:
        """Show the value of the snapshot again, unless the editor is in use."""
        if not self.is_in_use():
            self.drop_typing()

    def drop_typing(self) -> None:
        """Discard typed text and show the value of the snapshot again."""
        if self.has_shown and not self.reads(self._shown):
            self.display(self._shown)
            self.unreadable.emit("")
            self._sent = self._shown

    def finish_typing(self) -> None:
        """Emit what has been typed now, without waiting for a pause."""

    def revert(self) -> None:
        """Show the value of the snapshot again and emit it, so that its problem is removed."""
        if self.has_shown:
            self.display(self._shown)
            self.unreadable.emit("")
            self._sent = self._shown
            self.changed.emit(self._shown)

    def is_in_use(self) -> bool:
        """Whether the person may be in the middle of a change, as the editor has the focus."""
        return self.hasFocus()

    def reads(self, value: Any) -> bool:
        """Whether the editor contains exactly this value."""
        try:
            return same(self.read(), value)
        except UnreadableError:
            return False

    @Slot()
    def commit(self) -> None:
        """Emit `changed` if the value is a new one, or `unreadable` if it cannot be parsed."""
        try:
            value = self.read()
        except UnreadableError as error:
            self._sent = _NOTHING
            self.unreadable.emit(str(error))
            return
        self.unreadable.emit("")
        if not same(value, self._sent):
            self._sent = value
            self.changed.emit(value)


def same(first: Any, second: Any) -> bool:
    """Whether two values are equal and of one type: 1, 1.0 and True all differ."""
    return type(first) is type(second) and first == second
