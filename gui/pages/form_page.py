"""A page with forms, which shows them the project and passes their edits to the settings model.

It also places problems, notes and the reasons of inactive settings at their fields. Finding those is left to
`gui.control`, the editing of one value to `gui.forms`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from engine.inspect.inactive import inactive
from engine.problems import Cure, Problem
from engine.settings import Project
from engine.settings.project_file.assign import assign
from gui.control.project.settings_model import SettingsModel
from gui.forms.field_row import FieldRow
from gui.forms.form import Form
from gui.pages.page import Page

if TYPE_CHECKING:
    from engine.inspect.facts import DataFacts

FormT = TypeVar("FormT", bound=Form)


class FormPage(Page):
    """A page whose forms edit one settings model.

    Args:
        model: The settings model that the forms show and edit.
        title: The heading of the page.
        purpose: One sentence below the heading.

    Attributes:
        model: The settings model.
        facts: What is known of the data; None while it cannot be read.

    Signals:
        focused(str): The dotted path of the field that got the focus.
    """

    focused = Signal(str)

    def __init__(
        self, model: SettingsModel, *, title: str, purpose: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(title=title, purpose=purpose, parent=parent)
        self.model = model
        self._forms: list[Form] = []
        self._refused: dict[str, str] = {}
        self._found: dict[str, str] = {}
        self._warned: dict[str, str] = {}
        self._notes: dict[str, str] = {}
        self._inactive: dict[str, str] = {}
        self._cures: Mapping[str, tuple[Cure, ...]] = {}
        self.facts: DataFacts | None = None
        model.finishing.connect(self.finish_typing)
        model.changed.connect(self.show_project)
        model.changed.connect(self.refresh_inactive)
        model.refused.connect(self._on_refused)
        model.accepted.connect(self._on_accepted)
        model.discarding.connect(self._drop_typing)

    def take_form(self, form: FormT) -> FormT:
        """Connect a form to the settings model and show it the current project.

        The page itself adds the form to its layout.

        Args:
            form: A form whose prefix is the dotted path of its section.

        Returns:
            The same form.
        """
        self._forms.append(form)
        form.edited.connect(self.model.edit)
        form.focused.connect(self.focused)
        form.unreadable.connect(self.model.note_unreadable)
        _show_values(form, self.model.project)
        return form

    @Slot()
    def finish_typing(self) -> None:
        """Have every form commit the text that is still being typed."""
        for form in self._forms:
            form.finish_typing()

    @Slot()
    def _drop_typing(self) -> None:
        for form in self._forms:
            form.drop_typing()

    @Slot(object)
    def show_project(self, project: Project) -> None:
        """Show each form its section of `project`, then call `show_rest`."""
        for form in self._forms:
            _show_values(form, project)
        self.show_rest(project)

    def show_rest(self, project: Project) -> None:
        """Show what is in no form; pages override it. It is no slot: see the house rule `override`."""

    def show_facts(self, facts: DataFacts | None) -> None:
        """Take what is known of the data, None while it cannot be read, and update the inactive fields."""
        self.facts = facts
        self.refresh_inactive()

    @Slot()
    def refresh_inactive(self) -> None:
        """Determine again which fields have no effect."""
        self.show_inactive(inactive(self.model.project, self.facts))

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Show at each field the problem that the preflight found for it, in place of the last ones.

        Args:
            problems: All problems of the project; those of other pages are ignored.
        """
        ours = [problem for problem in problems if self._has(problem.path)]
        found = _messages(ours, "error")
        before, self._found = self._found, found
        for path in {**before, **found}:
            self._show_problem(path)
        warned = _messages(ours, "warning")
        before, self._warned = self._warned, warned
        for path in {**before, **warned}:
            for form in self._forms:
                if _belongs(path, form):
                    form.show_warning(path, warned.get(path, ""))
        self._show_cures({path: _cures(ours, path) for path in {**found, **warned}})

    def _show_cures(self, cures: Mapping[str, tuple[Cure, ...]]) -> None:
        """Offer at each field the changes that take away what is said there."""
        cures = {path: some for path, some in cures.items() if some}
        if not (cures or self._cures):
            return
        self._cures = cures
        for row in self.findChildren(FieldRow):
            row.show_cures(cures.get(row.path, ()), asked=self.take_cure)

    @Slot(object)
    def take_cure(self, cure: Cure) -> None:
        """Change the settings as a finding offers it, as one undo step."""
        self.model.replace(assign(self.model.project, cure.assignments), title=cure.title)

    def show_notes(self, notes: Mapping[str, str]) -> None:
        """Show a note beside each of these fields, in place of the last ones.

        Args:
            notes: Sentences by the dotted path of their field.
        """
        before, self._notes = self._notes, dict(notes)
        for path in {**before, **notes}:
            for form in self._forms:
                form.set_note(path, notes.get(path, ""))

    def show_inactive(self, reasons: Mapping[str, str]) -> None:
        """Grey the fields that have no effect now, and enable all others.

        Args:
            reasons: Why a setting is inactive, by its dotted path; those of other pages are ignored.
        """
        before = self._inactive
        self._inactive = {path: reason for path, reason in reasons.items() if self._has(path)}
        for path in {**before, **self._inactive}:
            if before.get(path, "") != self._inactive.get(path, ""):
                for form in self._forms:
                    form.set_inactive(path, self._inactive.get(path, ""))

    @Slot(str)
    def focus_field(self, path: str) -> None:
        """Give the focus to the field at the dotted path `path`."""
        for form in self._forms:
            if _belongs(path, form):
                form.focus_field(path)

    def _has(self, path: str) -> bool:
        return any(_belongs(path, form) for form in self._forms)

    def _show_problem(self, path: str) -> None:
        for form in self._forms:
            if _belongs(path, form):
                form.show_problem(path, self._refused.get(path) or self._found.get(path, ""))

    @Slot(str, str)
    def _on_refused(self, path: str, sentence: str) -> None:
        self._refused[path] = sentence
        self._show_problem(path)

    @Slot(str)
    def _on_accepted(self, path: str) -> None:
        self._refused.pop(path, None)
        self._show_problem(path)


def _show_values(form: Form, project: Project) -> None:
    """Show the form its section of the project; one of another kind has other settings, and is skipped."""
    with suppress(KeyError):
        form.show_values(project.value_at(form.prefix))


def _messages(problems: Iterable[Problem], severity: str) -> dict[str, str]:
    """All that is said at each field with this severity, a line each."""
    found: dict[str, str] = {}
    for problem in problems:
        if problem.severity == severity:
            before = found.get(problem.path)
            found[problem.path] = f"{before}\n{problem.message}" if before else problem.message
    return found


def _cures(problems: Iterable[Problem], path: str) -> tuple[Cure, ...]:
    found = (problem.cure for problem in problems if problem.path == path)
    return tuple(dict.fromkeys(cure for cure in found if cure is not None))


def _belongs(path: str, form: Form) -> bool:
    return path == form.prefix or path.startswith(f"{form.prefix}.")
