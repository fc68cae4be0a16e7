"""The Data page: what is dropped on the window goes to it, and what was read of the data is shown on it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from engine.problems import Problem
from gui.control.project.page_status import Step
from gui.control.project.page_statuses import step_of
from gui.pages.data_page import DataPage
from gui.wiring.first_parts import FirstParts


def connect_dropped(page: DataPage, first: FirstParts) -> None:
    """A file or folder that is dropped becomes the data, or is opened as a project. Needs no other page."""
    first.window.dropped.connect(page.take_path)
    page.taken.connect(first.window.show_step)
    page.project_dropped.connect(first.file_commands.open_path)
    page.sample_taken.connect(first.file_commands.say_taken)


_SOURCE = "data.path"


class DataWiring(QObject):
    """Shows what the inspector has found, and asks it to look again."""

    def __init__(self, page: DataPage, first: FirstParts) -> None:
        super().__init__(first.window)
        self._page = page
        self._inspector = inspector = first.services.inspector
        inspector.problems_changed.connect(self.show_problems)
        inspector.described.connect(page.show_description)
        inspector.named.connect(page.show_choices)
        inspector.progressed.connect(page.show_progress)
        inspector.busy_changed.connect(page.show_busy)
        inspector.varied.connect(page.show_variants)
        page.draw_asked.connect(inspector.draw_again)
        page.read_again_asked.connect(inspector.read_again)

    @Slot(object)
    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Say in the place of the preview why there is none."""
        found = [problem for problem in problems if step_of(problem.path) is Step.DATA]
        first = found[0] if found and not self._inspector.described_now else None
        self._page.show_data_problem(
            "" if first is None else first.message,
            answers=() if first is None else first.answers,
            is_at_field=first is not None and first.path == _SOURCE,
        )
