"""Runs without a window: do the numbers equal those of `model.fit`, and what does the resume state cost."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from engine.record.events import EpochEnded, Event, TrainingStarted
from engine.record.run_folder import RunFolder
from engine.run.control import Control
from engine.run.session import Session
from engine.settings import Project
from tests.runs import fit


def loss_difference(project: Project, folder: Path) -> dict[str, Any]:
    """The largest relative difference of an epoch's loss from that of `model.fit` fed the same order."""
    ended, _ = _train(project, folder)
    ours = np.array([event.values["loss"] for event in ended])
    keras = np.array(fit(project).history["loss"])
    return {"largest": float(np.max(np.abs(ours - keras) / np.abs(keras))), "epochs": len(ours)}


def resume_cost(project: Project, folder: Path) -> dict[str, Any]:
    """The share of a run's time, from its start to its end, that goes into its resume state.

    Counted are the seconds in which the run's thread takes, hands over or waits for states, and the seconds
    of processor time that the writing thread takes meanwhile.
    """
    from engine.run.state.checkpointer import Checkpointer
    from engine.run.state.store import StateWriter

    spent = {"taking": 0.0, "writing": 0.0}
    names = ("save", "save_if_due", "hold")
    with (
        _timed(Checkpointer, names, lambda seconds: _add(spent, "taking", seconds), time.perf_counter),
        _timed(StateWriter, ("_write",), lambda seconds: _add(spent, "writing", seconds), time.thread_time),
    ):
        ended, whole = _train(project, folder)
    return {
        "share": (spent["taking"] + spent["writing"]) / whole,
        "share_of_the_runs_thread": spent["taking"] / whole,
        "epoch_seconds": sum(event.seconds for event in ended) / len(ended),
        "epochs": len(ended),
    }


def _train(project: Project, folder: Path) -> tuple[list[EpochEnded], float]:
    """The ends of the epochs, and the seconds from the start of the training to the end of the run."""
    events: list[Event] = []
    began = 0.0

    def sink(event: Event) -> None:
        nonlocal began
        events.append(event)
        if isinstance(event, TrainingStarted):
            began = time.perf_counter()

    outcome = Session(project, RunFolder.create_at(folder, project), sink, Control()).run()
    if outcome.result.value != "completed":
        raise RuntimeError(outcome.reason)
    return [event for event in events if isinstance(event, EpochEnded)], time.perf_counter() - began


def _add(spent: dict[str, float], name: str, seconds: float) -> None:
    spent[name] += seconds


@contextmanager
def _timed(
    kind: type, names: tuple[str, ...], report: Callable[[float], None], clock: Callable[[], float]
) -> Generator[None]:
    """Within this, `report` gets the time by `clock` of every outermost call of these methods."""
    inside = False

    def timed(method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            nonlocal inside
            if inside:
                return method(*given, **named)
            inside = True
            began = clock()
            try:
                return method(*given, **named)
            finally:
                inside = False
                report(clock() - began)

        return call

    with ExitStack() as stack:
        for name in names:
            stack.enter_context(mock.patch.object(kind, name, timed(getattr(kind, name))))
        yield
