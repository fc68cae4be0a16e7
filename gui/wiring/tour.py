"""The tour of the window: it begins by itself at the first start, and by its command later."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from gui.control.program.preferences import Preferences
from gui.control.runs.run_state import RunState
from gui.frame.tour.tour import Tour
from gui.frame.tour.tour_stops import stops
from gui.wiring.first_parts import FirstParts

_TOURED = "toured"


class TourWiring(QObject):
    """Makes the tour of one window.

    Attributes:
        tour: The tour, hidden until it begins.
    """

    def __init__(self, first: FirstParts, preferences: Preferences) -> None:
        super().__init__(first.window)
        self._first, self._preferences = first, preferences
        window = first.window
        parts = stops(
            rail=window.rail,
            page=window.page_area,
            side=first.side,
            bar=window.top_bar,
            show_step=window.show_step,
            show_side=window.show_side,
        )
        self.tour = Tour(parts, window)

    def connect_tour(self) -> None:
        """Let it be begun and left from now on."""
        self._first.window.actions_table.tour.triggered.connect(self.tour.begin)
        for wanted in (self._first.run_commands.training_wanted, self._first.run_commands.run_wanted):
            wanted.connect(self.tour.leave)
        self.tour.left.connect(self.remember)

    def begin_once(self) -> None:
        """Begin it by itself where nobody has left it yet.

        Who has pressed F5 already is not led away from the curves; the tour comes at the next start.
        """
        toured = self._preferences.flag(_TOURED, default=False)
        if not toured and self._first.services.controller.state is RunState.IDLE:
            self.tour.begin()

    @Slot()
    def remember(self) -> None:
        """The tour comes by itself only once."""
        self._preferences.keep(_TOURED, True)
