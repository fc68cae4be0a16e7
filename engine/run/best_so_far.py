"""How far a run has come, and the best values that it has seen; also known when it ends in a failure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

_HIGHER_IS_BETTER = ("accuracy", "auc", "precision", "recall", "f1_score", "r2_score", "cosine_similarity")


class BestSoFar:
    """`best` maps each name to its best value; `best_epoch` (from 1) is that of the loss, 0 before any.

    `not_restored` names what a resume of the run cannot restore.
    """

    def __init__(self) -> None:
        self.epochs_done = 0
        self.best: dict[str, float] = {}
        self.best_epoch = 0
        self.saw_nan = False
        self.not_restored: tuple[str, ...] = ()

    def epoch_ended(self, epoch: int, values: Mapping[str, float]) -> None:
        """Take in the values of epoch `epoch` (from 0)."""
        self.epochs_done = epoch + 1
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
        return value > before if name.endswith(_HIGHER_IS_BETTER) else value < before

    def state(self) -> dict[str, Any]:
        """What a resume must know."""
        return {
            "epochs_done": self.epochs_done,
            "best": dict(self.best),
            "best_epoch": self.best_epoch,
            "nan": self.saw_nan,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take over what `state` gave."""
        self.epochs_done = int(state["epochs_done"])
        self.best = dict(state["best"])
        self.best_epoch = int(state["best_epoch"])
        self.saw_nan = bool(state["nan"])
