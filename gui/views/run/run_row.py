"""What the list of runs shows of a run, and the words for it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from engine.record.run_folder import RunOutcome
from gui.text import tr
from gui.views.parts import numbers

State = Literal["running", "completed", "stopped", "failed", "interrupted"]


class RunRow(Protocol):
    """A run as the list needs it; `gui.control.runs.run_library.RunFacts` is one."""

    @property
    def folder(self) -> Path: ...  # noqa: D102 - said by its name
    @property
    def number(self) -> int: ...  # noqa: D102 - said by its name
    @property
    def name(self) -> str: ...  # noqa: D102 - said by its name
    @property
    def state(self) -> State: ...  # noqa: D102 - said by its name
    @property
    def started(self) -> datetime: ...  # noqa: D102 - said by its name
    @property
    def outcome(self) -> RunOutcome | None: ...  # noqa: D102 - said by its name


STATE_COLORS: dict[State, str] = {
    "running": "accent",
    "completed": "success",
    "stopped": "warning",
    "failed": "danger",
    "interrupted": "warning",
}


def state_words(state: State) -> str:
    """The state of a run in a word."""
    return {
        "running": tr("running"),
        "completed": tr("done"),
        "stopped": tr("stopped"),
        "failed": tr("failed"),
        "interrupted": tr("interrupted"),
    }[state]


def best_words(row: RunRow) -> str:
    """The best value of a run: validation accuracy where there is one, else the loss, by its name."""
    best = row.outcome.best if row.outcome is not None else {}
    for name in (*(key for key in best if key.startswith("val_") and "acc" in key), "val_loss", "loss"):
        if name in best:
            value = numbers.value(best[name])
            return f"{name} {value}" if name.endswith("loss") else value
    return ""


def when_words(moment: datetime, *, now: datetime) -> str:
    """The time of day for today, else the date. Both times must be of one kind, naive or aware."""
    if moment.date() == now.date():
        return f"{moment:%H:%M}"
    return f"{moment:%Y-%m-%d}"


def second_line(row: RunRow, *, now: datetime) -> str:
    """State, epochs and time of a run."""
    parts = [state_words(row.state)]
    if row.outcome is not None and row.outcome.epochs_done:
        parts.append(tr("{count} epochs", count=row.outcome.epochs_done))
    parts.append(when_words(row.started, now=now))
    return " · ".join(parts)
