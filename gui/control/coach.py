"""The coach in the window: evaluates the shown run after each epoch, and applies remedies on request.

The findings come from `engine.coach`. This module knows which run and which settings they refer to, and which
findings were dismissed. The view is `gui.views`' concern.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from engine.coach.advice import advice
from engine.coach.finding import Finding, FindingKind
from engine.coach.observations import observations_of
from engine.coach.remedies import Case, Change, advised
from engine.history.metric_history import MetricHistory
from engine.record.events import ClassesCounted, EpochEnded, Event, RunEnded
from engine.settings import Project
from gui.control.project.settings_model import SettingsModel
from gui.control.worker_threads import EngineServices
from gui.text import tr

if TYPE_CHECKING:
    from engine.inspect.facts import DataFacts

_WORTH_A_LOOK = (EpochEnded, ClassesCounted, RunEnded)


class Coach(QObject):
    """Connects `engine.coach` to the shown run and the present settings.

    Args:
        model: The settings that remedies are compared with and applied to.
        services: Gives the shown run, its events, and the facts of the data.
        parent: The Qt parent.
    """

    advised = Signal(object)  # tuple of Advised; emitted again when the run or the settings have changed

    def __init__(
        self, model: SettingsModel, services: EngineServices, *, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._model, self._shown, self._controller = model, services.shown, services.controller
        self._findings: tuple[Finding, ...] = ()
        self._run: Project | None = None
        self._images = False
        self._history: MetricHistory | None = None
        self._dismissed: set[FindingKind] = set()
        services.pump.event_received.connect(self.handle_event)
        services.followed.event_received.connect(self.hear_of_shown)
        services.shown.changed.connect(self.look)
        services.inspector.measured.connect(self.take_facts)
        model.changed.connect(self.compare)

    @Slot()
    def look(self) -> None:
        """Evaluate the shown run and emit `advised`."""
        history = self._shown.history
        if history is not self._history:
            self._history = history
            self._dismissed.clear()
        opened = self._shown.opened
        self._run = opened.project if opened is not None else self._controller.last_project
        observations = None if self._run is None else observations_of(history, self._run)
        found = () if observations is None else advice(observations)
        self._findings = tuple(finding for finding in found if finding.kind not in self._dismissed)
        self.compare()

    @Slot(object)
    def handle_event(self, event: Event) -> None:
        """Handle an event of this window's run, if that is the one shown."""
        if self._shown.opened is None:
            self.hear_of_shown(event)

    @Slot(object)
    def hear_of_shown(self, event: Event) -> None:
        """Handle an event of the shown run; only the ends of epochs and of the run are evaluated."""
        if isinstance(event, _WORTH_A_LOOK):
            self.look()

    @Slot(object)
    def take_facts(self, facts: DataFacts | None) -> None:
        """Take the facts of the present data, None while they are unknown; some remedies are for images."""
        self._images = facts is not None and facts.is_image
        self.compare()

    @Slot()
    @Slot(object)
    def compare(self, _project: object = None) -> None:
        """Emit `advised` again, with the remedies that the present settings already have."""
        if self._run is None:
            self.advised.emit(())
            return
        case = Case(run=self._run, now=self._model.project, images=self._images)
        self.advised.emit(advised(self._findings, case))

    @Slot(object)
    def make(self, change: Change) -> None:
        """Apply a remedy as one undo step."""
        self._model.replace(change.after, title=tr("Coach: {change}", change=change.title))

    @Slot(object)
    def dismiss(self, kind: FindingKind) -> None:
        """Hide findings of this kind until another run is shown."""
        self._dismissed.add(kind)
        self.look()
