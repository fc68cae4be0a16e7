"""Writes the outcome of a run whose process can do so no more, from what stands in the run's folder.

It is called in the watcher of `engine.forced_exit`, a process without TensorFlow.
"""

from __future__ import annotations

from pathlib import Path

from engine.history.metric_history import MetricHistory
from engine.record.replay import read_events
from engine.record.run_folder import RunFolder
from engine.record.unfinished import write_unfinished


def write_unfinished_run(path: Path, seconds: float) -> None:
    """Write that the run did not end when it was asked to; an existing outcome stays.

    Args:
        path: The run folder.
        seconds: How long the run was waited for.
    """
    folder = RunFolder(path)
    history = MetricHistory()
    for event in read_events(folder):
        history.apply(event)
    write_unfinished_with(folder, history, seconds=seconds)


def write_unfinished_with(folder: RunFolder, history: MetricHistory, *, seconds: float) -> None:
    """Write it with what the history of the run says.

    Args:
        folder: The run folder.
        history: All events of the run so far.
        seconds: How long the run was waited for.
    """
    best, epochs = history.best(), history.epochs("loss")[0]
    write_unfinished(
        folder,
        seconds=seconds,
        epochs_done=int(epochs[-1]) if len(epochs) else 0,
        best={best.monitor: best.value} if best is not None else {},
        best_epoch=best.epoch if best is not None else 0,
    )
