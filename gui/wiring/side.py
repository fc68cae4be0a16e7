"""Help and script: the field with the focus lights up in the script, and a click there goes to its field."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from engine.settings import Project
from engine.settings.declaration.declare import Declared
from gui.control.project.page_status import Step
from gui.control.project.page_statuses import step_of
from gui.control.project.settings_model import declared_at
from gui.pages.form_page import FormPage
from gui.pages.pages import Pages
from gui.wiring.first_parts import FirstParts


class SideWiring(QObject):
    """Joins the side panel and the fields of all pages."""

    def __init__(self, pages: Pages, first: FirstParts) -> None:
        super().__init__(first.window)
        self._window, self._side, self._model = first.window, first.side, first.model
        first.services.inspector.scripted.connect(first.side.show_script)
        first.side.script.exact_asked.connect(first.services.inspector.prefer_script)
        first.model.changed.connect(self.keep_up)
        self._last: dict[Step, str] = {}
        first.window.step_shown.connect(self.change_page)
        for page in pages.forms:
            page.focused.connect(self.explain)
        first.side.script.path_clicked.connect(self.go_to)
        first.run_commands.place_wanted.connect(self.go_to)
        pages.train.curves.place_asked.connect(self.go_to)

    @Slot(str)
    def explain(self, path: str) -> None:
        """The setting at `path` has the focus: say what it means, and where it stands in the script."""
        self._last[step_of(path)] = path
        self._side.show_setting(declared_at(self._model.project, path), path)

    @Slot(object)
    def change_page(self, step: Step) -> None:
        """Another page is shown: explain what had the focus there last, nothing if it is new or gone."""
        shown = self._side.shown
        if shown is not None and step_of(shown[1]) is step:
            return
        path = self._last.get(step, "")
        declared = self._declared(path)
        if declared is None:
            self._side.show_nothing()
        else:
            self._side.show_setting(declared, path)

    @Slot(object)
    def keep_up(self, _project: Project) -> None:
        """The settings have changed: explain nothing that the chosen kinds do not have."""
        if self._side.shown is None:
            return
        declared, path = self._side.shown
        present = self._declared(path)
        if present is None:
            self._side.show_nothing()
        elif present != declared:
            self._side.show_setting(present, path)

    @Slot(str)
    def go_to(self, path: str) -> None:
        """Show the page on which the setting at `path` stands, and put the focus into its field."""
        step = step_of(path)
        self._window.show_step(step)
        page = self._window.page(step)
        if isinstance(page, FormPage):
            page.focus_field(path)
            self.explain(path)  # the focus alone emits nothing while another window has it

    def _declared(self, path: str) -> Declared | None:
        try:
            return declared_at(self._model.project, path)
        except KeyError:  # the chosen kinds have no such setting
            return None
