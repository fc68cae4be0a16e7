"""The last resorts of an exit, each in an isolated process; what they end holds the GIL."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
ROOT = Path(__file__).parents[3]
PATIENCE = 60.0
HOLDS_THE_GIL = """
import ctypes, signal, sys, threading, time
from engine.forced_exit import Watcher

watcher = Watcher(float(sys.argv[1]))
for name in ("SIGHUP", "SIGTERM"):
    signal.signal(getattr(signal, name), lambda *_: sys.exit(3))
{work}
"""
WAITS = "print('ready', flush=True); time.sleep(600)"
FOR_EVER = "ctypes.PyDLL(None).system(b'echo ready; read line')"  # a function of C that keeps the GIL
IN_A_THREAD = f"threading.Thread(target=lambda: {FOR_EVER}, daemon=True).start(); time.sleep(600)"


def started(work: str, *, seconds: float) -> subprocess.Popen[str]:
    program = subprocess.Popen(
        [sys.executable, "-c", HOLDS_THE_GIL.format(work=work), str(seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "ready\n"
    return program


def watchers(program: subprocess.Popen[str]) -> list[int]:
    return [
        int(word) for word in Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text().split()
    ]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("work", [FOR_EVER, IN_A_THREAD])
def test_a_process_in_which_no_handler_can_run_ends(work: str, number: signal.Signals) -> None:
    with started(work, seconds=0.2) as program:
        program.send_signal(number)
        assert program.wait(PATIENCE) == -signal.SIGKILL


def test_who_ends_in_time_ends_as_it_wants_and_takes_the_watcher_along() -> None:
    with started(WAITS, seconds=600.0) as program:
        (watcher,) = watchers(program)
        program.send_signal(signal.SIGTERM)
        assert program.wait(PATIENCE) == 3
        assert program.stdout is not None
        assert program.stdout.read() == ""  # it ends when nobody has the pipe any more
    assert not Path(f"/proc/{watcher}/fd/0").exists()


def test_the_watcher_ends_with_a_program_that_is_killed() -> None:
    with started(WAITS, seconds=600.0) as program:
        program.kill()
        assert program.stdout is not None
        assert program.stdout.read() == ""


def test_other_signals_are_none_to_end() -> None:
    work = (
        "signal.signal(signal.SIGUSR1, lambda *_: print('heard', flush=True)); print('ready', flush=True)\n"
        "sys.stdin.readline(); watcher.close(); print('alone', flush=True)"
    )
    with started(work, seconds=0.0) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        program.send_signal(signal.SIGUSR1)
        assert program.stdout.readline() == "heard\n"
        program.stdin.write("\n")
        program.stdin.flush()
        assert program.stdout.read() == "alone\n"
        assert program.wait(PATIENCE) == 0
