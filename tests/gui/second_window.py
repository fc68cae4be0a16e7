"""A window of its own process on the same home: `python -m tests.gui.second_window` waits for a line to end.

It edits its project, which it does not save, and says "open".
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication, QTimer

from gui.startup.application import Program, run_window
from tests.gui.fake_engine import FakeEngine

EPOCHS = 88


def _drive(program: Program) -> QTimer:
    """Edit, say so, and end when a line has come; asked by a timer, which is kept until the end."""
    timer = QTimer(program)

    def look() -> None:
        if program.fitroom is None or program.fitroom.rest is None:
            return
        timer.stop()
        program.fitroom.model.edit("fit.epochs", EPOCHS)
        sys.stdout.write("open\n")
        sys.stdout.flush()
        sys.stdin.readline()
        QCoreApplication.processEvents()
        program.leave()

    timer.timeout.connect(look)
    timer.start(50)
    return timer


if __name__ == "__main__":
    engine = FakeEngine()
    engine.may_open.set()
    sys.exit(run_window(["fitroom"], engine=engine, drive=_drive))
