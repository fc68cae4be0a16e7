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


WRITER = """
from pathlib import Path
from engine.forced_exit import end_process_within, watched_run
watcher.close()

def make_writer():
    return lambda folder, seconds: (folder / "outcome").write_text(f"not within {seconds:g} s")

watcher = Watcher(float(sys.argv[1]), make_writer=make_writer)
"""


@pytest.mark.parametrize(
    ("work", "asked", "outcome"),
    [
        (f"with watched_run(Path('run')): {FOR_EVER}", signal.SIGTERM, "not within 0.2 s"),
        (f"with watched_run(Path('run')): end_process_within(2.0); {FOR_EVER}", None, "not within 2 s"),
        (f"with watched_run(Path('run')): pass\n{FOR_EVER}", signal.SIGTERM, ""),
        (f"with watched_run(Path('run')): {FOR_EVER}", signal.SIGKILL, ""),
    ],
    ids=["no handler can run", "the timer ends it", "the run is over", "killed by others"],
)
def test_the_watcher_writes_the_outcome_that_its_program_cannot(
    tmp_path: Path, work: str, asked: signal.Signals | None, outcome: str
) -> None:
    (tmp_path / "run").mkdir()
    with started(f"{WRITER}\nimport os; os.chdir({str(tmp_path)!r})\n{work}", seconds=0.2) as program:
        if asked is not None:
            program.send_signal(asked)
        assert program.wait(PATIENCE) in (-signal.SIGKILL, 1)
        assert program.stdin is not None
        assert program.stdout is not None
        program.stdin.close()  # the line that the shell waits for
        program.stdout.read()  # it ends when nobody has the pipe any more, so neither the watcher
    written = tmp_path / "run" / "outcome"
    assert (written.read_text() if written.exists() else "") == outcome


def test_a_timer_that_is_cancelled_ends_nothing() -> None:
    work = (
        f"{WRITER}\nfrom engine.forced_exit import cancel_end\n"
        "end_process_within(600.0); cancel_end(); print('ready', flush=True); sys.stdin.readline()"
    )
    with started(work, seconds=0.2) as program:
        assert program.stdin is not None
        program.stdin.write("\n")
        program.stdin.flush()
        assert program.wait(PATIENCE) == 0


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
