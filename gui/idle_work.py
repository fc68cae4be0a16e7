"""Long work in the window's thread, one piece in each turn of the event loop: the window stays responsive.

Work is a generator that yields the number of milliseconds to wait before its next piece. Work that needs no
Qt belongs in a worker thread (`gui.control.workers`).
"""

from __future__ import annotations

import importlib
import threading
import time
from collections.abc import Generator, Iterable, Sequence
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

LOOK_MS = 15
"""Milliseconds between two looks at a thread."""
_TURN_S = 0.01  # how long one turn of small pieces may take
WidgetT = TypeVar("WidgetT", bound=QWidget)


class Turns(QObject):
    """Runs a generator piece by piece, until it ends, `stop` is called, or other work is begun."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work: Generator[int] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.run_next)

    def begin(self, work: Generator[int]) -> None:
        """Start `work` in place of the work under way; its pieces run from the event loop."""
        self.stop()
        self._work = work
        self._timer.start(0)

    def stop(self) -> None:
        """Stop the work and close its generator."""
        self._timer.stop()
        if self._work is not None:
            self._work.close()
            self._work = None

    @Slot()
    def run_next(self) -> None:
        """Run the next piece of the work."""
        if self._work is None:
            return
        wait = next(self._work, None)
        if wait is not None:
            # started after the work, so that every timer that became due meanwhile runs first
            self._timer.start(wait)


def left_unstyled(part: WidgetT) -> WidgetT:
    """Return a part that was just made, and is not styled yet; call it before the turn ends.

    Qt styles what is made at the end of the turn, and styles it with all that is in it again when it gets its
    final parent. A part that is left unstyled is styled once: in turns, or when it is shown.

    Args:
        part: A widget without its final place.
    """
    asked = QEvent.Type.PolishRequest.value
    for widget in (part, *part.findChildren(QWidget)):
        QCoreApplication.removePostedEvents(widget, asked)
    return part


def one_a_turn(parts: Iterable[WidgetT]) -> Generator[int, None, list[WidgetT]]:
    """Make the widgets `parts`, one in each turn of the event loop, unstyled, and return all of them."""
    made: list[WidgetT] = []
    for part in parts:
        made.append(left_unstyled(part))
        yield 0
    return made


def many_a_turn(pieces: Iterable[object]) -> Generator[int]:
    """Make as many elements of `pieces` in each turn as the window can wait for."""
    until = time.monotonic() + _TURN_S
    for _ in pieces:
        if time.monotonic() > until:
            yield 0
            until = time.monotonic() + _TURN_S


def imported_beside(modules: Sequence[str], *, meanwhile: Iterable[object] = ()) -> Generator[int]:
    """Import `modules` in a thread and wait for it.

    Args:
        modules: Modules that use no class of Qt that was not made before, see
            `gui.control.workers.qt_type_registration`.
        meanwhile: Work for this thread until then, as in `many_a_turn`.
    """
    thread = threading.Thread(target=_import, args=(modules,), name="imports", daemon=True)
    thread.start()
    yield from many_a_turn(meanwhile)
    while thread.is_alive():
        yield LOOK_MS


def imported_here(modules: Iterable[str]) -> Generator[int]:
    """Import `modules` in this thread, one in each turn, as they use new classes of Qt."""
    for name in modules:
        importlib.import_module(name)
        yield 0


def _import(modules: Iterable[str]) -> None:
    for name in modules:
        importlib.import_module(name)
