"""The Train page: the run that is shown, its name, how it can be resumed, the run before it, TensorBoard.

What can be changed in a run under way is `gui.wiring.live`'s matter, comparing runs is `gui.wiring.runs`'s.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from engine.problems import Problem
from engine.record.events import EpochsSet, Event, ForecastMade, TrainingStarted
from engine.record.holder import holder_words
from engine.report.run_words import run_sentence
from gui.control.project.page_status import Step
from gui.control.result_data import ResultData
from gui.control.runs.previous_run import PreviousRunData
from gui.control.runs.run_state import RunState
from gui.frame.commands.reasons import allow
from gui.frame.tensorboard_commands import TensorBoardDesk
from gui.pages.resume_bar import epochs_words
from gui.pages.train_page import TrainPage
from gui.text import tr
from gui.wiring.first_parts import FirstParts


class TrainWiring(QObject):
    """One slot for each thing that can change. `catch_up` shows what was known before this window."""

    def __init__(self, page: TrainPage, first: FirstParts, *, desk: TensorBoardDesk) -> None:
        super().__init__(first.window)
        self._page, self._desk = page, desk
        self._window, self._services, self._model = first.window, first.services, first.model
        actions, commands, services = first.window.actions_table, first.run_commands, first.services
        services.controller.state_changed.connect(self.show_run_state)
        services.shown.changed.connect(self.show_run)
        services.shown.due.connect(page.curves.refresh_words)
        services.pump.event_received.connect(self.handle_event)
        services.followed.event_received.connect(self.handle_followed_event)
        services.previous.found.connect(self.show_previous_run)
        services.use.results.changed.connect(self.show_result)
        services.inspector.problems_changed.connect(self.show_problems)
        first.model.unaccepted_changed.connect(self.show_missing)
        for wanted in (commands.training_wanted, commands.run_wanted):
            wanted.connect(page.show_curves)
        page.settings_asked.connect(commands.use_shown_settings)
        page.live_asked.connect(services.shown.show_live)
        page.lead.results_asked.connect(self.show_results)
        page.resume_bar.resume_asked.connect(commands.resume_shown)
        page.resume_bar.more_asked.connect(commands.train_more)
        actions.train_more.triggered.connect(page.resume_bar.ask_more)
        actions.tensorboard.triggered.connect(self.show_tensorboard)
        actions.stop_tensorboard.triggered.connect(desk.process.stop)

    def catch_up(self) -> None:
        """Show the run that is shown or under way."""
        self._name_run()
        self.show_missing()
        if self._services.shown.folder is not None:
            self.show_run()

    @Slot(object)
    def show_problems(self, _problems: tuple[Problem, ...]) -> None:
        """The settings were looked at: what is to be done before the first run."""
        self.show_missing()

    @Slot()
    def show_missing(self) -> None:
        """Say what keeps a run from starting, a value that was not accepted first."""
        found = [*self._model.unaccepted.items()]
        found += [
            (problem.path, problem.message)
            for problem in self._services.inspector.problems
            if problem.severity == "error"
        ]
        path, sentence = found[0] if found else ("", "")
        self._page.curves.show_missing(sentence, path=path)

    @Slot(object)
    def show_run_state(self, _state: RunState) -> None:
        """A run has begun, ended, or something between: it is named by another sentence."""
        self._name_run()

    @Slot()
    def show_run(self) -> None:
        """Another run is shown."""
        shown, page = self._services.shown, self._page
        live, followed = shown.opened is None, bool(shown.trainer)
        if live and not shown.has_live:
            page.curves.show_nothing()
            page.show_forecast(None)
            page.show_run(None, title=tr("Train"), about="")
            page.lead.show_result("")
            self._allow_more(ended=False)
            return
        page.curves.show_history(
            shown.history, live=live or followed, elsewhere=_followed_text(shown.trainer) if followed else ""
        )
        page.show_forecast(shown.forecast())
        page.curves.facts.live.refuse_rate("" if followed else self._services.controller.rate_refusal)
        self._name_run()

    def _name_run(self) -> None:
        """Say above the curves which run it is, what it trains, and how it can go on."""
        shown, busy = self._services.shown, self._services.controller.busy
        run, started = shown.opened, shown.history.started
        name = shown.folder.name if shown.folder is not None else ""
        self.show_result()
        continuation = None if busy else shown.continuation()
        ended = continuation is not None and continuation.finished
        self._allow_more(ended=ended)
        if run is None:
            words = [tr("Run {name}", name=name)] if name else []
            if busy and started is not None:
                words.append(epochs_words(started.first_epoch, started.epochs))
            self._page.show_run(None, title=tr("Train"), about=" · ".join(words), continuation=continuation)
        else:
            # why it failed stands in its middle
            reason = tr.again(run.outcome.reason) if run.outcome is not None and run.state != "failed" else ""
            self._page.show_run(
                run,
                title=tr("Run {name}", name=name),
                about=reason or (_followed_text(run.trainer) if run.trainer else _STATES[run.state]()),
                has_live=shown.has_live,
                continuation=continuation,
            )

    @Slot()
    def show_result(self) -> None:
        """The shown run was evaluated."""
        self._page.lead.show_result("" if self._services.shown.state == "running" else self._sentence())

    def _sentence(self) -> str:
        """How good the model of the shown run is; "" where it has left none."""
        shown, result = self._services.shown, self._services.use.results.result
        of_this = result.asked is not None and result.asked.folder == shown.folder
        if of_this and result.found is not None and _is_of_several_targets(result.found):
            return result.found.sentence  # the run itself has measured the mean of all targets alone
        project = shown.opened.project if shown.opened is not None else self._services.controller.last_project
        return run_sentence(shown.history, project)

    @Slot()
    def show_results(self) -> None:
        """Lead to the results of the shown run."""
        self._window.show_step(Step.RESULTS)
        self._window.focus_page()

    def _allow_more(self, *, ended: bool) -> None:
        reason = "" if ended else tr("No run that has ended is shown.")
        allow(self._window.actions_table.train_more, unless=reason)

    @Slot(object)
    def handle_event(self, event: Event) -> None:
        """Something rare from the run that is under way."""
        if isinstance(event, TrainingStarted | EpochsSet):
            self._name_run()
        elif isinstance(event, ForecastMade) and self._services.shown.opened is None:
            self._page.show_forecast(self._services.shown.forecast())

    @Slot(object)
    def handle_followed_event(self, event: Event) -> None:
        """Something rare from the run that is shown and trained elsewhere."""
        if isinstance(event, ForecastMade):
            self._page.show_forecast(self._services.shown.forecast())

    @Slot(object)
    def show_previous_run(self, previous_run: PreviousRunData | None) -> None:
        """Draw the run before behind the one that is shown."""
        plots = self._page.curves.plots
        if previous_run is None:
            plots.show_previous_run(0, None, changes="")
        else:
            plots.show_previous_run(previous_run.number, previous_run.history, changes=previous_run.changes)

    @Slot()
    def show_tensorboard(self) -> None:
        """Serve the logs of the run that is shown, or of all runs while there is none."""
        folder = self._services.shown.folder
        self._desk.show(folder / "logs" if folder is not None else self._services.library.folder)
        self._window.show_step(Step.TRAIN)
        self._page.show_tensorboard()


def _is_of_several_targets(found: ResultData) -> bool:
    if found.part != "validation" or found.numbers is None:
        return False
    return len(found.numbers.names if found.ahead is None else found.ahead.steps) > 1


def _followed_text(trainer: str) -> str:
    return tr("It is trained by {process}, and followed here.", process=trainer)


_STATES = {
    "running": lambda: _followed_text(holder_words(None)),
    "completed": lambda: tr("It ran to its end."),
    "stopped": lambda: tr("It was stopped."),
    "failed": lambda: tr("It failed."),
    "interrupted": lambda: tr("It was cut short. It can be resumed where it stopped."),
}
