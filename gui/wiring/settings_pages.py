"""What the pages with settings have in common: Data, Model, Fit and Callbacks; the last two need no more.

An edit is looked at by the inspector, and what it has found stands at the fields.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from engine.custom_code.trust import TrustStore
from engine.inspect.untrusted import file_of
from engine.problems import Problem
from engine.settings.declaration.tree import python_files
from gui.idle_work import Turns
from gui.pages.custom_file_card import CustomFileCard
from gui.pages.pages import Pages
from gui.wiring.first_parts import FirstParts

if TYPE_CHECKING:
    from pathlib import Path

    from engine.inspect.facts import DataFacts


class SettingsPagesWiring(QObject):
    """Has each snapshot looked at, and shows problems and facts on every page."""

    def __init__(self, pages: Pages, first: FirstParts) -> None:
        super().__init__(first.window)
        self._pages, self._first = pages, first
        self._fact_turns = Turns(self)
        inspector, services = first.services.inspector, first.services
        self._data_file = CustomFileCard(pages.data, services.data_trust)
        self._part_file = CustomFileCard(pages.fit, services.part_trust)
        first.model.changed.connect(self.show_project)
        for trust in services.trusts:
            trust.trust_changed.connect(self.show_project)
        inspector.problems_changed.connect(self.show_problems)
        inspector.measured.connect(self.show_facts)

    @Slot()
    def _look_at_data_files(self, base: Path | None) -> None:
        """Show the Python files that make data: of validation and test the first that is not trusted."""
        found = dict(python_files(self._first.model.project))
        self._data_file.look_at(found.get("data.path", ""), base)
        parts = [found[path] for path in found if path.startswith("fit.")]
        store = TrustStore()
        new = (name for name in parts if (path := file_of(name, base)) and not store.is_trusted_now(path))
        self._part_file.look_at(next(new, parts[0] if parts else ""), base)

    @Slot(object)
    def show_project(self, _project: object = None) -> None:
        """Another snapshot, or another file of Python is trusted: look at it."""
        base = self._first.files.base
        self._pages.callbacks.show_base(base)
        self._pages.model.show_base(base)
        self._look_at_data_files(base)
        self._first.services.inspector.look_at(self._first.model.project, base)

    @Slot(object)
    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Problems stand at their fields."""
        for page in self._pages.forms:
            page.show_problems(problems)

    @Slot(object)
    def show_facts(self, facts: DataFacts | None) -> None:
        """What other pages need to know of the data: the page that is seen first, each in a turn."""
        self._fact_turns.begin(self._show_facts(facts))

    def _show_facts(self, facts: DataFacts | None) -> Generator[int]:
        seen = self._first.window.page(self._first.window.step)
        for page in sorted(self._pages.forms, key=lambda page: page is not seen):
            page.show_facts(facts)
            yield 0
