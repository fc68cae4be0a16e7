"""What tests of widgets must leave behind: no window, no running thread, and no warning of Qt."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from weakref import WeakSet

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThread
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker
from typing_extensions import override

from gui.control.program.preferences import Preferences
from gui.style import STYLE_ARGUMENTS
from tests.marks import TIMING

PATIENCE_MS = 30_000

WITH_WORKERS = ("tests.gui.whole_window", "gui.control.workers.worker_thread", "gui.startup.application")
"""Modules whose functions and classes begin the worker threads of the window."""
WORKER_FIXTURES = ("running", "inspecting")
"""Those of tests/gui/control that do."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test with worker threads is run once more when it fails: a busy machine can let it wait too long.

    That is no licence: a test waits for the very state that it asserts, or needs for what it does next.
    """
    for item in items:
        if not isinstance(item, pytest.Function):
            continue
        used = {getattr(value, "__module__", "") for value in vars(item.module).values()}
        if used.intersection(WITH_WORKERS) or set(item.fixturenames).intersection(WORKER_FIXTURES):
            item.add_marker(TIMING)


class PatientBot(QtBot):
    """Waits as long as a busy machine needs: how long something takes is not what a test tests."""

    @override
    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=timeout)

    @override
    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **more: Any) -> SignalBlocker:
        return super().waitSignal(signal, timeout=timeout, **more)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    del qapp
    return PatientBot(request)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A warning of Qt fails the test; a test that expects one says `qt_log_ignore` or its own level."""
    if item.get_closest_marker("qt_log_level_fail") is None:
        item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """The program's own command line for Qt."""
    return ["fitroom", *STYLE_ARGUMENTS]


@pytest.fixture(autouse=True)
def toured(home: Path) -> None:
    """The tour of the first start does not come by itself."""
    Preferences(home / "settings").keep("toured", True)


@pytest.fixture(autouse=True)
def collected_here() -> Iterator[None]:
    """Garbage is collected in this thread alone, as in the program (`workers.garbage_collection`)."""
    gc.disable()
    yield
    gc.collect(1)


@pytest.fixture(autouse=True)
def no_leaked_widgets(qapp: QApplication) -> Iterator[None]:
    """Fails a test that leaves a widget without a parent; `qtbot.addWidget` closes one at the end."""
    before = set(map(id, _windows(qapp)))
    yield
    if leaked := [widget for widget in _windows(qapp) if id(widget) not in before]:
        names = ", ".join(f"{type(widget).__name__} {widget.objectName()!r}" for widget in leaked)
        del leaked
        gc.collect()  # what only a reference cycle holds is not leaked
        assert not [widget for widget in _windows(qapp) if id(widget) not in before], (
            f"left widgets behind: {names}"
        )


@pytest.fixture(autouse=True)
def no_running_threads(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails a test that leaves a QThread running, and stops it, as its destruction would abort pytest."""
    started: WeakSet[QThread] = WeakSet()
    start = QThread.start

    def remember(thread: QThread, *priority: QThread.Priority) -> None:
        started.add(thread)
        start(thread, *priority)

    monkeypatch.setattr(QThread, "start", remember)
    yield
    running = [thread for thread in started if thread.isRunning()]
    for thread in running:
        thread.quit()
        thread.wait(5000)
    assert not running, f"left {len(running)} QThread(s) running"


def _windows(qapp: QApplication) -> list[QWidget]:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return qapp.topLevelWidgets()
