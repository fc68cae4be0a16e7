"""The Model page: its summary and drawing come from the inspector, and can be taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from engine.problems import Problem
from gui.control.project.page_status import Step
from gui.control.project.page_statuses import step_of
from gui.pages.model_page import ModelPage
from gui.wiring.first_parts import FirstParts

if TYPE_CHECKING:
    from gui.frame.commands.export_commands import ExportCommands


class ModelWiring(QObject):
    """Shows the model as it was built, or why it could not be."""

    def __init__(self, page: ModelPage, first: FirstParts, *, exports: ExportCommands) -> None:
        super().__init__(first.window)
        self._page = page
        inspector, drawing = first.services.inspector, page.preview.drawing
        inspector.problems_changed.connect(self.show_problems)
        inspector.outlined.connect(page.show_outline)
        inspector.summarized.connect(page.show_summary)
        drawing.copy_asked.connect(exports.copy_model)
        drawing.save_asked.connect(exports.save_model)

    @Slot(object)
    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Say in the place of the summary why there is none."""
        found = [problem.message for problem in problems if step_of(problem.path) is Step.MODEL]
        if found:
            self._page.preview.show_problem(found[0])
