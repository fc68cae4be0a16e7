"""A run, or a reader, that never ends does not keep the program: it leaves in time, and the run says so."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.record.run_folder import RunFolder
from engine.user_folders import runs_folder
from tests.marks import TIMING

pytestmark = TIMING

ROOT = Path(__file__).parents[3]
PATIENCE = 120.0

PROGRAM = """
from engine.forced_exit import Watcher, watched_run
from main import _outcome_writer
watcher = Watcher(5.0, make_writer=_outcome_writer)
import itertools, os, re, signal, sys, threading, time
from PySide6.QtCore import QTimer
from gui.startup import application as app
from gui.control.program import exit_deadline
from tests.gui.fake_engine import FakeEngine, Training

WORK, ASKED = sys.argv[1:]
exit_deadline.END_SECONDS = 5.0
exit_deadline._FOR_RUN_S, exit_deadline._FOR_THREADS_S = 1.0, 2.0

def never_end(self):
    if WORK == "sleeps":
        time.sleep(600)
    elif WORK == "computes":
        while True:
            pass
    else:  # no other thread runs meanwhile
        with watched_run(self.folder.path):
            while not self.control.stopping:
                time.sleep(0.01)
            sum(itertools.repeat(1))

reading = threading.Event()

def never_read(self, *_anything, **_named):
    reading.set()
    time.sleep(600)

engine = FakeEngine()
engine.may_open.set()
if WORK == "reads":
    FakeEngine.inspect = never_read
else:
    Training.run = never_end

def drive(program):
    steps = iter(range(2))

    def go_on():
        fitroom = program.fitroom
        if fitroom is None or fitroom.rest is None:
            return
        controller = fitroom.services.controller
        if WORK != "reads" and next(steps, None) == 0:
            program.window.actions_table.train.trigger()
        elif reading.is_set() or controller.folder is not None:
            timer.stop()
            if ASKED == "once":
                os.kill(os.getpid(), signal.SIGTERM)
            elif ASKED == "twice":
                exit_deadline._FOR_RUN_S, exit_deadline._FOR_THREADS_S = 500.0, 500.0
                exit_deadline.END_SECONDS = 600.0
                os.kill(os.getpid(), signal.SIGTERM)
                QTimer.singleShot(500, lambda: os.kill(os.getpid(), signal.SIGTERM))
            else:
                program.quit()

    timer = QTimer(program)
    timer.timeout.connect(go_on)
    timer.start(50)
    return timer

sys.exit(app.run_window(["fitroom"], engine=engine, drive=drive))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize(
    ("work", "asked"),
    [
        ("sleeps", "once"),
        ("computes", "once"),
        ("sleeps", "twice"),
        ("computes", "by the window"),
        ("reads", "once"),
        ("lets nobody run", "once"),
    ],
)
def test_what_never_ends_is_left_behind(work: str, asked: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, work, asked],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 1, done.stderr
    if work == "reads":
        assert not runs_folder().exists()
        return
    run = RunFolder(runs_folder() / "001-digits")
    outcome = run.outcome()
    assert outcome is not None, done.stderr
    assert run.state == "stopped"
    assert "did not end within" in outcome.reason
    assert work == "lets nobody run" or "leaves without it" in done.stderr
