"""A place in a run, and the numbers that settings and data come to."""

from __future__ import annotations

from dataclasses import dataclass

from engine.settings.fit import FitSettings


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """`step` batches of epoch `epoch` (from 0, as Keras counts) are done.

    `begun` says that the epoch's beginning was told to the callbacks: what is done to the learning rate
    before that comes before what a scheduler does to it, and after that it comes after.
    """

    epoch: int
    step: int = 0
    begun: bool = False

    def in_epochs(self, steps_per_epoch: int) -> float:
        """The place on an axis of epochs: 2.5 is halfway through the third."""
        return self.epoch + self.step / steps_per_epoch


@dataclass(frozen=True, slots=True)
class ValidationPlan:
    """When the model is validated, and in what portions."""

    batch_size: int
    steps: int
    every: int | frozenset[int]

    def is_due(self, epoch: int) -> bool:
        """Whether epoch `epoch` (from 0) ends with a validation, as Keras decides it."""
        if isinstance(self.every, int):
            return (epoch + 1) % self.every == 0
        return epoch + 1 in self.every


def validation_plan(fit: FitSettings, examples: int) -> ValidationPlan | None:
    """The validation of `examples` examples, None where there are none."""
    if not examples:
        return None
    size = fit.validation_batch_size or fit.batch_size
    steps = -(-examples // size)
    if fit.validation_steps is not None:
        steps = min(steps, fit.validation_steps)
    return ValidationPlan(size, steps, every_of(fit))


def every_of(fit: FitSettings) -> int | frozenset[int]:
    """After how many epochs, or after which of them (from 1), the model is validated."""
    return frozenset(fit.validation_freq) if isinstance(fit.validation_freq, tuple) else fit.validation_freq
