"""Puts what the control room knows where it is shown: on the rail, at fields, in previews.

It decides nothing and keeps nothing but the parts; `app` connects its slots.
"""

from __future__ import annotations

from collections.abc import Generator

from PySide6.QtCore import QObject, Slot

from engine.device_usage import DeviceUse
from engine.problems import Problem
from engine.record.events import EpochsSet, Event, ForecastMade, RunEnded, TrainingStarted
from engine.record.holder import holder_words
from engine.tensorflow_import import Devices
from gui.control.engine_port import DataFacts
from gui.control.project.page_status import Readiness, Step
from gui.control.project.page_statuses import states, step_of, summaries
from gui.control.project.project_files import ProjectFiles
from gui.control.project.settings_model import SettingsModel, declared_at
from gui.control.runs.run_state import RunState
from gui.control.worker_threads import EngineServices
from gui.frame.commands.reasons import allow
from gui.frame.side_panel import SidePanel
from gui.idle_work import Turns
from gui.main_window import MainWindow
from gui.pages.form_page import FormPage
from gui.pages.pages import Pages
from gui.pages.resume_bar import epochs_words
from gui.text import tr
from gui.views.run.progress_strip import ProgressStrip


class Presenter(QObject):
    """One slot for each thing that can change."""

    def __init__(
        self,
        window: MainWindow,
        pages: Pages,
        *,
        side: SidePanel,
        strip: ProgressStrip,
        model: SettingsModel,
        files: ProjectFiles,
        services: EngineServices,
    ) -> None:
        super().__init__(window)
        self._window, self._pages = window, pages
        self._side, self._strip = side, strip
        self._model, self._files, self._services = model, files, services
        self._fact_turns = Turns(self)

    def catch_up(self) -> None:
        """Show what was told before this window was made."""
        if self._services.devices is not None:
            self.show_devices(self._services.devices)
        elif self._services.no_engine:
            self.show_no_engine(self._services.no_engine)
        self.show_run_state(self._services.controller.state)
        if self._services.shown.folder is not None:
            self.show_run()
        self.show_project()

    @Slot()
    @Slot(object)
    def show_project(self, _project: object = None) -> None:
        """Another snapshot: look at it, and say where it stands."""
        self._pages.callbacks.show_base(self._files.base)
        self._pages.model.show_base(self._files.base)
        self._services.inspector.look_at(self._model.project, self._files.base)
        self._show_rail()
        self.show_title()

    @Slot()
    def show_title(self) -> None:
        """The project's name, and whether it is saved."""
        self._window.show_title(self._files.name, changed=self._model.changed_since_saved)
        self._window.menus.show_recent(self._files.recent)

    @Slot(object)
    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Problems stand at their fields, on the rail, and on the Train button."""
        for page in self._pages.forms:
            page.show_problems(problems)
        data = [problem.message for problem in problems if step_of(problem.path) is Step.DATA]
        self._pages.data.show_data_problem(
            data[0] if data and not self._services.inspector.described_now else ""
        )
        model = [problem.message for problem in problems if step_of(problem.path) is Step.MODEL]
        if model:
            self._pages.model.preview.show_problem(model[0])
        self._show_rail()

    @Slot(object)
    def show_facts(self, facts: DataFacts) -> None:
        """What other pages need to know of the data: the page that is seen first, each in a turn."""
        self._fact_turns.begin(self._show_facts(facts))

    def _show_facts(self, facts: DataFacts) -> Generator[int]:
        seen = self._window.page(self._window.step)
        for page in sorted(self._pages.forms, key=lambda page: page is not seen):
            page.show_facts(facts)
            yield 0

    @Slot(object)
    def show_devices(self, devices: Devices) -> None:
        """TensorFlow is there."""
        self._window.top_bar.show_device(devices.summary, tip=devices.no_gpu)
        if not self._services.controller.busy and self._services.shown.folder is None:
            self._strip.say(tr("Ready"))

    @Slot(str)
    def show_no_engine(self, sentence: str) -> None:
        """TensorFlow cannot be used; settings can still be made."""
        self._window.top_bar.show_device(tr("no TensorFlow"), tip=sentence)
        self._strip.say(sentence)

    @Slot(object)
    def show_run_state(self, state: RunState) -> None:
        """The buttons of a run, and the strip while it has nothing to count yet."""
        self._show_buttons()
        self.name_run()
        if state is RunState.WAITING:
            self._strip.say(tr("Training starts as soon as TensorFlow is loaded..."))
        self._show_rail()

    def _show_buttons(self) -> None:
        trainer = self._services.shown.trainer
        elsewhere = (
            tr("The run that is shown is trained by {process}; steer it there.", process=trainer)
            if trainer
            else ""
        )
        self._window.top_bar.show_state(self._services.controller.state, elsewhere=elsewhere)

    @Slot()
    def show_run(self) -> None:
        """Another run is shown: on its page always, in the strip only the one that is under way."""
        self._show_buttons()
        self._show_rail()
        shown = self._services.shown
        page = self._pages.train
        run = shown.opened
        live = run is None
        if live and not shown.has_live:
            page.curves.show_nothing()
            page.show_forecast(None)
            page.show_run(None, title=tr("Train"), about="")
            self._strip.say(tr("Ready"))
            return
        followed = bool(shown.trainer)
        page.curves.show_history(
            shown.history, live=live or followed, elsewhere=_followed_text(shown.trainer) if followed else ""
        )
        page.show_forecast(shown.forecast())
        page.curves.facts.live.refuse_rate("" if followed else self._services.controller.rate_refusal)
        if live or not self._services.controller.busy:
            self._strip.show_history(shown.history, live=live or followed, elsewhere=followed)
        self.name_run()

    @Slot()
    @Slot(object)
    def name_run(self, _event: object = None) -> None:
        """Say above the curves which run it is, what it trains, and how it can go on."""
        shown, busy = self._services.shown, self._services.controller.busy
        run, started = shown.opened, shown.history.started
        name = shown.folder.name if shown.folder is not None else ""
        continuation = None if busy else shown.continuation()
        ended = continuation is not None and continuation.finished
        allow(
            self._window.actions_table.train_more,
            unless="" if ended else tr("No run that has ended is shown."),
        )
        if run is None:
            words = [tr("Run {name}", name=name)] if name else []
            if busy and started is not None:
                words.append(epochs_words(started.first_epoch, started.epochs))
            self._pages.train.show_run(
                None, title=tr("Train"), about=" · ".join(words), continuation=continuation
            )
        else:
            # why it failed stands in its middle
            reason = run.outcome.reason if run.outcome is not None and run.state != "failed" else ""
            self._pages.train.show_run(
                run,
                title=tr("Run {name}", name=name),
                about=reason or (_followed_text(run.trainer) if run.trainer else _STATES[run.state]()),
                has_live=shown.has_live,
                continuation=continuation,
            )

    @Slot(object)
    def handle_event(self, event: Event) -> None:
        """Something rare that the run has told."""
        if isinstance(event, TrainingStarted | EpochsSet):
            self.name_run()
        if isinstance(event, TrainingStarted):
            self._services.device_watch.watch(event.device)
        elif isinstance(event, RunEnded):
            self._services.device_watch.stop()
        elif isinstance(event, ForecastMade) and self._services.shown.opened is None:
            self._pages.train.show_forecast(self._services.shown.forecast())

    @Slot(object)
    def show_device_use(self, use: DeviceUse) -> None:
        """How the device of the run under way is used."""
        started = self._services.pump.history.started
        if started is not None:
            self._pages.train.curves.facts.show_device(use, device=started.device)

    @Slot(object)
    def hear_of_followed(self, event: Event) -> None:
        """Something rare that has been told by the run that is shown and trained elsewhere."""
        if isinstance(event, ForecastMade):
            self._pages.train.show_forecast(self._services.shown.forecast())

    @Slot(str)
    def explain(self, path: str) -> None:
        """The setting at `path` has the focus: say what it means, and where it stands in the script."""
        self._side.show_setting(declared_at(self._model.project, path), path)

    @Slot(str)
    def go_to(self, path: str) -> None:
        """Show the page on which the setting at `path` stands, and put the focus into its field."""
        step = step_of(path)
        self._window.show_step(step)
        page = self._window.page(step)
        if isinstance(page, FormPage):
            page.focus_field(path)
            self.explain(path)  # the focus alone tells nothing while another window has it

    def _show_rail(self) -> None:
        found = states(
            self._model.project,
            self._services.inspector.problems,
            last=self._services.controller.last_project,
        )
        self._window.rail.show_states(found, summaries(self._model.project))
        if self._services.controller.state is RunState.IDLE:
            reasons = [state.reason for state in found.values() if state.standing is Readiness.ATTENTION]
            self._window.top_bar.explain_train(reasons[0] if reasons else tr("Train the model"))


def _followed_text(trainer: str) -> str:
    return tr("It is trained by {process}, and followed here.", process=trainer)


_STATES = {
    "running": lambda: _followed_text(holder_words(None)),
    "completed": lambda: tr("It ran to its end."),
    "stopped": lambda: tr("It was stopped."),
    "failed": lambda: tr("It failed."),
    "interrupted": lambda: tr("It was cut short. It can be resumed where it stopped."),
}
