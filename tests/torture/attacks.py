"""What is done to a training while it runs: killed, asked to end, held for a while, a worker killed."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

_GONE_SECONDS = 20


class How(Enum):
    """The ways, as a report names them."""

    KILL = "SIGKILL"
    KILL_EARLY = "SIGKILL before the first batch"
    TERMINATE = "SIGTERM"
    HOLD = "SIGSTOP and SIGCONT, then SIGKILL"
    WORKER = "SIGKILL of a worker"


_OFTEN = {How.KILL: 10, How.KILL_EARLY: 4, How.TERMINATE: 3, How.HOLD: 2, How.WORKER: 6}


@dataclass(frozen=True, slots=True)
class Attack:
    """One of the ways, so many seconds after the training (or with `KILL_EARLY` its process) has begun."""

    how: How
    after: float


def attacks(count: int, rng: random.Random, *, span: float, start: float, workers: bool) -> list[Attack]:
    """So many attacks, each within `span` seconds of training, or `start` seconds of what comes before."""
    ways = [way for way in _OFTEN if workers or way is not How.WORKER]
    chosen = rng.choices(ways, [_OFTEN[way] for way in ways], k=count)
    return [Attack(how, rng.uniform(0.0, start if how is How.KILL_EARLY else span)) for how in chosen]


def carry_out(attack: Attack, process: int, *, begun: Callable[[], bool]) -> bool:
    """Do it to a process, which must have `begun` for most of the ways; whether there was something to do.

    Raises AssertionError when a child of a killed process goes on.
    """
    if attack.how is not How.KILL_EARLY:
        while not begun() and runs(process):
            time.sleep(0.005)
    time.sleep(attack.after)
    if attack.how is How.WORKER:
        return _kill_a_worker(process)
    children = _children(process)
    with suppress(ProcessLookupError):
        if attack.how is How.HOLD:
            os.kill(process, signal.SIGSTOP)
            time.sleep(0.3)
            os.kill(process, signal.SIGCONT)
            time.sleep(attack.after / 4)
        os.kill(process, signal.SIGTERM if attack.how is How.TERMINATE else signal.SIGKILL)
        if attack.how is not How.TERMINATE:
            _wait_until_gone(children)
        return True
    return False


def runs(process: int) -> bool:
    """Whether there is such a process, one that has ended and is not waited for included."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _kill_a_worker(process: int) -> bool:
    while runs(process):
        # the first child of a pool may be the one that watches over semaphores
        workers = [child for child in _children(process) if b"spawn_main" in _command(child)]
        if workers:
            with suppress(ProcessLookupError):
                os.kill(max(workers), signal.SIGKILL)
                return True
        time.sleep(0.02)
    return False


def _children(process: int) -> list[int]:
    found: list[int] = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError, ValueError):
            # behind the name, which may hold anything: the state and the parent
            if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == process:
                found.append(int(entry.name))
    return found


def _command(process: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes()
    return b""


def _wait_until_gone(processes: Sequence[int]) -> None:
    end = time.monotonic() + _GONE_SECONDS
    while left := [process for process in processes if _command(process)]:
        assert time.monotonic() < end, f"children of a killed training go on: {[*map(_command, left)]}"
        time.sleep(0.02)
