"""What the list of runs needs to know of a run, and how it is put into words."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Protocol

from engine.record.outcome import RunOutcome, State, best_words, headline, saved_words
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
        differs: What differs from the run of the same name before it; "" for nothing.
        is_paused: Whether it is held, in whatever process.
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
    @property
    def differs(self) -> str: ...  # noqa: D102 - said by its name
    @property
    def is_paused(self) -> bool: ...  # noqa: D102 - said by its name


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


def value_words(row: RunRow) -> str:
    """Return the value of the saved model, with its Keras name: validation accuracy, else validation loss.

    Args:
        row: The run.

    Returns:
        The value; of a run of which it is not known, the best that was seen, called so; "" for none.
    """
    if row.outcome is None:
        return ""
    name = headline(row.outcome.saved)
    if name:
        return f"{name} {numbers.value(row.outcome.saved[name])}"
    name = headline(row.outcome.best)
    return (
        tr("best {metric} {value}", metric=name, value=numbers.value(row.outcome.best[name])) if name else ""
    )


def value_lines(row: RunRow) -> list[str]:
    """Return all that is known of the saved model, and of the best values seen, in sentences."""
    if row.outcome is None:
        return []
    return [line for line in (saved_words(row.outcome), best_words(row.outcome)) if line]


def when_words(moment: datetime, *, now: datetime) -> str:
    """Return the time of day for today, else the date.

    Args:
        moment: The time to show.
        now: The present time; both must be naive, or both aware.
    """
    if moment.date() == now.date():
        return f"{moment:%H:%M}"
    return f"{moment:%Y-%m-%d}"


def middle_line(row: RunRow) -> str:
    """Return the value of a run, with its name, and what differs from the run before; "" for neither."""
    return " · ".join(part for part in (value_words(row), row.differs) if part)


def second_line(row: RunRow, *, now: datetime, paused: bool = False) -> str:
    """Return state, epochs (that of the saved weights) and start of a run as one line.

    Args:
        row: The run.
        now: The present time, naive or aware as `row.started` is.
        paused: Whether the run is held.
    """
    parts = [tr("paused") if paused else state_words(row.state)]
    outcome = row.outcome
    if outcome is not None and headline(outcome.saved):
        parts.append(tr("epoch {epoch}", epoch=outcome.saved_epoch))  # with its value in the line above
    elif outcome is not None and outcome.epochs_done:
        parts.append(tr("{count} epochs", count=outcome.epochs_done))
    parts.append(when_words(row.started, now=now))
    return " · ".join(parts)
