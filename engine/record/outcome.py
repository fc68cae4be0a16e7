"""How a run ended, and which values are those of the model that it saved, in data and in words.

The values of the saved model are measured with the weights in model.keras; the best values that a run has
seen may be those of other epochs, and are named separately.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from engine.language import tr
from engine.record.events import Result, RunEnded
from engine.settings.losses import VALIDATION

State = Literal["running", "completed", "stopped", "failed", "interrupted"]
STATES: Mapping[Result, State] = {
    Result.COMPLETED: "completed",
    Result.STOPPED: "stopped",
    Result.FAILED: "failed",
}
"""The state of a run that has ended so."""


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """How a run ended, in outcome.json: `finished` is in seconds since 1970, the rest as in `RunEnded`."""

    result: Result
    reason: str
    epochs_done: int
    finished: float
    best: Mapping[str, float] = field(default_factory=dict[str, float])
    best_epoch: int = 0
    saved: Mapping[str, float] = field(default_factory=dict[str, float])
    saved_epoch: int = 0
    problem_path: str = ""
    not_restored: Sequence[str] = ()

    @classmethod
    def of(cls, ended: RunEnded) -> RunOutcome:
        """Return the outcome for the last event of a run."""
        return cls(
            result=ended.result,
            reason=ended.reason,
            epochs_done=ended.epochs_done,
            finished=ended.at,
            best=ended.best,
            best_epoch=ended.best_epoch,
            saved=ended.saved,
            saved_epoch=ended.saved_epoch,
            problem_path=ended.problem_path,
            not_restored=ended.not_restored,
        )

    def as_event(self) -> RunEnded:
        """Return the last event of the run, for a run whose events have no end."""
        return RunEnded(
            at=self.finished,
            result=self.result,
            reason=self.reason,
            epochs_done=self.epochs_done,
            best=self.best,
            best_epoch=self.best_epoch,
            saved=self.saved,
            saved_epoch=self.saved_epoch,
            problem_path=self.problem_path,
            not_restored=tuple(self.not_restored),
        )


def headline(values: Mapping[str, float]) -> str:
    """Return the name of the one value to show: validation accuracy, else validation loss, else loss.

    Args:
        values: By Keras's names.

    Returns:
        The name; "" where none of these is known.
    """
    accuracies = (name for name in values if name.startswith(VALIDATION) and "acc" in name)
    names = (*accuracies, VALIDATION + "loss", "loss")
    return next((name for name in names if name in values), "")


def saved_words(ended: RunEnded | RunOutcome) -> str:
    """Return which weights model.keras has, and what they were measured with, as one line.

    Args:
        ended: The end of a run.

    Returns:
        The line; "" where it is not known of which epoch the weights are, as of an older run.
    """
    if not ended.saved_epoch:
        return ""
    values = in_words(ended.saved)
    if not values:
        return tr(
            "Saved model: weights of epoch {epoch}, which were not measured on validation.",
            epoch=ended.saved_epoch,
        )
    if headline(ended.saved).startswith(VALIDATION):
        return tr("Saved model, weights of epoch {epoch}: {values}", epoch=ended.saved_epoch, values=values)
    return tr(
        "Saved model, weights of epoch {epoch}; running means of its training: {values}",
        epoch=ended.saved_epoch,
        values=values,
    )


def best_words(ended: RunEnded | RunOutcome) -> str:
    """Return the best values that other epochs have seen, as one line; "" where there are none.

    Args:
        ended: The end of a run.
    """
    seen = {
        name: value
        for name, value in ended.best.items()
        if name not in ended.saved or not _same(value, ended.saved[name])
    }
    if ended.saved and headline(ended.saved).startswith(VALIDATION):
        seen = {name: value for name, value in seen.items() if name.startswith(VALIDATION)}
    return tr("Best seen, not all at once: {values}", values=in_words(seen)) if seen else ""


def in_words(values: Mapping[str, float]) -> str:
    """Return values with their names, as in "val_loss 0.4123, val_accuracy 0.8"."""
    return ", ".join(f"{name} {value:.4g}" for name, value in values.items())


def _same(one: float, other: float) -> bool:
    return one == other or (math.isnan(one) and math.isnan(other))
