"""Carries out one run for `train` and `resume`: progress, signals, exit status, first and last lines.

The run itself is left to `engine.run.session`.
"""

import concurrent.futures
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Protocol

from engine.cli.exit_status import DONE, FAILED, STOPPED, WRONG_REQUEST
from engine.cli.progress import Progress, style_for
from engine.forced_exit import END_SECONDS, cancel_end, end_process_within
from engine.language import tr, tr_later
from engine.record.events import EpochEnded, Event, Result, RunEnded
from engine.record.outcome import best_words, saved_words
from engine.record.run_folder import RunFolder
from engine.record.unfinished import write_unfinished
from engine.run.control import Control
from engine.settings import Project

EXIT_STATUS = {Result.COMPLETED: DONE, Result.FAILED: FAILED, Result.STOPPED: STOPPED}
LOOK_SECONDS = 0.2
_STOPPING = tr_later("Stopping after this batch; everything is kept. Once more ends at once.")
_SPARE = 2.0  # seconds of `END_SECONDS` that are left for writing the outcome
# Windows has no SIGHUP, which says that the terminal was closed
SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Runnable(Protocol):
    """A session that is ready to run.

    Attributes:
        refused: As `engine.run.session.Session.refused`.
    """

    refused: bool

    def run(self) -> RunEnded:
        """Train until the end."""
        ...


def carry_out(
    project: Project,
    folder: RunFolder,
    *,
    make_session: Callable[[Callable[[Event], None], Control], Runnable],
) -> int:
    """Run a session to its end and print its progress and outcome.

    The first SIGINT, SIGTERM or SIGHUP stops the run after the current batch. The process ends at once on a
    second one, or when the run does not stop in time.

    Args:
        project: The settings of the run.
        folder: The run folder.
        make_session: Called once as `make_session(sink, control)`, in the thread that trains; what it raises
            is raised here.

    Returns:
        The exit status. With the one of a wrong request nothing was trained.
    """
    progress = Progress(
        sys.stdout, sys.stderr, style=style_for(project.fit.verbose, terminal=sys.stdout.isatty())
    )
    control = Control()
    sessions: list[Runnable] = []

    def run(seen: _Seen) -> RunEnded:
        sessions.append(make_session(seen, control))
        return sessions[0].run()

    progress.say(tr("Run folder: {path}", path=folder.path))
    seen = _Seen(progress)
    with _stop_on_signal(control) as asked:
        ended = _in_thread(lambda: run(seen), asked, seen=seen, folder=folder)
    if any(session.refused for session in sessions):
        return WRONG_REQUEST
    # why it ended is the last line of the run's log, which `progress` has just printed
    for line in (saved_words(ended), best_words(ended)):
        if line:
            progress.say(line)
    if folder.model_file.exists():
        progress.say(tr("Model: {path}", path=folder.model_file))
    if ended.result is Result.FAILED:
        progress.notice(tr("The run's log: {path}", path=folder.log_txt))
    if ended.result is Result.STOPPED:
        progress.say(tr("To resume: resume {path}", path=folder.path))
    return EXIT_STATUS[ended.result]


class _Seen:
    """A sink in front of `progress` that counts finished epochs, for a run that has to be abandoned."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.epochs_done = 0

    def __call__(self, event: Event) -> None:
        """Count `event` and pass it on."""
        if isinstance(event, EpochEnded):
            self.epochs_done = event.epoch
        self.progress(event)


@dataclass(slots=True)
class _Asked:
    """How often the run was asked to stop, and when first (seconds of `time.monotonic`)."""

    times: int = 0
    first: float = 0.0

    @property
    def over(self) -> bool:
        """Whether to stop waiting for the run."""
        return self.times > 1 or (self.times > 0 and time.monotonic() - self.first > END_SECONDS - _SPARE)


def _in_thread(work: Callable[[], RunEnded], asked: _Asked, *, seen: _Seen, folder: RunFolder) -> RunEnded:
    """Do `work` in a thread, so that this one answers a signal at once, even during a long step.

    Ends the process when the run was asked to stop and does not stop in time.
    """
    future: concurrent.futures.Future[RunEnded] = concurrent.futures.Future()
    # a daemon, as Python waits for all other threads before it exits
    threading.Thread(target=_fulfil, args=(future, work), name="run", daemon=True).start()
    said = False
    while True:
        # with a timeout, as Windows does not interrupt a wait without one
        done, _ = concurrent.futures.wait([future], timeout=LOOK_SECONDS)
        if asked.times and not said:
            said = True
            # in another thread, as writing blocks while nobody reads the output
            notice = threading.Thread(target=seen.progress.notice, args=(tr(_STOPPING),), daemon=True)
            notice.start()
            notice.join(LOOK_SECONDS)
        if done:
            return future.result()
        if asked.over:
            write_unfinished(folder, seconds=END_SECONDS, epochs_done=seen.epochs_done, best={})
            os._exit(STOPPED)  # a thread in the middle of a step cannot be ended otherwise


def _fulfil(future: concurrent.futures.Future[RunEnded], work: Callable[[], RunEnded]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:  # noqa: BLE001 - raised again where the result is asked for
        future.set_exception(error)


@contextmanager
def _stop_on_signal(control: Control) -> Generator[_Asked]:
    """Stop the run after its current batch on the first signal.

    A signal that was ignored when the program started (nohup, a background job) stays ignored.
    """
    asked = _Asked()

    def handle(_number: int, _frame: FrameType | None) -> None:
        asked.times += 1
        if asked.times == 1:
            asked.first = time.monotonic()
            control.stop()
            end_process_within(END_SECONDS)

    heeded = [number for number in SIGNALS if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, handle) for number in heeded}
    try:
        yield asked
    finally:
        cancel_end()
        for number, handler in before.items():
            signal.signal(number, handler)
