"""What the coach observes of a run: its loss by epoch, and the facts that give the curves their meaning."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.history.metric_history import MetricHistory
from engine.record.events import Mark
from engine.settings import Project
from engine.settings.model import FileModel


@dataclass(frozen=True, slots=True)
class Curve:
    """One value by epoch: `epochs` (n,) from 1, rising, and `values` (n,), which may hold NaN."""

    epochs: NDArray[np.float64]
    values: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.epochs)

    @property
    def finite(self) -> Curve:
        """The points whose value is a number."""
        known = np.isfinite(self.values)
        return Curve(self.epochs[known], self.values[known])

    def since(self, epoch: float) -> Curve:
        """The points from `epoch` on."""
        later = self.epochs >= epoch
        return Curve(self.epochs[later], self.values[later])


@dataclass(frozen=True, slots=True, kw_only=True)
class Observations:
    """A run as the rules see it.

    `first_loss` is the loss of the very first batch, which an untrained model gave; `over` says that the run
    has ended, `restored` that the weights of its best epoch are back. `classes` is 0 where numbers are
    learned; `counted` and `predicted` are validation examples by class, as they are and as the model says.
    """

    loss: Curve
    validation: Curve
    first_loss: float | None
    over: bool
    restored: bool
    examples: int
    validation_examples: int
    classes: int
    project: Project
    counted: Mapping[str, int] = field(default_factory=dict[str, int])
    predicted: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def guessing(self) -> float | None:
        """The loss of a model that has learned nothing, None where it cannot be known.

        With a cross-entropy it is that of equal chances for all classes; otherwise what the untrained model
        gave for the first batch. A model from a file has learned before.
        """
        name = self.project.compile.loss
        plain = name in ("auto", "sparse_categorical_crossentropy", "categorical_crossentropy")
        if self.classes > 1 and (plain or name == "binary_crossentropy"):
            return math.log(self.classes)
        if isinstance(self.project.model, FileModel) or self.first_loss is None:
            return None
        return self.first_loss if math.isfinite(self.first_loss) and self.first_loss > 0 else None


def observations_of(history: MetricHistory, project: Project) -> Observations | None:
    """What `history` tells of a run with these settings; None before training has begun."""
    started, classes = history.started, history.classes
    if started is None:
        return None
    first = history.batches("loss")[1]
    return Observations(
        loss=Curve(*history.epochs("loss")),
        validation=Curve(*history.epochs("val_loss")),
        first_loss=float(first[0]) if len(first) else None,
        over=history.outcome is not None,
        restored=any(mark.mark is Mark.RESTORED for mark in history.marks),
        examples=started.examples,
        validation_examples=started.validation_examples,
        classes=started.classes,
        project=project,
        counted=classes.examples if classes is not None else {},
        predicted=classes.predicted if classes is not None else {},
    )
