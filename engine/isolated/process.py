"""A call in an isolated process, ended when it takes too long or too much, or when nobody waits for it.

In the frozen program the process is this program again, which `main.py` hands over to multiprocessing. What
is called is in the other modules of this room.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

import psutil

from engine.isolated.errors import CrashedError, IsolatedError, reason_of
from engine.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

_LOOK = 0.05  # seconds between two checks of whether anybody still waits


def call_isolated(
    call: Callable[[Any], Any],
    argument: Any,
    *,
    seconds: float | None,
    memory: int | None = None,
    look: Callable[[], object] = lambda: None,
) -> Any:
    """Return the result of a function that runs in an isolated process, which is gone afterwards in any case.

    Args:
        call: a function of a module, which should import little.
        argument: its argument; it is pickled.
        seconds: how long it may take; None for any time.
        memory: how many bytes of memory it may take; None for any.
        look: called every 50 ms meanwhile; what it raises ends the process at once.

    Raises:
        IsolatedError: `call` raised it, its process crashed (CrashedError), or it took too long or too much
            memory.
    """
    import multiprocessing  # it imports too much to be waited for before the first paint

    # spawned, not forked: a fork of a program with TensorFlow's threads may hang
    context = multiprocessing.get_context("spawn")
    answers, sends = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(sends, call, argument, tr.language), daemon=True)
    process.start()
    sends.close()
    latest = None if seconds is None else time.monotonic() + seconds
    try:
        while not answers.poll(_LOOK):
            look()
            if latest is not None and time.monotonic() > latest:
                raise IsolatedError(tr("reading did not end within {seconds:.0f} seconds", seconds=seconds))
            if memory is not None and _memory_of(process.pid) > memory:
                raise IsolatedError(
                    tr("reading takes more than the {size:,} MB of memory that are free", size=memory >> 20)
                )
        found, reason = answers.recv()
    except EOFError as error:
        raise CrashedError(tr("what reads it has crashed")) from error
    finally:
        process.kill()
        process.join()
        process.close()
        answers.close()
    if reason:
        raise IsolatedError(reason)
    return found


def _memory_of(pid: int | None) -> int:
    try:
        return psutil.Process(pid).memory_info().rss
    except psutil.Error:  # it has just ended
        return 0


def _answer(sends: Connection, call: Callable[[Any], Any], argument: Any, language: str) -> None:
    """Call in the isolated process, and send the result or the reason of its failure."""
    from engine.worker_process import begin_worker

    begin_worker()
    tr.use(language)
    try:
        answer = call(argument), ""
    except IsolatedError as error:
        answer = None, str(error)
    except Exception as error:  # noqa: BLE001 - the edge of the process: nothing else would report it
        answer = None, reason_of(error)
    sends.send(answer)
    os._exit(0)  # it is killed in a moment, and must not be in the middle of its exit then
