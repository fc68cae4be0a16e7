"""An editor of an ordered list of sections, with the form of the selected one beside the list.

The sections are declared in `engine.settings`; nothing here knows a concrete one. The lists of a project are
in `gui.forms.sections.list_editors`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QWidget

from engine.settings.declaration.section_list import ListedSection, sentence
from gui.forms.form import Form, keep_focus, tab_after
from gui.forms.sections.field_messages import FieldMessages, Method
from gui.forms.sections.kind_picker import KindPicker
from gui.forms.sections.section_form import SectionForm
from gui.forms.sections.section_list import ListWords, SectionList
from gui.forms.sections.section_list_layout import ListLayout
from gui.forms.sections.section_list_tools import Commands, ListTools, caption
from gui.style import SPACE
from gui.text import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from engine.settings.declaration.declare import Section

_IN_LIST = ("enabled",)  # the check box of the row


class SectionListEditor(Form):
    """An ordered list of sections; when it changes, `edited` carries `prefix` and the whole tuple.

    Args:
        kinds: The classes that can be added.
        prefix: The dotted path of the list.
        words: The texts of the list.
        family: Gives the untranslated heading under which a kind is offered, "" for none.
        parent: The Qt parent.

    Attributes:
        list: The list of the sections.
        tools: The buttons that change the list; `add`, `up`, `down`, `copy` and `remove` are theirs.
        above: The text above the list, hidden if it is empty.
        below: The text below the list, hidden if it is empty.
    """

    def __init__(
        self,
        kinds: Sequence[type[Section]],
        prefix: str,
        *,
        words: ListWords,
        family: Callable[[type[Section]], str] = lambda _kind: "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(prefix, parent=parent)
        self._words = words
        self._sections: tuple[ListedSection, ...] = ()
        self._form: SectionForm | None = None
        self._messages = FieldMessages()  # of all rows, also of those that are not selected
        self.list = SectionList(words.name, empty=words.empty)
        commands = Commands(self._move_up, self._move_down, self._copy_current, self._remove_current)
        self.tools = ListTools(KindPicker(kinds, family=family), commands)
        self.add, self.up, self.down = self.tools.add, self.tools.up, self.tools.down
        self.copy, self.remove = self.tools.copy, self.tools.remove
        self.tools.picker.picked.connect(self._add_chosen)
        self.above, self.below, self._about = caption(""), caption(""), caption(" ")
        self._head = QLabel()
        self._head.setProperty("role", "heading")
        self._layout = ListLayout(
            self.list,
            column=(self.above, self.list, self.below, self.tools),
            beside=(self._head, self._about),
        )
        self.column.setSpacing(SPACE.l)
        self.column.addWidget(self._message)
        self.column.addLayout(self._layout)
        self.column.addWidget(caption(words.footnote))
        self.set_narrow(narrow=False)
        self.list.currentRowChanged.connect(self._row_selected)
        self.list.toggled.connect(self._toggled)
        self.list.moved.connect(self.move_entry)
        self.list.removed.connect(self.remove_entry)
        self.list.copied.connect(self.copy_entry)

    @property
    def form(self) -> SectionForm | None:
        """The form of the selected section; None if no section is selected."""
        return self._form

    def set_narrow(self, *, narrow: bool) -> None:
        """Put the form below the list, or beside it."""
        self._layout.set_narrow(narrow=narrow)

    def show_values(self, section: Sequence[ListedSection]) -> None:
        """Show these sections without emitting signals; the selected row remains selected."""
        self._sections = tuple(section)
        self.list.show_rows([(tr(item.title), sentence(item), item.enabled) for item in self._sections])
        self._show_problems()
        self._show_selected()
        self._layout.fit_height()

    def paths(self) -> tuple[str, ...]:
        """Return the path of the list, then those of all fields of all sections."""
        names = (
            f"{self.prefix}.{number}.{name}"
            for number, section in enumerate(self._sections)
            for name in type(section).model_fields
            if name != "kind"
        )
        return (self.prefix, *names)

    def show_problem(self, path: str, text: str) -> None:
        """Show a problem in the row of the list, and below the field if its section is selected."""
        super().show_problem(path, text)
        self._say("show_problem", path, text)
        self._show_problems()

    def set_inactive(self, path: str, reason: str) -> None:
        """Disable the field and show the reason; "" enables it again."""
        super().set_inactive(path, reason)
        self._say("set_inactive", path, reason)

    def show_warning(self, path: str, text: str) -> None:
        """Show a warning below the field, or above the list if `path` is its prefix."""
        super().show_warning(path, text)
        self._say("show_warning", path, text)

    def set_note(self, path: str, text: str) -> None:
        """Show a note beside the field; "" removes it."""
        self._say("set_note", path, text)

    def set_options(self, editor: str, options: Sequence[str]) -> None:
        """Suggest `options`, also in sections that are selected later."""
        self._messages.keep_options(editor, options)
        if self._form is not None:
            self._form.set_options(editor, options)

    def focus_field(self, path: str) -> None:
        """Select the section and give its field the focus, or the list if the path names no field."""
        number, _, name = path.removeprefix(f"{self.prefix}.").partition(".")
        if number.isdecimal() and int(number) < len(self._sections):
            self.list.setCurrentRow(int(number))
        if name and name not in _IN_LIST and self._form is not None:
            self._form.focus_field(path)
        elif path.startswith(self.prefix):
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def finish_typing(self) -> None:
        """Emit what is still being typed."""
        if self._form is not None:
            self._form.finish_typing()

    def drop_typing(self) -> None:
        """Discard text that was not accepted."""
        if self._form is not None:
            self._form.drop_typing()

    def places(self) -> Iterable[tuple[str, QWidget]]:
        """Return the list, at its selected row; the form inside emits `focused` for its fields."""
        row = self.list.currentRow()
        return ((f"{self.prefix}.{row}", self.list),) if row >= 0 else ()

    def show_misfits(self, reasons: Mapping[type[Section], str]) -> None:
        """Grey the kinds that cannot be added, each with the reason as a sentence."""
        self.tools.picker.show_misfits(reasons)

    def show_around(self, first: str, last: str) -> None:
        """Show texts around the list.

        Args:
            first: The translated text above it; "" for none.
            last: The translated text below it; "" for none.
        """
        for row, text in ((self.above, first), (self.below, last)):
            row.setText(text)
            row.setVisible(bool(text))

    @Slot(int, int)
    def move_entry(self, row: int, to: int) -> None:
        """Move a section.

        Args:
            row: Its row.
            to: Its new row; does nothing if there is no such row.
        """
        if row != to and 0 <= to < len(self._sections):
            items = list(self._sections)
            items.insert(to, items.pop(row))
            self._change(items, to)

    @Slot(int)
    def remove_entry(self, row: int) -> None:
        """Remove the section of this row."""
        items = list(self._sections)
        del items[row]
        self._change(items, min(row, len(items) - 1))

    @Slot(int)
    def copy_entry(self, row: int) -> None:
        """Insert a copy of the section of this row after it."""
        items = list(self._sections)
        items.insert(row + 1, items[row])
        self._change(items, row + 1)

    @Slot(object)
    def _add_chosen(self, kind: type[ListedSection]) -> None:
        # after the selected one, where the person is looking
        row = self.list.currentRow() + 1
        items = list(self._sections)
        items.insert(row, kind())
        self._change(items, row)

    @Slot()
    def _move_up(self) -> None:
        self.move_entry(self.list.currentRow(), self.list.currentRow() - 1)

    @Slot()
    def _move_down(self) -> None:
        self.move_entry(self.list.currentRow(), self.list.currentRow() + 1)

    @Slot()
    def _copy_current(self) -> None:
        self.copy_entry(self.list.currentRow())

    @Slot()
    def _remove_current(self) -> None:
        self.remove_entry(self.list.currentRow())

    @Slot(int, bool)
    def _toggled(self, row: int, is_on: bool) -> None:
        self.edited.emit(f"{self.prefix}.{row}.enabled", is_on)

    @Slot(int)
    def _row_selected(self, row: int) -> None:
        self._show_selected()
        if row >= 0:
            self.focused.emit(f"{self.prefix}.{row}")

    def _change(self, items: Sequence[ListedSection], row: int) -> None:
        self._drop_form()
        self.show_values(items)
        self.list.setCurrentRow(row)
        self.edited.emit(self.prefix, tuple(items))

    def _say(self, how: Method, path: str, text: str) -> None:
        self._messages.keep(how, path, text=text)
        if self._form is not None:
            getattr(self._form, how)(path, text)

    def _show_problems(self) -> None:
        for row in range(len(self._sections)):
            self.list.show_problem(row, next(self._messages.problems_below(f"{self.prefix}.{row}"), ""))

    def _show_selected(self) -> None:
        row = self.list.currentRow()
        section = self._sections[row] if 0 <= row < len(self._sections) else None
        self.tools.show_row(row, count=len(self._sections))
        self._head.setText(tr(section.title) if section is not None else self._words.none_selected)
        self._about.setText(
            tr(section.about)
            if section is not None
            else tr("Add one with “{button}”.", button=self.add.text())
        )
        if section is None:
            self._drop_form()
            return
        prefix = f"{self.prefix}.{row}"
        if self._form is None or (self._form.prefix, self._form.section) != (prefix, type(section)):
            self._drop_form()
            self._form = self._made_form(type(section), prefix)
        self._form.show_values(section)

    def _made_form(self, section: type[Section], prefix: str) -> SectionForm:
        form = SectionForm(section, prefix, leave_out=_IN_LIST)
        self.take_in(form)
        self._layout.add_form(form)
        tab_after(self.remove, form)
        self._messages.show_in(form)
        return form

    def _drop_form(self) -> None:
        if self._form is not None:
            self._form.drop_typing()
            keep_focus(self._form, at=self.list)
            self._form.hide()
            self._form.deleteLater()
            self._form = None
