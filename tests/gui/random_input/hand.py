"""A hand that presses at random: seeded, real events of mouse, wheel and keyboard at the program's windows.

Events go to windows as those of a person do, so that menus, modal dialogs and shortcuts take them first. To
press and to release are two events: what was pressed may be gone before it is released.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from shiboken6 import isValid

Act = Callable[[], object]
_NO = Qt.KeyboardModifier.NoModifier
_LEFT, _RIGHT, _MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
_CTRL, _SHIFT, _ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
_MODIFIERS = ((_CTRL, Qt.Key.Key_Control), (_SHIFT, Qt.Key.Key_Shift), (_ALT, Qt.Key.Key_Alt))
# no slash and no tilde: a folder with a whole disk below it would be read
_CHARACTERS = "0123459.,:-+{}[]()*_ abelx%é가"
_KEYS = (
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Space,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Backspace,
)
# every command of the window but Quit, and what fields know
_CHORDS = (
    *((getattr(Qt.Key, f"Key_{key}"), _CTRL) for key in "NOSZYPLRBIAXCV12345"),
    *((getattr(Qt.Key, f"Key_{key}"), _CTRL | _SHIFT) for key in "SBCRZ"),
    (Qt.Key.Key_F5, _NO),
    (Qt.Key.Key_F5, _NO),
    (Qt.Key.Key_F5, _SHIFT),
    (Qt.Key.Key_F5, _CTRL),
    (Qt.Key.Key_F5, _CTRL | _SHIFT),
    (Qt.Key.Key_F5, _CTRL | _ALT),
    (Qt.Key.Key_F1, _NO),
    (Qt.Key.Key_Up, _ALT),
    (Qt.Key.Key_Down, _ALT),
    (Qt.Key.Key_D, _CTRL),
    (Qt.Key.Key_Backspace, _CTRL | _SHIFT),
)
_STUCK_AFTER = 40
"""So many events in one menu or dialog, and the hand presses Escape."""


class Hand:
    """`next` gives one event after another; `done` has the latest of them in words, for a report."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._coming: deque[tuple[str, Act]] = deque()
        self._above = 0
        self._top: QWidget
        self._handle: QWindow
        self.count = 0
        self.done: deque[str] = deque(maxlen=60)

    def next(self) -> None:
        """Do the next event, where there is a window to do it in."""
        if not self._coming:
            self._coming.extend(self._events())
        while self._coming and not (isValid(self._handle) and self._handle.isVisible()):
            self._coming.popleft()  # what it was to be done in has gone
        if self._coming:
            words, act = self._coming.popleft()
            self.count += 1
            self.done.append(f"{self.count} {words}")
            act()

    def _events(self) -> Iterator[tuple[str, Act]]:
        above = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        self._above = self._above + 1 if above is not None else 0
        top = above or self._any_window()
        handle = top.windowHandle() if top is not None else None
        if top is None or handle is None:
            return
        self._top, self._handle = top, handle  # kept, as the handle goes with what Python knows of its widget
        if self._above > _STUCK_AFTER:
            self._above = 0
            yield from _key(handle, Qt.Key.Key_Escape)
            return
        target, place = self._target(top)
        said = f"{type(target).__name__} {target.objectName()} {_words(target)} at {place.x()},{place.y()}"
        (kind,) = self._random.choices(
            (self._clicks, self._drag, self._wheel, self._hover, self._type),
            weights=(50, 6, 10, 8, 26),
        )
        if above is None and not handle.isActive():
            handle.requestActivate()  # no window manager gives it the focus
        yield from kind(handle, place, said)

    def _any_window(self) -> QWidget | None:
        shown = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
        return self._random.choice(shown) if shown else None

    def _target(self, top: QWidget) -> tuple[QWidget, QPoint]:
        """A widget, and a point on it in the coordinates of its window: half of them where a button is."""
        parts = [
            part
            for part in top.findChildren(QWidget)
            if part.isVisible() and part.window() == top and not part.visibleRegion().isEmpty()
        ]
        buttons = [part for part in parts if isinstance(part, QAbstractButton)]
        target = self._random.choice((buttons if buttons and self._random.random() < 0.3 else parts) or [top])
        seen = target.visibleRegion().boundingRect()
        place = seen.topLeft() + QPoint(
            self._random.randrange(max(1, seen.width())), self._random.randrange(max(1, seen.height()))
        )
        return target, target.mapTo(top, place)

    def _clicks(self, handle: QWindow, place: QPoint, said: str) -> Iterator[tuple[str, Act]]:
        (button,) = self._random.choices((_LEFT, _RIGHT, _MIDDLE), weights=(90, 8, 2))
        (keys,) = self._random.choices((_NO, _CTRL, _SHIFT), weights=(90, 5, 5))
        if button is _LEFT and self._random.random() < 0.08:
            yield f"double click on {said}", partial(QTest.mouseDClick, handle, button, keys, place)
        else:
            yield from _click(handle, place, f"{button.name} {keys} on {said}", button=button, keys=keys)

    def _drag(self, handle: QWindow, place: QPoint, said: str) -> Iterator[tuple[str, Act]]:
        (button,) = self._random.choices((_LEFT, _RIGHT), weights=(80, 20))
        yield f"press on {said}", partial(QTest.mousePress, handle, button, _NO, place)
        for _ in range(self._random.randint(2, 5)):
            place = QPoint(
                _within(place.x() + self._random.randint(-120, 120), handle.width()),
                _within(place.y() + self._random.randint(-120, 120), handle.height()),
            )
            yield f"drag to {place.x()},{place.y()}", partial(QTest.mouseMove, handle, place)
        yield "release", partial(QTest.mouseRelease, handle, button, _NO, place)

    def _wheel(self, handle: QWindow, place: QPoint, said: str) -> Iterator[tuple[str, Act]]:
        (keys,) = self._random.choices((_NO, _CTRL), weights=(85, 15))
        steps = QPoint(0, self._random.choice((-360, -120, 120, 360)))
        yield f"wheel {steps.y()} on {said}", partial(QTest.wheelEvent, handle, place, steps, stateKey=keys)

    def _hover(self, handle: QWindow, place: QPoint, said: str) -> Iterator[tuple[str, Act]]:
        yield f"move to {said}", partial(QTest.mouseMove, handle, place)

    def _type(self, handle: QWindow, place: QPoint, said: str) -> Iterator[tuple[str, Act]]:
        way = self._random.random()
        if way < 0.25:
            yield from _click(handle, place, f"on {said}")
            for _ in range(self._random.randint(1, 3)):
                sign = self._random.choice(_CHARACTERS)
                key = Qt.Key(ord(sign.upper())) if sign.isascii() else Qt.Key.Key_unknown
                for action in (QTest.KeyAction.Press, QTest.KeyAction.Release):
                    send = partial(QTest.sendKeyEvent, action, handle, key, sign, _NO)
                    yield f"{action.name} {sign}", send
        elif way < 0.7:
            yield from _key(handle, self._random.choice(_KEYS))
        else:
            yield from _key(handle, *self._random.choice(_CHORDS))


def _click(
    handle: QWindow,
    place: QPoint,
    said: str,
    *,
    button: Qt.MouseButton = _LEFT,
    keys: Qt.KeyboardModifier = _NO,
) -> Iterator[tuple[str, Act]]:
    yield f"press {said}", partial(QTest.mousePress, handle, button, keys, place)
    yield "release", partial(QTest.mouseRelease, handle, button, keys, place)


def _key(handle: QWindow, key: Qt.Key, keys: Qt.KeyboardModifier = _NO) -> Iterator[tuple[str, Act]]:
    """Each key by itself: QTest sends a whole chord, also to a menu that its Alt has deleted."""
    with_it = [modifier for held, modifier in _MODIFIERS if held in keys]
    for modifier in with_it:
        yield f"{modifier.name}", partial(QTest.keyPress, handle, modifier)
    yield f"{key.name} {keys}", partial(QTest.keyPress, handle, key, keys)
    for released in (key, *with_it):
        yield f"{released.name} up", partial(QTest.keyRelease, handle, released)


def _within(place: int, size: int) -> int:
    return min(max(place, 0), max(size - 1, 0))


def _words(widget: QWidget) -> str:
    return repr(widget.text()[:30]) if isinstance(widget, QAbstractButton) else ""
