"""The real window with its real engine, pressed at random; its arguments are SEED, EVENTS, FOLDER and WEB.

FOLDER is the playground: what a file dialog would answer is drawn from it, and nothing outside the program is
opened. WEB is "web" where the window shall show TensorBoard. After EVENTS events (fewer when the
hand has closed the window) whatever trains is stopped, a small project is opened and trained, and the window
is closed, all of that by keys. FOLDER/result.json then says how it went; FOLDER/stacks.txt says what each
thread did when the window did not answer for too long.
"""

from __future__ import annotations

import faulthandler
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QThread, QTimer, QtMsgType, QUrl, qInstallMessageHandler
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from gui.control.project.page_status import Step
from gui.control.runs.run_state import RunState
from gui.startup.application import Program, run_window
from tests.gui.random_input.hand import Hand
from tests.gui.random_input.seeds import LAST_PROJECT

_NO_ANSWER_SECONDS = 90
_PATIENCE = 150.0
_LOOK_MS = 50
_SOON_MS = 5
_QUIET = (
    "This plugin does not support",
    # what Chromium says of a machine without a GPU, and what TensorBoard's page says
    "Failed to load vulkan",
    "initInstance: No Vulkan",
    "Failed to create platform Vulkan",
    "Unable to detect GPU",
    "WARNING: Multiple instances of Three.js",
)


class Driver(QObject):
    """Lets the hand press, then ends what is under way, trains once more, and leaves."""

    def __init__(self, program: Program, *, seed: int, events: int, playground: Path) -> None:
        super().__init__(program)
        self._program, self._playground = program, playground
        self._events = events
        self._levels: list[int] = []
        self._random = random.Random(seed + 1)
        self.hand = Hand(seed)
        self.problem = ""
        self.phase = "start"
        self.answers = Answers(self._random, playground)
        self._stacks = (playground / "stacks.txt").open("w")
        self._alive = QTimer(self)
        self._alive.timeout.connect(self.answer)
        self._alive.start(1000)
        self.answer()
        self._ways_out = self._exit_deadline()
        QTimer.singleShot(0, self.press)

    def answer(self) -> None:
        """The window answers: end the process with a report when it does not do so again in time."""
        (self._playground / "now.txt").write_text(
            f"{self.phase} {self.hand.count} " + "\n".join(self.hand.done)
        )
        faulthandler.dump_traceback_later(_NO_ANSWER_SECONDS, exit=True, file=self._stacks)

    def press(self) -> None:
        """One event. The next is asked for before it, as a menu or a drag waits in a loop of its own."""
        fitroom = self._program.fitroom
        # QTest looks for what has come meanwhile before an event of its own is over, in the same loop
        inside = self._levels and self._levels[-1] == QThread.currentThread().loopLevel()
        if fitroom is None or fitroom.rest is None or inside:
            QTimer.singleShot(_SOON_MS, self.press)
            return
        if self.hand.count >= self._events:
            self.phase = "leave"
            self._go_out()
            return
        self.phase = "press"
        pause = (
            self._random.randrange(200, 1500)
            if self._random.random() < 0.02
            else self._random.choice((0, 2, 10))
        )
        QTimer.singleShot(pause, self.press)
        self._levels.append(QThread.currentThread().loopLevel())
        try:
            self.hand.next()
        finally:
            self._levels.pop()

    def _go_out(self) -> None:
        try:
            wait = next(self._ways_out)
        except StopIteration:
            return
        except AssertionError as error:
            self.problem = f"{error}; the window says: {self._program.window.banner.text}"
            self._program.stop_and_leave()
            return
        QTimer.singleShot(wait, self._go_out)

    def _exit_deadline(self) -> Iterator[int]:
        program = self._program
        yield from self._escape()
        fitroom = program.fitroom
        assert fitroom is not None
        controller = fitroom.services.controller
        if controller.state is not RunState.IDLE:
            self._key(Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
            yield from self._until(
                "the end of the run that was stopped", lambda: controller.state is RunState.IDLE
            )
        yield from self._escape()
        for number, step in ((5, Step.TRAIN), (1, Step.DATA)):
            self._key(getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.ControlModifier)
            shown = partial(self._shows, step)
            yield from self._until(f"the page {step.value}", shown)
        self.answers.fixed = str(self._playground / LAST_PROJECT)
        self._key(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
        yield from self._until("the last project", lambda: fitroom.files.name == LAST_PROJECT)
        self._key(Qt.Key.Key_F5)
        yield from self._until("the last run", lambda: controller.state is RunState.RUNNING)
        yield from self._until("its end", lambda: controller.state is RunState.IDLE)
        folder = controller.folder
        assert folder is not None
        outcome = json.loads((folder / "outcome.json").read_bytes())
        assert outcome["result"] == "completed", outcome
        self._key(Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)

    def _escape(self) -> Iterator[int]:
        """Leave menus and dialogs."""
        for _ in range(30):
            above = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if above is None:
                break
            QTest.keyClick(_handle(above), Qt.Key.Key_Escape)
            yield _LOOK_MS
        QTest.keyClick(_handle(self._program.window), Qt.Key.Key_Escape)  # the tour
        yield _LOOK_MS
        above = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        assert above is None, f"{type(above).__name__} does not close"

    def _until(self, what: str, look: Callable[[], bool]) -> Iterator[int]:
        deadline = time.monotonic() + _PATIENCE
        while not look():
            assert time.monotonic() < deadline, f"waited in vain for {what}"
            yield _LOOK_MS

    def _shows(self, step: Step) -> bool:
        return self._program.window.step is step

    def _key(self, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        window = self._program.window
        window.activateWindow()
        window.raise_()
        QTest.keyClick(_handle(window), key, keys)


class Answers:
    """What a person chooses in file dialogs: `fixed` where it is set, else something of the playground."""

    def __init__(self, chance: random.Random, playground: Path) -> None:
        self._random, self._playground = chance, playground
        self.fixed = ""
        dialogs: Any = QFileDialog
        dialogs.getOpenFileName = self._file
        dialogs.getExistingDirectory = self._folder
        dialogs.getSaveFileName = self._new_file
        services: Any = QDesktopServices
        services.openUrl = self._opened

    def _file(self, *_: Any, **__: Any) -> tuple[str, str]:
        files = sorted(path for path in (self._playground / "given").rglob("*") if path.is_file())
        return self.fixed or self._random.choice(["", *map(str, files)]), ""

    def _folder(self, *_: Any, **__: Any) -> str:
        return self._random.choice(
            ["", str(self._playground / "given" / "images"), str(self._playground / "given")]
        )

    def _new_file(self, *_: Any, **__: Any) -> tuple[str, str]:
        names = [
            "",
            "saved/one",
            "saved/two.fitroom",
            "saved/three.svg",
            "saved/four.csv",
            "saved/five.pdf",
            "gone/six",
        ]
        name = self._random.choice(names)
        return (str(self._playground / name) if name else ""), ""

    def _opened(self, _url: QUrl) -> bool:
        return self._random.random() < 0.7


def _handle(widget: QWidget) -> Any:
    return widget.windowHandle()


def main() -> int:
    """Open, press, leave; the program's exit status."""
    seed, events, playground = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    warnings: list[str] = []

    def heard(kind: QtMsgType, _where: Any, text: str) -> None:
        if (
            kind is not QtMsgType.QtDebugMsg
            and kind is not QtMsgType.QtInfoMsg
            and not text.startswith(_QUIET)
        ):
            warnings.append(text)

    qInstallMessageHandler(heard)
    if sys.argv[4:] != ["web"]:
        sys.modules["PySide6.QtWebEngineCore"] = None  # type: ignore[assignment] # Chromium wants a real display
    drivers: list[Driver] = []

    def drive(program: Program) -> Driver:
        drivers.append(Driver(program, seed=seed, events=events, playground=playground))
        return drivers[0]

    status = run_window(["fitroom"], playground / "given" / "first.fitroom", drive=drive)
    faulthandler.cancel_dump_traceback_later()
    (driver,) = drivers
    result = {
        "events": driver.hand.count,
        "phase": driver.phase,
        "problem": driver.problem,
        "warnings": warnings,
        "last": list(driver.hand.done),
    }
    (playground / "result.json").write_text(
        json.dumps(result, indent=1, ensure_ascii=False), encoding="utf-8"
    )
    return status


if __name__ == "__main__":
    sys.exit(main())
