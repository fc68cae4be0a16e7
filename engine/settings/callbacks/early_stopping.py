"""Callbacks that watch a value and act: stop the run, or lower the learning rate."""

from __future__ import annotations

from typing import Literal

from engine.language import tr_later
from engine.settings.callbacks.base import CallbackSection, Mode, min_delta, mode, monitor, verbose
from engine.settings.declaration.declare import setting
from engine.settings.declaration.section_list import Phrase


class EarlyStopping(CallbackSection):
    """Arguments of `keras.callbacks.EarlyStopping`."""

    title = "EarlyStopping"
    about = "Ends the run when the watched value has stopped getting better."
    keras_class = "keras.callbacks.EarlyStopping"
    phrases = (
        Phrase(
            tr_later("stops after {patience:,} epochs without a better {monitor}"),
            lambda section: section.patience > 1,
        ),
        # Keras waits for the first of them in any case
        Phrase(
            tr_later("stops at the first epoch without a better {monitor}"),
            lambda section: section.patience <= 1,
        ),
        Phrase(
            tr_later("or without one better than {baseline:g}"), lambda section: section.baseline is not None
        ),
        Phrase(
            tr_later("watches from epoch {start_from_epoch:,} on"),
            lambda section: section.start_from_epoch > 0,
        ),
        Phrase(tr_later("restores the best"), lambda section: section.restore_best_weights),
    )
    kind: Literal["early_stopping"] = "early_stopping"
    monitor: str = monitor("The value that should keep getting better.")
    patience: int = setting(
        10,
        title="Patience",
        help="How many epochs without a better value are waited before the run ends. With 0, as with 1, Keras"
        " ends it at the first epoch that is not better; the first epoch of all never ends it.",
        keras="patience",
        unit="epochs",
        ge=0,
        raise_="Waits longer, may find a better epoch later.",
        lower="Stops sooner, may stop too soon on a noisy curve.",
    )
    min_delta: float = min_delta(0.0)
    restore_best_weights: bool = setting(
        True,
        title="Restore best weights",
        help="At the end, go back to the weights of the best epoch.",
        keras="restore_best_weights",
    )
    mode: Mode = mode()
    baseline: float | None = setting(
        None,
        title="Baseline",
        help="A value to beat. The wait starts again only at an epoch that is the best so far and better than"
        " this too; so a run that keeps getting better but stays behind it ends when the patience is over.",
        lower="Harder for a loss, which must fall below it; easier for an accuracy.",
        raise_="Harder for an accuracy, which must rise above it; easier for a loss.",
        keras="baseline",
        none_title="none",
        more=True,
    )
    start_from_epoch: int = setting(
        0,
        title="Start from epoch",
        help="Epochs at the beginning that are not watched.",
        lower="Watched from early on, also while the start is unsteady.",
        raise_="A slow start does not end the run.",
        keras="start_from_epoch",
        unit="epochs",
        ge=0,
        more=True,
    )
    verbose: bool = verbose()


class ReduceLROnPlateau(CallbackSection):
    """Arguments of `keras.callbacks.ReduceLROnPlateau`."""

    title = "ReduceLROnPlateau"
    about = "Lowers the learning rate when the watched value has stopped getting better."
    keras_class = "keras.callbacks.ReduceLROnPlateau"
    phrases = (
        Phrase(
            tr_later(
                "multiplies the learning rate by {factor:g} after {patience:,} epochs without a better"
                " {monitor}"
            ),
            lambda section: section.patience > 1,
        ),
        Phrase(
            tr_later(
                "multiplies the learning rate by {factor:g} at the first epoch without a better {monitor}"
            ),
            lambda section: section.patience <= 1,
        ),
        Phrase(tr_later("never below {min_lr:g}"), lambda section: section.min_lr > 0),
    )
    kind: Literal["reduce_lr"] = "reduce_lr"
    monitor: str = monitor("The value that should keep getting better.")
    factor: float = setting(
        0.1,
        title="Factor",
        help="What the learning rate is multiplied by.",
        lower="A deeper cut each time.",
        raise_="A gentler cut; 0.5 halves the rate.",
        keras="factor",
        gt=0.0,
        lt=1.0,
    )
    patience: int = setting(
        10,
        title="Patience",
        help="How many epochs without a better value are waited.",
        lower="Lowers the rate sooner.",
        raise_="Gives the present rate more time.",
        keras="patience",
        unit="epochs",
        ge=0,
    )
    min_lr: float = setting(
        0.0,
        title="Lowest rate",
        help="The learning rate never goes below this.",
        lower="The rate may become very small, and training stand still.",
        raise_="Training keeps moving to the end.",
        keras="min_lr",
        ge=0.0,
    )
    mode: Mode = mode()
    min_delta: float = min_delta(0.0001, more=True)
    cooldown: int = setting(
        0,
        title="Cool-down",
        help="Epochs after a change in which nothing is counted.",
        lower="Counts again at once.",
        raise_="Lets a lowered rate show what it can do first.",
        keras="cooldown",
        unit="epochs",
        ge=0,
        more=True,
    )
    verbose: bool = verbose()


class TerminateOnNaN(CallbackSection):
    """Arguments of `keras.callbacks.TerminateOnNaN`."""

    title = "TerminateOnNaN"
    about = "Ends the run when the loss is no longer a number."
    keras_class = "keras.callbacks.TerminateOnNaN"
    phrases = (
        Phrase(tr_later("stops when the loss is no longer a number")),
        Phrase(tr_later("the run then counts as failed"), lambda section: section.raise_error),
    )
    kind: Literal["terminate_on_nan"] = "terminate_on_nan"
    raise_error: bool = setting(
        False,
        title="Count as failure",
        help="The run counts as failed instead of stopped.",
        keras="raise_error",
    )
