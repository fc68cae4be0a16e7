"""Drives the real window for `--self-test`: train by its own button, change to Korean, close; then report.

Only public parts of the window are used, as a user would. The other steps of the self-test are in
`engine.self_test`.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from engine.user_folders import runs_folder
from gui.startup.application import Program, run_window

if TYPE_CHECKING:
    from gui.wiring.window_parts import (
        Fitroom,
    )  # not imported at runtime, as the time to the first paint is measured

LOOK_MS = 50
PATIENCE = 150.0
"""Seconds until the drive fails: fewer than the parent process waits, so that this one can still report."""

HANGUL = range(0xAC00, 0xD7A4)


@dataclass(slots=True)
class Report:
    """What was seen of the window, as JSON for `engine.self_test.steps`.

    Attributes:
        painted: Seconds from the start of the process to the first paint.
        worked: CPU seconds of the process until then.
        korean: The Train button's text in Korean.
        refused: Why the window does not speak Korean here, "" if it does.
        problem: What went wrong, "" for nothing.
    """

    painted: float = 0.0
    worked: float = 0.0
    korean: str = ""
    refused: str = ""
    problem: str = ""


class Driver(QObject):
    """Performs one step after another, each as soon as it is possible.

    Attributes:
        report: What was seen so far.
    """

    def __init__(self, program: Program, started: float) -> None:
        super().__init__(program)
        self.report = Report()
        self._program, self._started = program, started
        self._deadline = time.monotonic() + PATIENCE
        self._steps: list[tuple[str, Callable[[], bool]]] = [
            ("the first paint", self._press_train),
            ("the end of training", self._choose_korean),
            ("the Korean window", self._leave),
        ]
        program.window.painted.connect(self._note_paint)
        program.crashes.written.connect(self._note_crash)
        program.language.refused.connect(self._note_refused)
        program.populated.connect(self._note_populated)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._resume_when_ready)
        self._timer.start(LOOK_MS)

    @Slot()
    def _note_paint(self) -> None:
        self.report.painted, self.report.worked = time.time() - self._started, time.process_time()

    @Slot(object)
    def _note_populated(self, fitroom: Fitroom) -> None:
        fitroom.services.controller.not_ready.connect(self._give_up)

    @Slot(object, str)
    def _note_crash(self, _report: Path | None, line: str) -> None:
        self._give_up(f"an exception that nobody expected: {line}")

    @Slot(str)
    def _note_refused(self, why: str) -> None:
        self.report.refused = why

    @Slot()
    def _resume_when_ready(self) -> None:
        if not self._steps:
            self._timer.stop()
            return
        name, step = self._steps[0]
        if step():
            del self._steps[:1]
        elif time.monotonic() > self._deadline:
            self._give_up(f"waited in vain for {name}")

    def _press_train(self) -> bool:
        fitroom = self._program.fitroom
        if self.report.painted and fitroom is not None and fitroom.rest is not None:
            self._program.window.actions_table.train.trigger()
            return True
        return False

    def _choose_korean(self) -> bool:
        from engine.record.run_folder import list_runs

        runs = list_runs(runs_folder())
        outcome = runs[0].outcome() if runs else None
        fitroom = self._program.fitroom
        if outcome is None or fitroom is None or fitroom.services.controller.busy:
            return False
        if outcome.result.value == "completed":
            self._program.language.choose("ko")
        else:
            self._give_up(f"the run ended as {outcome.result.value}: {outcome.reason}")
        return True

    def _leave(self) -> bool:
        name = self._program.window.actions_table.train.text()
        if any(ord(letter) in HANGUL for letter in name):
            self.report.korean = name.partition("(")[0].replace("&", "")
        if self.report.korean or self.report.refused:
            self._program.quit()
            return True
        return False

    @Slot(str)
    def _give_up(self, problem: str) -> None:
        said = self._program.window.banner.text
        self.report.problem = f"{problem}; the window says: {said}" if said else problem
        self._steps.clear()
        self._timer.stop()
        self._program.stop_and_leave()


def drive_window(arguments: Sequence[str]) -> int:
    """Open the window on a project, drive it, and write the report.

    Args:
        arguments: Path of the project, path of the report, and the time at which the process was started, in
            seconds of `time.time`.

    Returns:
        The exit status of the window.
    """
    project, report, started = Path(arguments[0]), Path(arguments[1]), float(arguments[2])
    drivers: list[Driver] = []
    status = run_window(sys.argv[:1], project, drive=lambda program: drivers.append(Driver(program, started)))
    report.write_text(json.dumps(asdict(drivers[0].report)), "utf-8")
    return status
