"""What the window gets after its first paint: the other pages, plots among them, and what fills them.

A part of the composition of `fitroom`. The modules of these pages import pyqtgraph and take long, so a thread
imports them while the window answers (what of Qt it needs is made before, see
`gui.control.workers.qt_type_registration`); then each page is made in turns of the event loop of its own.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from gui.control.project.page_status import Step
from gui.control.project.project_files import ProjectFiles
from gui.control.project.settings_model import SettingsModel
from gui.control.runs.previous_run import PreviousRunData
from gui.control.runs.run_library import OpenedRun
from gui.control.worker_threads import EngineServices
from gui.frame.commands.file_commands import FileCommands
from gui.frame.commands.run_commands import RunCommands
from gui.frame.side_panel import SidePanel
from gui.idle_work import imported_beside, many_a_turn, one_a_turn
from gui.main_window import MainWindow
from gui.pages.data_page import DataPage
from gui.views.run.progress_strip import ProgressStrip
from gui.views.run.runs_list import RunsList

if TYPE_CHECKING:
    from gui.pages.pages import Pages

_MODULES = ("gui.pages.pages", "gui.wiring.presenter", "gui.frame.tensorboard_commands")


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """What stands in the window before the other pages."""

    window: MainWindow
    data_page: DataPage
    side: SidePanel
    strip: ProgressStrip
    runs: RunsList
    model: SettingsModel
    files: ProjectFiles
    services: EngineServices
    file_commands: FileCommands
    run_commands: RunCommands


def other_pages(first: First) -> Generator[int, None, Rest]:
    """Make the other pages, piece by piece; returns them, connected."""
    yield from imported_beside(_MODULES)
    from gui.pages.callbacks_page import CallbacksPage
    from gui.pages.fit_page import FitPage, fit_forms
    from gui.pages.model_page import ModelPage
    from gui.pages.pages import Pages
    from gui.pages.train_page import TrainPage
    from gui.views.forecast.forecast_view import ForecastView
    from gui.views.plots.plot_stack import PlotStack, make_plots
    from gui.views.run.compare_view import CompareView
    from gui.views.run.train_view import TrainView

    place = first.window.page_area
    model = ModelPage(first.model, first.services.model_trust, parent=place)
    yield from in_its_place(first.window, model, step=Step.MODEL)
    forms = yield from one_a_turn(fit_forms())
    fit = FitPage(first.model, forms, parent=place)
    yield from in_its_place(first.window, fit, step=Step.FIT)
    callbacks = CallbacksPage(first.model, first.services.trust, parent=place)
    yield from in_its_place(first.window, callbacks, step=Step.CALLBACKS)
    plots = yield from one_a_turn(make_plots())
    stack = PlotStack(plots=plots)
    yield 0
    curves = TrainView(plots=stack)
    yield 0
    forecast = ForecastView()
    yield 0
    compare = CompareView()
    yield 0
    train = TrainPage(curves=curves, forecast=forecast, compare=compare, parent=place)
    yield from in_its_place(first.window, train, step=Step.TRAIN)
    return Rest(first, Pages(data=first.data_page, model=model, fit=fit, callbacks=callbacks, train=train))


def in_its_place(window: MainWindow, page: QWidget, *, step: Step) -> Generator[int]:
    """Put a page into the window, style it a few parts a turn, and show it as the page of `step`."""
    window.create_page(page)
    yield 0
    yield from many_a_turn(_styled(page))
    window.set_page(step, page)
    yield 0


def _styled(page: QWidget) -> Iterator[QWidget]:
    for part in page.findChildren(QWidget):
        if isValid(part):  # an edit in a turn between may have taken it away
            part.ensurePolished()
        yield part


class Rest(QObject):
    """The other pages, connected."""

    def __init__(self, first: First, pages: Pages) -> None:
        from gui.control.coach import Coach
        from gui.frame.commands.export_commands import ExportCommands
        from gui.frame.tensorboard_commands import TensorBoardDesk
        from gui.wiring.presenter import Presenter

        super().__init__(first.window)
        self._first, self.pages = first, pages
        self.desk = TensorBoardDesk(pages.train.tensorboard, self)
        self.presenter = Presenter(
            first.window,
            pages,
            side=first.side,
            strip=first.strip,
            model=first.model,
            files=first.files,
            services=first.services,
        )
        self.coach = Coach(first.model, first.services, parent=self)
        self.exports = ExportCommands(
            first.window,
            first.window.actions_table,
            banner=first.window.banner,
            shown=first.services.shown,
            plots=pages.train.curves.plots,
            compare=pages.train.compare,
        )
        drawing = pages.model.preview.drawing
        drawing.copy_asked.connect(self.exports.copy_model)
        drawing.save_asked.connect(self.exports.save_model)
        self._connect_project()
        self._connect_runs()
        self.presenter.catch_up()
        self.coach.look()
        self.show_previous_run(first.services.previous.run_data)

    def _connect_project(self) -> None:
        first, presenter, pages = self._first, self.presenter, self.pages
        inspector = first.services.inspector
        first.model.changed.connect(presenter.show_project)
        first.files.moved.connect(presenter.show_title)
        inspector.problems_changed.connect(presenter.show_problems)
        inspector.problems_changed.connect(first.run_commands.forget_refused)
        inspector.measured.connect(presenter.show_facts)
        inspector.described.connect(pages.data.show_description)
        inspector.named.connect(pages.data.show_choices)
        inspector.progressed.connect(pages.data.show_progress)
        inspector.busy_changed.connect(pages.data.show_busy)
        inspector.scripted.connect(first.side.show_script)
        inspector.outlined.connect(pages.model.show_outline)
        inspector.varied.connect(pages.data.show_variants)
        pages.data.draw_asked.connect(inspector.draw_again)
        inspector.summarized.connect(pages.model.show_summary)
        for trust in (first.services.trust, first.services.model_trust):
            trust.trust_changed.connect(presenter.show_project)
        pages.data.read_again_asked.connect(inspector.read_again)
        for page in pages.forms:
            page.focused.connect(presenter.explain)
        first.side.script.path_clicked.connect(presenter.go_to)

    def _connect_runs(self) -> None:
        first, presenter, train = self._first, self.presenter, self.pages.train
        controller, shown = first.services.controller, first.services.shown
        controller.ready.connect(presenter.show_devices)
        controller.not_ready.connect(presenter.show_no_engine)
        controller.state_changed.connect(presenter.show_run_state)
        shown.changed.connect(presenter.show_run)
        first.run_commands.place_wanted.connect(presenter.go_to)
        first.run_commands.training_wanted.connect(train.show_curves)
        live, commands = train.curves.facts.live, first.run_commands
        train.resume_bar.resume_asked.connect(commands.resume_shown)
        train.resume_bar.more_asked.connect(commands.train_more)
        train.curves.place_asked.connect(presenter.go_to)
        live.rate_asked.connect(controller.set_learning_rate)
        live.reduce_asked.connect(controller.reduce_learning_rate)
        live.epochs_asked.connect(controller.set_epochs)
        live.stop_after_epoch_asked.connect(first.window.actions_table.stop_after_epoch.setChecked)
        train.curves.facts.patience_asked.connect(controller.set_patience)
        first.window.actions_table.stop_after_epoch.toggled.connect(live.show_stop_after_epoch)
        first.window.actions_table.train_more.triggered.connect(train.resume_bar.ask_more)
        first.services.pump.event_received.connect(presenter.handle_event)
        first.services.followed.event_received.connect(presenter.hear_of_followed)
        first.services.device_watch.measured.connect(presenter.show_device_use)
        cards = train.curves.facts.coach
        self.coach.advised.connect(train.curves.show_advice)
        cards.change_asked.connect(self.coach.make)
        cards.dismissed.connect(self.coach.dismiss)
        first.runs.compare_requested.connect(first.services.library.compare)
        first.services.library.compared.connect(self.show_comparison)
        train.compare.table_asked.connect(self.exports.save_comparison)
        train.compare.picture_asked.connect(self.exports.save_comparison_plot)
        first.services.previous.found.connect(self.show_previous_run)
        train.settings_asked.connect(first.run_commands.use_shown_settings)
        train.live_asked.connect(shown.show_live)
        first.window.actions_table.tensorboard.triggered.connect(self.show_tensorboard)
        first.window.actions_table.stop_tensorboard.triggered.connect(self.desk.process.stop)

    @Slot(object)
    def show_previous_run(self, previous_run: PreviousRunData | None) -> None:
        """Draw the run before behind the one that is shown."""
        plots = self.pages.train.curves.plots
        if previous_run is None:
            plots.show_previous_run(0, None, changes="")
        else:
            plots.show_previous_run(previous_run.number, previous_run.history, changes=previous_run.changes)

    @Slot(object)
    def show_comparison(self, runs: tuple[OpenedRun, ...]) -> None:
        """Put these runs over each other on the page with the curves."""
        self._first.window.show_step(Step.TRAIN)
        self.pages.train.show_comparison(runs)

    @Slot()
    def show_tensorboard(self) -> None:
        """Serve the logs of the run that is shown, or of all runs while there is none."""
        folder = self._first.services.shown.folder
        self.desk.show(folder / "logs" if folder is not None else self._first.services.library.folder)
        self._first.window.show_step(Step.TRAIN)
        self.pages.train.show_tensorboard()
