"""With which values a run leaves its model: those that were measured with the weights in model.keras.

The validation at the end of an epoch has measured them already, unless the weights were changed afterwards:
by an optimizer that averages them at the end, by SwapEMAWeights, or by a custom callback. Then the model is
validated once more. Nothing is measured of weights from within an epoch, as a stop by hand must not wait.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import keras

from engine.run.best_so_far import BestSoFar
from engine.run.callbacks.build import BuiltCallback
from engine.run.loop.fit_loop import Ending
from engine.run.loop.step_logs import numbers
from engine.run.loop.validation import Validation
from engine.run.position import Position
from engine.settings import Project
from engine.settings.losses import VALIDATION

_HARMLESS = ("keras.", "engine.")
"""Modules whose callbacks leave the weights as they are between the validation and the end of an epoch."""


@dataclass(frozen=True, slots=True)
class SavedValues:
    """What is known of the weights in model.keras.

    Attributes:
        epoch: The epoch (from 1) that they are of; 0 before the first one.
        values: By name: on validation ("val_loss") where there is one, else the running means of the training
            of that epoch ("loss"); empty where they were not measured.
    """

    epoch: int
    values: Mapping[str, float] = field(default_factory=dict[str, float])


def saved_values(
    ending: Ending,
    position: Position,
    *,
    project: Project,
    built: Sequence[BuiltCallback],
    best_so_far: BestSoFar,
    validates: bool,
    again: Validation | None,
    stopping: Callable[[], bool],
) -> SavedValues:
    """Return the values of the weights that the model has now. Call it when the model is written.

    Args:
        ending: Why the loop ended.
        position: Where it ended.
        project: The settings.
        built: The callbacks of the run, after `on_train_end`.
        best_so_far: Has the values of the epochs whose weights may be saved.
        validates: Whether there is validation data.
        again: Validates once more where that is needed, without hooks; None where that is not possible.
        stopping: Asked while it does; True ends it, and the values stay unknown.
    """
    restored = restored_epoch(built)
    epoch = restored or position.epoch + (position.step > 0)
    if not restored and position.step:
        return SavedValues(epoch)
    values = best_so_far.values.get(epoch, {})
    validated = {name: value for name, value in values.items() if name.startswith(VALIDATION)}
    is_averaged = (
        project.compile.optimizer.use_ema and not restored and ending in (Ending.ALL_EPOCHS, Ending.CALLBACK)
    )
    is_changed = is_averaged or any(map(_may_change_weights, built))
    if not validates:
        return SavedValues(epoch, values)
    if validated and not is_changed:
        return SavedValues(epoch, validated)
    if again is None or ending is Ending.PERSON or not epoch:
        return SavedValues(epoch)
    found = again.run(epoch - 1, stopping)
    return SavedValues(epoch, {VALIDATION + name: value for name, value in numbers(found or {}).items()})


def _may_change_weights(item: BuiltCallback) -> bool:
    kind = type(item.callback)
    return issubclass(kind, keras.callbacks.SwapEMAWeights) or not kind.__module__.startswith(_HARMLESS)


def restored_epoch(built: Sequence[BuiltCallback]) -> int:
    """Return the epoch (from 1) whose weights early stopping has restored in `on_train_end`; 0 for none."""
    epoch = 0
    for item in built:
        callback = item.callback
        if (
            isinstance(callback, keras.callbacks.EarlyStopping)
            and callback.restore_best_weights
            and callback.best_weights is not None
        ):
            epoch = callback.best_epoch + 1  # the last of several sets the weights
    return epoch
