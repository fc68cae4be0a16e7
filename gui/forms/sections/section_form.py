"""Forms of one section, and of one of several sections. Nothing here knows a concrete setting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.settings.declaration.change_kind import change_kind
from engine.settings.declaration.declare import Section, SettingInfo, alternatives, walk
from engine.settings.declaration.tree import is_section_list
from gui.forms.disclosure import Disclosure
from gui.forms.field_row import FieldRow
from gui.forms.form import Form, scroll_to, tab_after
from gui.forms.sections.chooser import CARDS_AT_MOST, CardChooser, Chooser, ComboChooser
from gui.forms.sections.group_chooser import GroupChooser
from gui.style import SPACE, set_shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

_CARDS_OF_A_PAGE = 8  # a choice at the top of a page has more room than one among other fields


class SectionForm(Form):
    """A row for each setting of a section, rarely used ones folded, and the forms of its sub-sections.

    Args:
        section: Class of the section.
        leave_out: Names of settings that get no row.
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
        self._rows: dict[str, FieldRow] = {}
        self._nested: dict[str, Form] = {}
        self._body = QWidget(self)
        shown = QVBoxLayout(self._body)
        shown.setContentsMargins(0, 0, 0, 0)
        shown.setSpacing(SPACE.hair)
        folded: list[FieldRow] = []
        for declared in walk(section):
            path = f"{prefix}.{declared.name}"
            if declared.name in leave_out or is_section_list(declared.annotation):  # which has another form
                continue
            if alternatives(declared.annotation):
                self._nested[path] = form = nested_form(declared.annotation, path, info=declared.info)
                self.take_in(form)
                shown.addWidget(form)
                continue
            row = FieldRow(declared, path, parent=self._body)  # with a later parent it would be styled twice
            self._rows[path] = row
            row.edited.connect(self.edited)
            row.unreadable.connect(self._row_unreadable)
            row.pressed.connect(self.focused)
            if declared.info.more:
                folded.append(row)
            else:
                shown.addWidget(row)
        self.more = Disclosure(self._body)  # created last, as the tab order is the order of creation
        self._folded = tuple(folded)
        for row in folded:
            self.more.body.addWidget(row)
        shown.addWidget(self.more)
        set_shown(self.more, on=bool(self._folded))
        self.column.addWidget(self._message)
        self.column.addWidget(self._body)

    def show_values(self, section: Section) -> None:
        """Show the values of `section` without emitting signals."""
        for row in self._rows.values():
            row.show_value(getattr(section, row.declared.name))
        for path, form in self._nested.items():
            form.show_values(getattr(section, path.rpartition(".")[2]))
        self._count()

    def paths(self) -> tuple[str, ...]:
        """Return the paths of the rows in their order, then those of the forms inside."""
        return (*self._rows, *(path for form in self._nested.values() for path in form.paths()))

    def places(self) -> Iterable[tuple[str, QWidget]]:
        """Return the rows of the form."""
        return self._rows.items()

    def row(self, path: str) -> FieldRow:
        """Return the row of the setting at `path`; raises KeyError if this form itself has none."""
        return self._rows[path]

    def show_problem(self, path: str, text: str) -> None:
        """Show a problem below the field, or above the form if `path` is its prefix."""
        super().show_problem(path, text)
        if path in self._rows:
            self._rows[path].show_problem(text)
            self._count()
        for form in self._nested.values():
            form.show_problem(path, text)

    def set_inactive(self, path: str, reason: str) -> None:
        """Disable the field, or the whole form if `path` is its prefix."""
        super().set_inactive(path, reason)
        if path == self.prefix:
            self._body.setEnabled(not reason)
        if path in self._rows:
            self._rows[path].set_inactive(reason)
        for form in self._nested.values():
            form.set_inactive(path, reason)

    def set_note(self, path: str, text: str) -> None:
        """Show a note beside the field; "" removes it."""
        if path in self._rows:
            self._rows[path].set_note(text)
        for form in self._nested.values():
            form.set_note(path, text)

    def set_options(self, editor: str, options: Sequence[Any]) -> None:
        """Suggest `options` in every field with this special editor."""
        for row in self._rows.values():
            if row.declared.info.editor == editor:
                row.editor.set_options(options)
        for form in self._nested.values():
            form.set_options(editor, options)

    def focus_field(self, path: str) -> None:
        """Unfold the form if needed, scroll to the field and give it the focus."""
        for form in self._nested.values():
            form.focus_field(path)
        row = self._rows.get(path)
        if row is None:
            return
        if row in self._folded:
            self.more.unfold()
        row.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        scroll_to(row)

    def finish_typing(self) -> None:
        """Tell of what is still being typed."""
        for row in self._rows.values():
            row.editor.finish_typing()
        for form in self._nested.values():
            form.finish_typing()

    def drop_typing(self) -> None:
        """Forget what was typed and not accepted."""
        for row in self._rows.values():
            row.editor.drop_typing()
        for form in self._nested.values():
            form.drop_typing()

    def _count(self) -> None:
        changed = sum(row.changed for row in self._folded)
        self.more.show_counts(changed, wrong=sum(row.has_problem for row in self._folded))

    @Slot(str, str)
    def _row_unreadable(self, path: str, sentence: str) -> None:
        self._count()
        self.unreadable.emit(path, sentence)


class ChoiceForm(Form):
    """A chooser between `kinds` of sections, and the form of the chosen one."""

    def __init__(
        self,
        kinds: Sequence[type[Section]],
        prefix: str,
        *,
        info: SettingInfo | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(prefix, parent=parent)
        self._kinds = tuple(kinds)
        self._section: Section | None = None
        self._forms: dict[type[Section], SectionForm] = {}
        self._options: dict[str, tuple[str, ...]] = {}
        self._said: dict[tuple[str, str], str] = {}  # messages by method and path, for kinds chosen later
        self.chooser = _chooser(self._kinds, info)
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
            set_shown(form, on=form is shown)

    def paths(self) -> tuple[str, ...]:
        """Return the path of the choice itself, then those of the chosen kind."""
        return (self.prefix, *(self.form.paths() if self.form is not None else ()))

    def show_problem(self, path: str, text: str) -> None:
        """Show a problem below the field, or below the choice."""
        super().show_problem(path, text)
        self._say("show_problem", path, text=text)

    def set_inactive(self, path: str, reason: str) -> None:
        """Disable the field, or the choice with all its fields."""
        super().set_inactive(path, reason)
        if path == self.prefix:
            self.chooser.setEnabled(not reason)
            for form in self._forms.values():
                form.setEnabled(not reason)
        self._say("set_inactive", path, text=reason)

    def show_misfits(self, reasons: Mapping[type[Section], str]) -> None:
        """Disable the kinds that do not fit, and show the reason of each."""
        self.chooser.show_misfits(reasons)

    def set_note(self, path: str, text: str) -> None:
        """Show a note beside the field; "" removes it."""
        self._say("set_note", path, text=text)

    def finish_typing(self) -> None:
        """Tell of what is still being typed."""
        if self.form is not None:
            self.form.finish_typing()

    def drop_typing(self) -> None:
        """Forget what was typed and not accepted."""
        if self.form is not None:
            self.form.drop_typing()

    def set_options(self, editor: str, options: Sequence[Any]) -> None:
        """Suggest `options`, also in kinds that are chosen later."""
        self._options[editor] = tuple(options)
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

    def _say(self, how: str, path: str, *, text: str) -> None:
        if path != self.prefix:
            self._said[how, path] = text
            for form in self._forms.values():
                getattr(form, how)(path, text)

    def _form_of(self, kind: type[Section]) -> SectionForm:
        if kind not in self._forms:
            form = self._forms[kind] = SectionForm(kind, self.prefix, parent=self)
            for editor, options in self._options.items():
                form.set_options(editor, options)
            for (how, path), text in self._said.items():
                getattr(form, how)(path, text)
            form.setEnabled(not self._reason)
            self.take_in(form)
            self.column.addWidget(form)
            tab_after(self.chooser, form)
        return self._forms[kind]

    @Slot(object)
    def _chosen(self, kind: type[Section]) -> None:
        before = self._section
        if before is None or type(before) is kind:
            return
        following = change_kind(before, kind)
        self.show_values(following)
        self.edited.emit(self.prefix, following)


def _chooser(kinds: tuple[type[Section], ...], info: SettingInfo | None) -> Chooser:
    """Create cards for a few kinds, buttons for many with groups, a combo box for many others."""
    if len(kinds) <= (_CARDS_OF_A_PAGE if info is None else CARDS_AT_MOST):
        return CardChooser(kinds)
    return GroupChooser(kinds) if any(kind.group for kind in kinds) else ComboChooser(kinds, info)


def nested_form(annotation: Any, prefix: str, *, info: SettingInfo | None = None) -> Form:
    """Create the form of a section or of a union of sections."""
    first, *others = alternatives(annotation)
    return ChoiceForm((first, *others), prefix, info=info) if others else SectionForm(first, prefix)
