"""Long work in the window's thread, a piece in each turn of the event loop: clicks and paints come between.

Work is a generator. What it yields is how long it waits for its next turn, in milliseconds.
"""

from __future__ import annotations

import importlib
import threading
import time
from collections.abc import Generator, Iterable, Sequence
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Slot

LOOK_MS = 15
"""How long to wait for a thread until it is looked at again."""
_TURN_S = 0.01  # how long the window may wait for one turn of small pieces
PartT = TypeVar("PartT")


class Turns(QObject):
    """Does the work that is begun to its end, or to `stop`, or until other work is begun."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work: Generator[int] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.run_next)

    def begin(self, work: Generator[int]) -> None:
        """Start; the event loop does the rest."""
        self.stop()
        self._work = work
        self._timer.start(0)

    def stop(self) -> None:
        """Do no more of it."""
        self._timer.stop()
        if self._work is not None:
            self._work.close()
            self._work = None

    @Slot()
    def run_next(self) -> None:
        """Do one piece of the work."""
        if self._work is None:
            return
        wait = next(self._work, None)
        if wait is not None:
            # from now, and so behind every other timer that became due meanwhile
            self._timer.start(wait)
        # what waits for its place is not styled: Qt would style it again at each change of a parent
        everybody = None  # the stub forgets that Qt takes it
        asked = QEvent.Type.PolishRequest.value
        QCoreApplication.removePostedEvents(everybody, asked)  # pyright: ignore[reportArgumentType]


def one_a_turn(parts: Iterable[PartT]) -> Generator[int, None, list[PartT]]:
    """Make each of `parts` in a turn of its own; returns all of them."""
    made: list[PartT] = []
    for part in parts:
        made.append(part)
        yield 0
    return made


def many_a_turn(pieces: Iterable[object]) -> Generator[int]:
    """Do as many of `pieces` in a turn as the window may wait for."""
    until = time.monotonic() + _TURN_S
    for _ in pieces:
        if time.monotonic() > until:
            yield 0
            until = time.monotonic() + _TURN_S


def imported_beside(modules: Sequence[str], *, meanwhile: Iterable[object] = ()) -> Generator[int]:
    """Import `modules` in a thread, do the pieces of `meanwhile` here, and wait for the thread.

    The modules must ask for no class of Qt that was not made before, see
    `gui.control.workers.qt_type_registration`.
    """
    thread = threading.Thread(target=_import, args=(modules,), name="imports", daemon=True)
    thread.start()
    yield from many_a_turn(meanwhile)
    while thread.is_alive():
        yield LOOK_MS


def imported_here(modules: Iterable[str]) -> Generator[int]:
    """Import `modules` in this thread, one a turn, as they ask for classes of Qt."""
    for name in modules:
        importlib.import_module(name)
        yield 0


def _import(modules: Iterable[str]) -> None:
    for name in modules:
        importlib.import_module(name)
