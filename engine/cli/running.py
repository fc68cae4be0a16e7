"""Carries out one run for `train` and `resume`: progress, signals, words before and after, exit status.

The run itself is `engine.run.session`'s.
"""

import concurrent.futures
import os
import signal
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import Protocol

from engine.cli.progress import Progress, style_for
from engine.cli.status import DONE, FAILED, STOPPED
from engine.run.control import Control
from engine.run.events import Event, Result, RunEnded
from engine.run.run_folder import RunFolder
from engine.settings import Project

EXIT_STATUS = {Result.COMPLETED: DONE, Result.FAILED: FAILED, Result.STOPPED: STOPPED}
LOOK_SECONDS = 0.2
# SIGHUP, that the terminal was closed, is unknown to Windows
SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Runnable(Protocol):
    """A session that is ready to run."""

    def run(self) -> RunEnded:
        """Train until the end."""
        ...


def carry_out(
    project: Project,
    folder: RunFolder,
    *,
    make_session: Callable[[Callable[[Event], None], Control], Runnable],
) -> int:
    """Run the session that `make_session(sink, control)` gives, and tell how it went; the exit status."""
    progress = Progress(
        sys.stdout, sys.stderr, style=style_for(project.fit.verbose, terminal=sys.stdout.isatty())
    )
    control = Control()
    progress.say(f"Run folder: {folder.path}")
    with _stop_on_signal(control, progress):
        ended = _in_thread(lambda: make_session(progress, control).run())
    # why it ended is the last line of the run's log, which the progress has just told
    if ended.best:
        progress.say("Best: " + ", ".join(f"{name} {value:.4g}" for name, value in ended.best.items()))
    if folder.model_file.exists():
        progress.say(f"Model: {folder.model_file}")
    if ended.result is Result.FAILED:
        progress.notice(f"The run's log: {folder.log_txt}")
    if ended.result is Result.STOPPED:
        progress.say(f"To go on: resume {folder.path}")
    return EXIT_STATUS[ended.result]


def _in_thread(work: Callable[[], RunEnded]) -> RunEnded:
    """Do `work` in a thread, so that this one answers a signal at once, also during a long step."""
    with concurrent.futures.ThreadPoolExecutor(1, "run") as executor:
        future = executor.submit(work)
        while True:
            # with a bound, as Windows does not interrupt a wait that has none
            done, _ = concurrent.futures.wait([future], timeout=LOOK_SECONDS)
            if done:
                return future.result()


@contextmanager
def _stop_on_signal(control: Control, progress: Progress) -> Generator[None]:
    """The first signal to end stops the run after its current batch, the second ends the process at once.

    A signal that whoever started this had ignored (nohup, a job in the background) stays ignored.
    """
    asked: list[int] = []

    def handle(number: int, _frame: FrameType | None) -> None:
        if asked:
            os._exit(STOPPED)  # threads that are in the middle of a step cannot be asked to end
        asked.append(number)
        control.stop()
        progress.notice("Stopping after this batch; everything is kept. Once more ends at once.")

    heeded = [number for number in SIGNALS if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, handle) for number in heeded}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
