"""What the list of runs needs to know of a run, and how it is put into words."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Protocol

from engine.record.outcome import RunOutcome, State
from gui.text import tr
from gui.views.parts import numbers


class RunRow(Protocol):
    """A run as the list shows it; `gui.control.runs.run_reader.RunFacts` is one.

    Attributes:
        folder: The run folder.
        number: Its number, from 1; 0 where its folder has none.
        name: Its name.
        state: How it stands.
        started: When it started.
        outcome: How it ended; None while it runs, or when it was interrupted.
    """

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
    """Return the state of a run in a word."""
    return {
        "running": tr("running"),
        "completed": tr("done"),
        "stopped": tr("stopped"),
        "failed": tr("failed"),
        "interrupted": tr("interrupted"),
    }[state]


def best_words(row: RunRow) -> str:
    """Return the best value of a run: validation accuracy if there is one, else validation loss or loss.

    Args:
        row: The run.

    Returns:
        The value, a loss with its Keras name before it; "" where nothing was measured.
    """
    best = row.outcome.best if row.outcome is not None else {}
    for name in (*(key for key in best if key.startswith("val_") and "acc" in key), "val_loss", "loss"):
        if name in best:
            value = numbers.value(best[name])
            return f"{name} {value}" if name.endswith("loss") else value
    return ""


def when_words(moment: datetime, *, now: datetime) -> str:
    """Return the time of day for today, else the date.

    Args:
        moment: The time to show.
        now: The present time; both must be naive, or both aware.
    """
    if moment.date() == now.date():
        return f"{moment:%H:%M}"
    return f"{moment:%Y-%m-%d}"


def second_line(row: RunRow, *, now: datetime) -> str:
    """Return state, epochs and start of a run as one line.

    Args:
        row: The run.
        now: The present time, naive or aware as `row.started` is.
    """
    parts = [state_words(row.state)]
    if row.outcome is not None and row.outcome.epochs_done:
        parts.append(tr("{count} epochs", count=row.outcome.epochs_done))
    parts.append(when_words(row.started, now=now))
    return " · ".join(parts)
