"""What stands around the pages shows what is known: title, rail, bar and strip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from engine.problems import Problem
from engine.tensorflow_import import Devices
from gui.control.project.page_lines import page_line
from gui.control.project.page_status import PageState, Readiness, Step
from gui.control.project.page_statuses import states, summaries
from gui.control.runs.run_state import RunState
from gui.text import tr
from gui.wiring.first_parts import FirstParts

if TYPE_CHECKING:
    from engine.inspect.facts import DataFacts
    from engine.models.overview.summary import ModelSummary


class FrameWiring(QObject):
    """One slot for each thing that can change. `catch_up` shows what was known before this window."""

    def __init__(self, first: FirstParts) -> None:
        super().__init__(first.window)
        self._window, self._strip = first.window, first.strip
        self._model, self._files, self._services = first.model, first.files, first.services
        services = first.services
        first.model.changed.connect(self.show_project)
        first.model.unaccepted_changed.connect(self.show_unaccepted)
        first.files.moved.connect(self.show_title)
        for trust in services.trusts:
            trust.trust_changed.connect(self.show_project)
        services.inspector.problems_changed.connect(self.show_problems)
        services.inspector.problems_changed.connect(first.run_commands.forget_refused)
        self._facts: DataFacts | None = None
        self._summary: ModelSummary | None = None
        self._states: dict[Step, PageState] = {}
        first.window.step_shown.connect(self.show_step)
        services.inspector.measured.connect(self.take_facts)
        services.inspector.summarized.connect(self.take_summary)
        services.controller.ready.connect(self.show_devices)
        services.controller.not_ready.connect(self.show_no_engine)
        services.controller.state_changed.connect(self.show_run_state)
        services.shown.changed.connect(self.show_run)
        services.shown.due.connect(first.strip.refresh)

    def catch_up(self) -> None:
        """Show the device, and the run that is shown or under way."""
        if self._services.devices is not None:
            self.show_devices(self._services.devices)
        elif self._services.no_engine:
            self.show_no_engine(self._services.no_engine)
        self.show_run_state(self._services.controller.state)
        if self._services.shown.folder is not None:
            self.show_run()

    @Slot()
    @Slot(object)
    def show_project(self, _project: object = None) -> None:
        """Another snapshot: say where each step stands, and that it is not saved."""
        self._show_rail()
        self.show_title()

    @Slot()
    def show_title(self) -> None:
        """The project's name, and whether it is saved."""
        self._window.show_title(self._files.name, changed=self._model.changed_since_saved)
        self._window.menus.show_recent(self._files.recent)

    @Slot(object)
    def show_problems(self, _problems: tuple[Problem, ...]) -> None:
        """Problems stand on the rail, and on the Train button."""
        self._show_rail()

    @Slot()
    def show_unaccepted(self) -> None:
        """A value was not accepted, or is now: its step needs attention, or no more."""
        self._show_rail()

    @Slot(object)
    def show_devices(self, devices: Devices) -> None:
        """TensorFlow is there."""
        self._window.top_bar.show_device(devices.summary, tip=devices.no_gpu)
        self._show_strip()

    @Slot(str)
    def show_no_engine(self, sentence: str) -> None:
        """TensorFlow cannot be used; settings can still be made."""
        self._window.top_bar.show_device(tr("no TensorFlow"), tip=sentence)
        self._strip.say(sentence)

    @Slot(object)
    def show_run_state(self, state: RunState) -> None:
        """The buttons of a run, and the strip while it has nothing to count yet."""
        self._show_buttons()
        if state is RunState.WAITING:
            self._strip.say(tr("Training starts as soon as TensorFlow is loaded..."))
        self._show_rail()

    @Slot()
    def show_run(self) -> None:
        """Another run is shown: in the strip only while it, or none, is under way."""
        self._show_buttons()
        self._show_rail()

    @Slot()
    @Slot(object)
    def show_step(self, _step: Step | None = None) -> None:
        """Another page is shown: the strip speaks of it."""
        self._show_strip()

    @Slot(object)
    def take_facts(self, facts: DataFacts) -> None:
        """The data was read."""
        self._facts = facts
        self._show_strip()

    @Slot(object)
    def take_summary(self, summary: ModelSummary) -> None:
        """The model was built."""
        self._summary = summary
        self._show_strip()

    def _show_strip(self) -> None:
        """Speak of the run while one is under way, and on the pages of a run; else of the page."""
        shown, controller, step = self._services.shown, self._services.controller, self._window.step
        if controller.state is RunState.WAITING or self._services.no_engine:
            return  # what is waited for, or why nothing can be trained, is said already
        live, followed = shown.opened is None, bool(shown.trainer)
        if controller.busy:
            if live:
                self._show_history(live=True, followed=False)
        elif not step.is_of_a_run:
            state = self._states.get(step, PageState(Readiness.READY))
            self._strip.say(
                page_line(step, self._model.project, state=state, facts=self._facts, summary=self._summary)
            )
        elif live and not shown.has_live:
            self._strip.say(self._first(step))
        else:
            self._show_history(live=live or followed, followed=followed)

    def _show_history(self, *, live: bool, followed: bool) -> None:
        shown = self._services.shown
        self._strip.show_history(shown.history, live=live, elsewhere=followed)
        shown.due.emit()  # the Train page says the same at the same moment

    def _show_buttons(self) -> None:
        trainer = self._services.shown.trainer
        elsewhere = (
            tr("The run that is shown is trained by {process}; steer it there.", process=trainer)
            if trainer
            else ""
        )
        self._window.top_bar.show_state(self._services.controller.state, elsewhere=elsewhere)

    def _show_rail(self) -> None:
        unaccepted = (
            Problem(path=path, message=sentence, severity="error")
            for path, sentence in self._model.unaccepted.items()
        )
        found = states(
            self._model.project,
            (*unaccepted, *self._services.inspector.problems),
            last=self._services.controller.last_project,
        )
        self._states = found
        self._window.rail.show_states(found, summaries(self._model.project))
        self._show_strip()
        if self._services.controller.state is RunState.IDLE:
            self._window.top_bar.explain_train(self._missing() or tr("Train the model"))

    def _first(self, step: Step) -> str:
        """What is to be done first, on a page of a run while there is none."""
        if step is Step.TRAIN:
            return self._missing() or tr("Ready")
        return tr("Train a model first")

    def _missing(self) -> str:
        """What keeps a run from starting; "" for nothing."""
        for each in self._states.values():
            if each.standing is Readiness.ATTENTION:
                return each.reason
        return ""
