"""A position in a run, and when it is validated, as settings and data determine it."""

from __future__ import annotations

from dataclasses import dataclass

from engine.data.plan import every_of
from engine.settings.fit import FitSettings


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place between two batches.

    Attributes:
        epoch: From 0, as Keras counts.
        step: Batches of this epoch that are done.
        begun: Whether `on_epoch_begin` was called for this epoch. A change of the learning rate before it
            comes before a scheduler's own, one after it comes after.
    """

    epoch: int
    step: int = 0
    begun: bool = False

    def in_epochs(self, steps_per_epoch: int) -> float:
        """Return the position on an axis of epochs: 2.5 is halfway through the third."""
        return self.epoch + self.step / steps_per_epoch


@dataclass(frozen=True, slots=True)
class ValidationPlan:
    """When the model is validated, and in which batches.

    Attributes:
        batch_size: Examples in a batch.
        steps: Batches in a validation.
        every: Every so many epochs, or after these epochs (from 1): Keras's `validation_freq`.
    """

    batch_size: int
    steps: int
    every: int | frozenset[int]

    def is_due(self, epoch: int) -> bool:
        """Return whether epoch `epoch` (from 0) ends with a validation, as Keras decides it."""
        if isinstance(self.every, int):
            return (epoch + 1) % self.every == 0
        return epoch + 1 in self.every


def validation_plan(fit: FitSettings, examples: int) -> ValidationPlan | None:
    """Return the plan for so many validation examples.

    Args:
        fit: The settings; `validation_batch_size` None means `batch_size`.
        examples: How many there are.

    Returns:
        None where there are no examples.
    """
    if not examples:
        return None
    size = fit.validation_batch_size or fit.batch_size
    steps = -(-examples // size)
    if fit.validation_steps is not None:
        steps = min(steps, fit.validation_steps)
    return ValidationPlan(size, steps, every_of(fit))
