"""The rows of the settings of one section; rarely used ones are folded.

The forms inside, of a section in a section, stand between the rows; what they show is left to `section_form`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.forms.disclosure import Disclosure
from gui.forms.field_row import FieldRow
from gui.forms.form import Form, scroll_to
from gui.style import SPACE, set_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.settings.declaration.declare import Declared, Section


class SectionRows(QWidget):
    """Rows by the dotted paths of their settings.

    Args:
        parent: The form.

    Attributes:
        by_path: The rows, in their order.
        more: The part that is folded, with the rows of rarely used settings.

    Signals:
        edited: dotted path and new value.
        unreadable: dotted path, and why the typed text cannot be parsed.
        pressed: dotted path of the row that was pressed.
    """

    edited = Signal(str, object)
    unreadable = Signal(str, str)
    pressed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.by_path: dict[str, FieldRow] = {}
        self._folded: list[FieldRow] = []
        self._shown = QVBoxLayout(self)
        self._shown.setContentsMargins(0, 0, 0, 0)
        self._shown.setSpacing(SPACE.hair)

    def add_row(self, declared: Declared, path: str) -> None:
        """Add the row of a setting.

        Args:
            declared: The setting.
            path: Its dotted path.
        """
        row = FieldRow(declared, path, parent=self)  # with a later parent it would be styled twice
        self.by_path[path] = row
        row.edited.connect(self.edited)
        row.unreadable.connect(self._row_unreadable)
        row.pressed.connect(self.pressed)
        if declared.info.more:
            self._folded.append(row)
        else:
            self._shown.addWidget(row)

    def add_form(self, form: Form) -> None:
        """Add the form of a section inside this one.

        Args:
            form: The form.
        """
        self._shown.addWidget(form)

    def fold(self) -> None:
        """Add the folded part below all others; called once, as the tab order is the order of creation."""
        self.more = Disclosure(self)
        for row in self._folded:
            self.more.body.addWidget(row)
        self._shown.addWidget(self.more)
        set_shown(self.more, on=bool(self._folded))

    def show_values(self, section: Section) -> None:
        """Show the values of a section without emitting signals.

        Args:
            section: Its values.
        """
        for row in self.by_path.values():
            row.editor.show_siblings(section)
            row.show_value(getattr(section, row.declared.name))
        self._count()

    def show_problem(self, path: str, text: str) -> None:
        """Show a problem below the field; "" removes it."""
        if path in self.by_path:
            self.by_path[path].show_problem(text)
            self._count()

    def set_options(self, editor: str, options: Sequence[Any]) -> None:
        """Suggest values in every field with this special editor."""
        for row in self.by_path.values():
            if row.declared.info.editor == editor:
                row.editor.set_options(options)

    def focus_field(self, path: str) -> None:
        """Unfold the rows if needed, scroll to the field and give it the focus."""
        row = self.by_path.get(path)
        if row is None:
            return
        if row in self._folded:
            self.more.unfold()
        row.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        scroll_to(row)

    def finish_typing(self) -> None:
        """Emit what is still being typed."""
        for row in self.by_path.values():
            row.editor.finish_typing()

    def drop_typing(self) -> None:
        """Discard text that was not accepted."""
        for row in self.by_path.values():
            row.editor.drop_typing()

    def _count(self) -> None:
        changed = sum(row.changed for row in self._folded)
        self.more.show_counts(changed, wrong=sum(row.has_problem for row in self._folded))

    @Slot(str, str)
    def _row_unreadable(self, path: str, sentence: str) -> None:
        self._count()
        self.unreadable.emit(path, sentence)
