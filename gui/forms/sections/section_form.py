"""Forms of one section, and of one of several sections. Nothing here knows a concrete setting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from engine.settings.declaration.change_kind import change_kind
from engine.settings.declaration.declare import Section, SettingInfo, alternatives, walk
from engine.settings.declaration.tree import is_section_list
from gui.forms.field_row import FieldRow
from gui.forms.form import Form, keep_focus, scroll_to, tab_after
from gui.forms.sections.field_messages import FieldMessages, Method
from gui.forms.sections.group_chooser import chooser_for
from gui.forms.sections.section_rows import SectionRows
from gui.style import set_shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from gui.forms.sections.chooser import Chooser


class SectionForm(Form):
    """A row for each setting of a section, rarely used ones folded, and the forms of its sub-sections.

    Args:
        section: Class of the section.
        prefix: Its dotted path.
        parent: The Qt parent.
        leave_out: Names of settings that get no row.

    Attributes:
        section: Class of the section.
        more: The part that is folded, with the rows of rarely used settings.
    """

    def __init__(
        self,
        section: type[Section],
        prefix: str,
        *,
        parent: QWidget | None = None,
        leave_out: Collection[str] = (),
    ) -> None:
        super().__init__(prefix, parent=parent)
        self.section = section
        self._nested: dict[str, Form] = {}
        self._rows = SectionRows(self)
        self._rows.edited.connect(self.edited)
        self._rows.unreadable.connect(self.unreadable)
        self._rows.pressed.connect(self.focused)
        for declared in walk(section):
            path = f"{prefix}.{declared.name}"
            if declared.name in leave_out or is_section_list(declared.annotation):  # which has another form
                continue
            if alternatives(declared.annotation):
                self._nested[path] = form = nested_form(declared.annotation, path, info=declared.info)
                self.take_in(form)
                self._rows.add_form(form)
            else:
                self._rows.add_row(declared, path)
        self._rows.fold()
        self.more = self._rows.more
        self.column.addWidget(self._message)
        self.column.addWidget(self._rows)

    def show_values(self, section: Section) -> None:
        """Show the values of `section` without emitting signals."""
        self._rows.show_values(section)
        for path, form in self._nested.items():
            form.show_values(getattr(section, path.rpartition(".")[2]))

    def paths(self) -> tuple[str, ...]:
        """Return the paths of the rows in their order, then those of the forms inside."""
        return (*self._rows.by_path, *(path for form in self._nested.values() for path in form.paths()))

    def places(self) -> Iterable[tuple[str, QWidget]]:
        """Return the rows of the form."""
        return self._rows.by_path.items()

    def row(self, path: str) -> FieldRow:
        """Return the row of a setting.

        Args:
            path: Its dotted path.

        Raises:
            KeyError: This form itself has no such row; one inside it may have.
        """
        return self._rows.by_path[path]

    def show_problem(self, path: str, text: str) -> None:
        """Show a problem below the field, or above the form if `path` is its prefix."""
        super().show_problem(path, text)
        self._rows.show_problem(path, text)
        for form in self._nested.values():
            form.show_problem(path, text)

    def show_warning(self, path: str, text: str) -> None:
        """Show a warning below the field, or above the form if `path` is its prefix."""
        super().show_warning(path, text)
        self._say("show_warning", path, text)

    def set_inactive(self, path: str, reason: str) -> None:
        """Disable the field, or the whole form if `path` is its prefix."""
        super().set_inactive(path, reason)
        if path == self.prefix:
            self._rows.setEnabled(not reason)
        self._say("set_inactive", path, reason)

    def set_note(self, path: str, text: str) -> None:
        """Show a note beside the field; "" removes it."""
        self._say("set_note", path, text)

    def _say(self, how: Method, path: str, text: str) -> None:
        if path in self._rows.by_path:
            getattr(self._rows.by_path[path], how)(text)
        for form in self._nested.values():
            getattr(form, how)(path, text)

    def set_options(self, editor: str, options: Sequence[Any]) -> None:
        """Suggest `options` in every field with this special editor."""
        self._rows.set_options(editor, options)
        for form in self._nested.values():
            form.set_options(editor, options)

    def focus_field(self, path: str) -> None:
        """Unfold the form if needed, scroll to the field and give it the focus."""
        for form in self._nested.values():
            form.focus_field(path)
        self._rows.focus_field(path)

    def finish_typing(self) -> None:
        """Emit what is still being typed."""
        self._rows.finish_typing()
        for form in self._nested.values():
            form.finish_typing()

    def drop_typing(self) -> None:
        """Discard text that was not accepted."""
        self._rows.drop_typing()
        for form in self._nested.values():
            form.drop_typing()


class ChoiceForm(Form):
    """A chooser of one kind of section, and the form of the chosen one.

    Args:
        kinds: The classes to choose from.
        prefix: Dotted path of the section.
        info: Its declaration, for the label; None at the top of a page.
        chooser: Replaces the usual chooser; None for that.
        parent: The Qt parent.

    Attributes:
        chooser: The chooser.
    """

    def __init__(
        self,
        kinds: Sequence[type[Section]],
        prefix: str,
        *,
        info: SettingInfo | None = None,
        chooser: Chooser | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(prefix, parent=parent)
        self._kinds = tuple(kinds)
        self._section: Section | None = None
        self._forms: dict[type[Section], SectionForm] = {}
        self._messages = FieldMessages()  # for kinds chosen later
        self.chooser = chooser or chooser_for(self._kinds, info)
        self.chooser.setParent(self)
        self.chooser.chosen.connect(self._chosen)
        self.column.addWidget(self.chooser)
        self.column.addWidget(self._message)

    @property
    def form(self) -> SectionForm | None:
        """The form of the shown kind; None before values were shown."""
        return self._forms.get(type(self._section)) if self._section is not None else None

    def show_values(self, section: Section) -> None:
        """Show this section and its kind without emitting signals."""
        self._section = section
        self.chooser.show_kind(type(section))
        shown = self._form_of(type(section))
        shown.show_values(section)
        for form in self._forms.values():
            if form is not shown:
                form.drop_typing()  # first: a hidden field loses the focus, and would emit its text
                keep_focus(form, at=self.chooser)
            set_shown(form, on=form is shown)

    def paths(self) -> tuple[str, ...]:
        """Return the path of the choice itself, then those of the chosen kind."""
        return (self.prefix, *(self.form.paths() if self.form is not None else ()))

    def show_problem(self, path: str, text: str) -> None:
        """Show a problem below the field, or below the choice."""
        super().show_problem(path, text)
        self._say("show_problem", path, text=text)

    def show_warning(self, path: str, text: str) -> None:
        """Show a warning below the field, or below the choice."""
        super().show_warning(path, text)
        self._say("show_warning", path, text=text)

    def set_inactive(self, path: str, reason: str) -> None:
        """Disable the field, or the choice with all its fields."""
        super().set_inactive(path, reason)
        if path == self.prefix:
            self.chooser.setEnabled(not reason)
            for form in self._forms.values():
                form.setEnabled(not reason)
        self._say("set_inactive", path, text=reason)

    def show_misfits(self, reasons: Mapping[type[Section], str]) -> None:
        """Disable the kinds that do not fit, each with the reason as a sentence."""
        self.chooser.show_misfits(reasons)

    def set_note(self, path: str, text: str) -> None:
        """Show a note beside the field; "" removes it."""
        self._say("set_note", path, text=text)

    def finish_typing(self) -> None:
        """Emit what is still being typed."""
        if self.form is not None:
            self.form.finish_typing()

    def drop_typing(self) -> None:
        """Discard text that was not accepted."""
        if self.form is not None:
            self.form.drop_typing()

    def set_options(self, editor: str, options: Sequence[Any]) -> None:
        """Suggest `options`, also in kinds that are chosen later."""
        self._messages.keep_options(editor, options)
        for form in self._forms.values():
            form.set_options(editor, options)

    def focus_field(self, path: str) -> None:
        """Give the focus to the field, or to the chooser if `path` is the prefix."""
        if path == self.prefix:
            self.chooser.setFocus(Qt.FocusReason.ShortcutFocusReason)
            scroll_to(self.chooser)
        elif self.form is not None:
            self.form.focus_field(path)

    def places(self) -> Iterable[tuple[str, QWidget]]:
        """Return the chooser; the form inside emits `focused` for its fields."""
        return ((self.prefix, self.chooser),)

    def _say(self, how: Method, path: str, *, text: str) -> None:
        if path != self.prefix:
            self._messages.keep(how, path, text=text)
            for form in self._forms.values():
                getattr(form, how)(path, text)

    def _form_of(self, kind: type[Section]) -> SectionForm:
        if kind not in self._forms:
            form = self._forms[kind] = self.form_for_kind(kind)
            self._messages.show_in(form)
            form.setEnabled(not self._reason)
            self.take_in(form)
            self.column.addWidget(form)
            tab_after(self.chooser, form)
        return self._forms[kind]

    def form_for_kind(self, kind: type[Section]) -> SectionForm:
        """Make the form of a kind that is shown for the first time."""
        return SectionForm(kind, self.prefix, parent=self)

    @Slot(object)
    def _chosen(self, kind: type[Section]) -> None:
        before = self._section
        if before is None or type(before) is kind:
            return
        following = change_kind(before, kind)
        self.show_values(following)
        self.edited.emit(self.prefix, following)


def nested_form(annotation: Any, prefix: str, *, info: SettingInfo | None = None) -> Form:
    """Create the form of a section or of a union of sections.

    Args:
        annotation: The section's class, or the union.
        prefix: Dotted path of the section.
        info: Its declaration, for the label of a choice; None at the top of a page.
    """
    first, *others = alternatives(annotation)
    return ChoiceForm((first, *others), prefix, info=info) if others else SectionForm(first, prefix)
