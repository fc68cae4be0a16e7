"""The coach in the window: looks at the shown run at the end of each epoch, and changes settings when asked.

What is to be said of a run is decided in `engine.coach`; here it is known which run and which settings are
meant, and what the person does not want to hear again.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from engine.coach.advice import advice
from engine.coach.finding import Finding, FindingKind
from engine.coach.observations import observations_of
from engine.coach.remedies import Case, Change, advised
from engine.history.metric_history import MetricHistory
from engine.record.events import ClassesCounted, EpochEnded, Event, RunEnded
from engine.settings import Project
from gui.control.engine_port import DataFacts
from gui.control.project.settings_model import SettingsModel
from gui.control.worker_threads import EngineServices
from gui.text import tr

_WORTH_A_LOOK = (EpochEnded, ClassesCounted, RunEnded)


class Coach(QObject):
    """`advised` carries a tuple of `Advised`; it is told again when run or settings have changed."""

    advised = Signal(object)

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
        """Look at the run that is shown, and say what there is to say."""
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
        """Something has been told by the run of this window."""
        if self._shown.opened is None:
            self.hear_of_shown(event)

    @Slot(object)
    def hear_of_shown(self, event: Event) -> None:
        """Something has been told by the run that is shown."""
        if isinstance(event, _WORTH_A_LOOK):
            self.look()

    @Slot(object)
    def take_facts(self, facts: DataFacts) -> None:
        """What the present data is."""
        self._images = facts.image
        self.compare()

    @Slot()
    @Slot(object)
    def compare(self, _project: object = None) -> None:
        """See which changes the present settings have already."""
        if self._run is None:
            self.advised.emit(())
            return
        case = Case(run=self._run, now=self._model.project, images=self._images)
        self.advised.emit(advised(self._findings, case))

    @Slot(object)
    def make(self, change: Change) -> None:
        """Make a change, as one step of undo."""
        self._model.replace(change.after, title=tr("Coach: {change}", change=change.title))

    @Slot(object)
    def dismiss(self, kind: FindingKind) -> None:
        """Say this no more of the run that is shown."""
        self._dismissed.add(kind)
        self.look()
