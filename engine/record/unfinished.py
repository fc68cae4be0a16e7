"""Writes the outcome of a run that did not end when it was asked to, for a process that ends without it.

A step, a callback or a reader that never returns keeps the run's own thread from writing it.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping

from engine.language import tr
from engine.record.events import Result
from engine.record.outcome import RunOutcome
from engine.record.run_folder import RunFolder


def write_unfinished(
    folder: RunFolder, *, seconds: float, epochs_done: int, best: Mapping[str, float], best_epoch: int = 0
) -> None:
    """Write that the run was stopped without its own end; an existing outcome stays.

    Args:
        folder: The run folder. Errors of writing are ignored, as nobody is left to see them.
        seconds: How long the run was waited for.
        epochs_done: Epochs that have ended.
        best: The best value so far of each metric, by name.
        best_epoch: The epoch (from 1) with the best loss so far, 0 for none.
    """
    if not folder.is_run or folder.outcome_json.exists():
        return
    reason = tr(
        "The run was asked to stop, but its present step, callback or reader did not end within {seconds}"
        " seconds, so the program ended without it. Resume the run to go on from its last saved state.",
        seconds=round(seconds),
    )
    now = time.time()
    outcome = RunOutcome(
        result=Result.STOPPED,
        reason=reason,
        epochs_done=epochs_done,
        finished=now,
        best=best,
        best_epoch=best_epoch,
    )
    with contextlib.suppress(OSError):
        folder.write_outcome(outcome)
        stamp = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(now))
        with folder.log_txt.open("a", encoding="utf-8") as log:
            log.write(f"{stamp}  {'error':7}  {reason}\n")
