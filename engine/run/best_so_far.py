"""How far a run has come, and the best values that it has seen; also known when it fails.

The reporter updates it, the outcome of a run reads it. The window takes its values from `engine.history`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Any

from engine.settings.losses import higher_is_better


class BestSoFar:
    """The best values of one run, and how many epochs it has done.

    Attributes:
        epochs_done: Epochs that have ended.
        best: The best finite value of each metric, by its Keras name.
        best_epoch: The epoch (from 1) with the best `val_loss`, or `loss` without validation; 0 before any.
        values: All values of the epochs whose weights the run still has, by epoch (from 1): of the last one,
            and of those that a callback can restore.
        saw_nan: Whether the loss has been NaN or infinite.
        not_restored: Names of what a resume of the run cannot restore.
    """

    def __init__(self) -> None:
        self.epochs_done = 0
        self.best: dict[str, float] = {}
        self.best_epoch = 0
        self.values: dict[int, dict[str, float]] = {}
        self.saw_nan = False
        self.not_restored: tuple[str, ...] = ()

    def epoch_ended(self, epoch: int, values: Mapping[str, float], *, restorable: Collection[int]) -> None:
        """Update with the values of an epoch.

        Args:
            epoch: From 0, as Keras counts.
            values: The logs of the epoch, by name.
            restorable: The epochs (from 1) whose weights a callback holds now.
        """
        self.epochs_done = epoch + 1
        kept = {known: found for known, found in self.values.items() if known in restorable}
        self.values = {**kept, epoch + 1: dict(values)}
        watched = "val_loss" if "val_loss" in values else "loss"
        for name, value in values.items():
            if math.isfinite(value) and self._is_better(name, value):
                self.best[name] = value
                if name == watched:
                    self.best_epoch = epoch + 1

    def _is_better(self, name: str, value: float) -> bool:
        before = self.best.get(name)
        if before is None:
            return True
        return value > before if higher_is_better(name) else value < before

    def state(self) -> dict[str, Any]:
        """Return what a resume needs, as plain values for the header of a state."""
        return {
            "epochs_done": self.epochs_done,
            "best": dict(self.best),
            "best_epoch": self.best_epoch,
            "values": {str(epoch): dict(values) for epoch, values in self.values.items()},
            "nan": self.saw_nan,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Restore what `state` returned.

        Raises:
            KeyError, TypeError, ValueError: When `state` is nothing that `state` returned.
        """
        self.epochs_done = int(state["epochs_done"])
        self.best = dict(state["best"])
        self.best_epoch = int(state["best_epoch"])
        # states of older programs have no values of epochs
        self.values = {int(epoch): dict(values) for epoch, values in state.get("values", {}).items()}
        self.saw_nan = bool(state["nan"])
