"""What every editor of one value has in common: when it tells of a change, and when it keeps what is typed.

An editor shows one value and tells of another; whether that is allowed is for the settings to say. Labels,
notes and problems stand around it, in `field_row`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from gui.forms.editors.text_values import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOTHING = object()


class Editor(QWidget):
    """Edits one value.

    Signals:
        changed: a new value, when the person has finished a change.
        unreadable: the sentence that says why what is typed means no value; "" when it does again.
    """

    changed = Signal(object)
    unreadable = Signal(str)

    # whether a change takes several keys, so that it can be unfinished; a check or choice cannot
    is_typed = True
    is_wide = False  # whether it takes all the width that there is; otherwise unit and note stand right of it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Any = _NOTHING
        self._sent: Any = _NOTHING

    def read(self) -> Any:
        """The value that stands in the editor; UnreadableError with a sentence if it means none."""
        raise NotImplementedError

    def display(self, value: Any) -> None:
        """Write `value` into the editor without telling of it."""
        raise NotImplementedError

    def set_options(self, options: Sequence[Any]) -> None:
        """Suggest these values, where the editor suggests any."""

    def set_name(self, name: str, *, about: str) -> None:
        """Say to a screen reader what is edited here."""
        target: QWidget = self
        while (proxy := target.focusProxy()) is not None:
            target = proxy
        target.setAccessibleName(name)
        target.setAccessibleDescription(about)

    def set_marked(self, marked: bool) -> None:
        """Draw the editor as one that holds a problem."""

    def show_value(self, value: Any) -> None:
        """Show the value of the snapshot.

        What is typed stays as it is while it means the same value, and also while the snapshot's value has
        not changed: then it is a refused or unfinished edit, which the person mends.
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
        """Whether there is a snapshot's value to go back to."""
        return self._shown is not _NOTHING

    def settle(self) -> None:
        """Show the snapshot's value again, unless the editor is in use."""
        if not self.is_in_use():
            self.drop_typing()

    def drop_typing(self) -> None:
        """Show the snapshot's value again, whatever has been typed."""
        if self.has_shown and not self.reads(self._shown):
            self.display(self._shown)
            self.unreadable.emit("")
            self._sent = self._shown

    def finish_typing(self) -> None:
        """Tell of what has been typed now, without waiting for a pause."""

    def revert(self) -> None:
        """Take back what was not accepted, and tell of the snapshot's value so that a problem can go."""
        if self.has_shown:
            self.display(self._shown)
            self.unreadable.emit("")
            self._sent = self._shown
            self.changed.emit(self._shown)

    def is_in_use(self) -> bool:
        """Whether the person may be in the middle of a change here."""
        return self.hasFocus()

    def reads(self, value: Any) -> bool:
        """Whether the editor stands for just this value."""
        try:
            return same(self.read(), value)
        except UnreadableError:
            return False

    @Slot()
    def commit(self) -> None:
        """Tell of the value if it is a new one, or that it cannot be read."""
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
    """Whether two raw values are one: 1, 1.0 and True are three."""
    return type(first) is type(second) and first == second
