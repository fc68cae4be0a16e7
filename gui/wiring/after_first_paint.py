"""Makes the pages that the window gets after its first one, plots among them, and puts them in their places.

How they are connected is `gui.wiring.other_pages`'s matter. Their modules import pyqtgraph and take long, so
a thread imports them while the window answers (what of Qt it needs is made before, see
`gui.control.workers.qt_type_registration`); then each page is made in turns of the event loop of its own.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from gui.control.project.page_status import Step
from gui.idle_work import imported_beside, left_unstyled, many_a_turn, one_a_turn
from gui.main_window import MainWindow
from gui.pages.data_page import DataPage
from gui.wiring.first_parts import FirstParts

if TYPE_CHECKING:
    from gui.wiring.other_pages import OtherPages

_MODULES = ("gui.pages.pages", "gui.wiring.other_pages", "gui.frame.tensorboard_commands")


def make_other_pages(data_page: DataPage, first: FirstParts) -> Generator[int, None, OtherPages]:
    """Make the other pages, a piece a turn; returns them, connected."""
    yield from imported_beside(_MODULES)
    from gui.pages.callbacks_page import CallbacksPage
    from gui.pages.fit_page import FitPage, fit_forms
    from gui.pages.model_page import ModelPage
    from gui.pages.pages import Pages
    from gui.pages.results.model_tabs import ExportTab, TryTab
    from gui.pages.results.results_page import ResultsPage
    from gui.pages.train_page import TrainPage
    from gui.views.forecast.forecast_view import ForecastView
    from gui.views.plots.plot_stack import PlotStack, make_plots
    from gui.views.run.compare_view import CompareView
    from gui.views.run.train_view import TrainView
    from gui.wiring.other_pages import OtherPages

    place = first.window.page_area
    model = ModelPage(first.model, first.services.model_trust, parent=place)
    yield from in_its_place(first.window, model, step=Step.MODEL)
    forms = yield from one_a_turn(fit_forms())
    fit = FitPage(first.model, forms, parent=place)
    yield from in_its_place(first.window, fit, step=Step.FIT)
    callbacks = CallbacksPage(first.model, first.services.trust, parent=place)
    yield from in_its_place(first.window, callbacks, step=Step.CALLBACKS)
    plots = yield from one_a_turn(make_plots())
    stack = left_unstyled(PlotStack(plots=plots))
    yield 0
    curves = left_unstyled(TrainView(plots=stack))
    yield 0
    forecast = left_unstyled(ForecastView())
    yield 0
    compare = left_unstyled(CompareView())
    yield 0
    train = TrainPage(curves=curves, forecast=forecast, compare=compare, parent=place)
    yield from in_its_place(first.window, train, step=Step.TRAIN)
    tries = left_unstyled(TryTab())
    yield 0
    takes = left_unstyled(ExportTab())
    yield 0
    results = ResultsPage(tries=tries, takes=takes, parent=place)
    yield from in_its_place(first.window, results, step=Step.RESULTS)
    pages = Pages(data=data_page, model=model, fit=fit, callbacks=callbacks, train=train, results=results)
    return OtherPages(pages, first)


def in_its_place(window: MainWindow, page: QWidget, *, step: Step) -> Generator[int]:
    """Put a page into the window, style it a few parts a turn, and show it as the page of `step`."""
    window.create_page(page)
    left_unstyled(page)
    yield 0
    yield from many_a_turn(_styled(page))
    window.set_page(step, page)
    yield 0


def _styled(page: QWidget) -> Iterator[QWidget]:
    for part in page.findChildren(QWidget):
        if isValid(part):  # an edit in a turn between may have taken it away
            part.ensurePolished()
        yield part
