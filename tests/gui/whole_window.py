"""The whole window on an engine that plays: every page, every kind of data, model, optimizer and callback."""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.settings import Project
from engine.settings.callbacks import CallbackSettings
from engine.settings.compile import CompileSettings
from engine.settings.declaration.declare import Section, alternatives
from gui.control.project.page_status import Step
from gui.forms.disclosure import Disclosure
from gui.idle_work import Turns
from gui.startup.application import Program
from gui.wiring.window_parts import Fitroom
from tests.gui.fake_engine import FakeEngine
from tests.gui.real_engine import RealEngine

SMALLEST = (1280, 800)
"""The smallest size in pixels at which the whole window with its side panel is promised to be good."""
LOWEST = (960, 460)
"""What a task bar and a title leave of 1920 x 1080 at 200 %; the side panel is folded away there."""


@contextmanager
def opened(
    qapp: QApplication,
    qtbot: QtBot,
    engine: FakeEngine | RealEngine,
    *,
    size: tuple[int, int] = SMALLEST,
    at_once: Callable[[Program], object] | None = None,
) -> Generator[Program]:
    """The program with all of its pages, its window shown in this size; ended at the end, without a crash.

    `at_once` is called as soon as the window is shown, when nothing stands in it yet.
    """
    made = Program(qapp, engine=engine, project=None)
    crashes: list[str] = []
    made.crashes.written.connect(lambda _report, line: crashes.append(line))
    made.window.resize(*size)
    made.window.show()
    if at_once is not None:
        at_once(made)
    qtbot.waitUntil(lambda: made.fitroom is not None and made.fitroom.rest is not None)
    try:
        yield made
    finally:
        engine.may_open.set()
        engine.may_continue.set()
        assert made.close()
        made.window.let_close()
        made.window.close()
        made.window.deleteLater()  # by hand: a test may have put another window in the place of the first
        made.setParent(None)
        assert not crashes


@contextmanager
def whole_window(
    qapp: QApplication,
    qtbot: QtBot,
    engine: FakeEngine | RealEngine | None = None,
    *,
    size: tuple[int, int] = SMALLEST,
) -> Generator[Fitroom]:
    """What works in the program's window, in the language of FITROOM_LANGUAGE; runs go on at once."""
    engine = engine or FakeEngine()
    engine.may_open.set()
    engine.may_continue.set()
    with opened(qapp, qtbot, engine, size=size) as program:
        assert program.fitroom is not None
        yield program.fitroom
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect(1)


def views(fitroom: Fitroom, *, side: bool = True, brief: bool = False) -> Iterator[str]:
    """Bring up one thing after another, unfolded; the name of what is shown now.

    With `side` help and script stand beside the settings; `brief` shows one optimizer and few callbacks.
    """
    window = fitroom.window
    for step in Step:
        window.show_step(step)
        window.show_side(side and not step.is_of_a_run)
        for place, kind in () if brief and step is Step.FIT else kinds_of(step):
            fitroom.model.edit(place, kind)
            settle(fitroom)
            yield f"{step.value}: {place} = {type(kind).__name__}"
        if step is Step.CALLBACKS and not brief:
            yield from _callbacks(fitroom)
        settle(fitroom)
        yield step.value


def kinds_of(step: Step) -> Iterator[tuple[str, Section]]:
    """Every alternative of the choices on a page, with its place."""
    places: dict[Step, list[tuple[str, Any]]] = {
        Step.DATA: [("data", Project.model_fields["data"].annotation)],
        Step.MODEL: [("model", Project.model_fields["model"].annotation)],
        Step.FIT: [
            ("compile.optimizer", CompileSettings.model_fields["optimizer"].annotation),
            ("compile.schedule", CompileSettings.model_fields["schedule"].annotation),
        ],
    }
    for place, annotation in places.get(step, []):
        yield from ((place, kind()) for kind in alternatives(annotation))


def _callbacks(fitroom: Fitroom) -> Iterator[str]:
    assert fitroom.rest is not None
    kinds = alternatives(CallbackSettings)
    fitroom.model.edit("callbacks", tuple(kind() for kind in kinds))
    rows = fitroom.rest.pages.callbacks.form.list
    for row, kind in enumerate(kinds):
        rows.setCurrentRow(row)
        settle(fitroom)
        yield f"callbacks: {kind.__name__}"


def wait_at_rest(fitroom: Fitroom, qtbot: QtBot) -> None:
    """Until all has come that workers and timers bring to a window with no run, and layouts are at rest."""
    services = fitroom.services
    inspector = services.inspector
    with qtbot.waitSignal(services.library.listed):
        services.library.look()  # the reader answers in turn, so it has answered all that was asked before

    def is_known() -> bool:
        return (
            services.devices is not None
            and inspector.knows(fitroom.model.project, fitroom.files.base)
            and not inspector._rest.isActive()  # asks for what was postponed
            and fitroom.data_page._reading.isHidden()  # the request has been answered to its end
            and not any(turns._timer.isActive() for turns in fitroom.window.findChildren(Turns))
        )

    qtbot.waitUntil(is_known)
    settle(fitroom)


def settle(fitroom: Fitroom) -> None:
    """Unfold everything that is shown, and let layouts come to rest."""
    for fold in fitroom.window.findChildren(Disclosure):
        if not fold.isHidden():
            fold.unfold()
    for _ in range(6):  # a layout asks for another one
        QApplication.processEvents()
