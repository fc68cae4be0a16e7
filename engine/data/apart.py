"""A call in a process of its own, for a library that a torn file can crash, or keep busy for ever."""

from __future__ import annotations

import multiprocessing
import time
from typing import TYPE_CHECKING, Any

from engine.language import tr
from engine.worker_process import begin_worker

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from engine.data.reading import Reading

_LOOK = 0.05  # seconds between two looks at whether anybody still waits


class ApartError(Exception):
    """The call came to nothing. The message is the reason in words."""


def call_apart(call: Callable[[str], Any], argument: str, *, seconds: float, reading: Reading) -> Any:
    """What `call`, a function of a module, gives for `argument`; it may raise ApartError.

    Raises ApartError when it does, when its process crashes, and when it takes longer than `seconds`;
    LoadCancelled as soon as `reading` is called off. The process is gone afterwards in any case.
    """
    # begun anew, not forked: a fork of a program with TensorFlow's threads may hang
    context = multiprocessing.get_context("spawn")
    answers, sends = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(sends, call, argument), daemon=True)
    process.start()
    sends.close()
    latest = time.monotonic() + seconds
    try:
        while not answers.poll(_LOOK):
            reading.step(0, 1)
            if time.monotonic() > latest:
                raise ApartError(tr("reading did not end within {seconds:.0f} seconds", seconds=seconds))
        found, reason = answers.recv()
    except EOFError as error:
        raise ApartError(tr("what reads it has crashed")) from error
    finally:
        process.kill()
        process.join()
        process.close()
        answers.close()
    if reason:
        raise ApartError(reason)
    return found


def _answer(sends: Connection, call: Callable[[str], Any], argument: str) -> None:
    """In the other process: send what `call` gives, or its reason."""
    begin_worker()
    try:
        answer = call(argument), ""
    except ApartError as error:
        answer = None, str(error)
    sends.send(answer)
