"""How a training ended, in words: the reason, what was restored, the best values.

These are the endings of the loop; `session` puts failures into words.
"""

from __future__ import annotations

from collections.abc import Sequence

import keras

from engine.language import tr
from engine.record.events import Mark, Result, RunEnded
from engine.run.best_so_far import BestSoFar
from engine.run.callbacks.build import BuiltCallback
from engine.run.loop.fit_loop import Ending, FitLoop
from engine.run.outputs.saved_values import SavedValues
from engine.run.reporter import Reporter


def report_restored(built: Sequence[BuiltCallback], reporter: Reporter, *, loop: FitLoop) -> None:
    """Mark what early stopping has done. Call it after `on_train_end`.

    Args:
        built: The callbacks of the run.
        reporter: Sends the marks.
        loop: Its position is that of the marks.
    """
    for callback in _early_stoppings(built):
        if callback.stopped_epoch:
            text = tr(
                "Early stopping: no better {monitor} for {patience} epochs.",
                monitor=callback.monitor,
                patience=callback.patience,
            )
            reporter.mark(Mark.EARLY_STOP, loop.position, text=text, is_logged=False)
        if callback.restore_best_weights and callback.best_weights is not None:
            text = tr(
                "Weights of epoch {epoch} restored, the best by {monitor}.",
                epoch=callback.best_epoch + 1,
                monitor=callback.monitor,
            )
            reporter.mark(Mark.RESTORED, loop.position, text=text)


def ended(
    ending: Ending,
    loop: FitLoop,
    *,
    built: Sequence[BuiltCallback],
    best_so_far: BestSoFar,
    saved: SavedValues,
    reporter: Reporter,
) -> RunEnded:
    """Return the last event of a run that did not fail; marks a stop that was asked for.

    Args:
        ending: Why the loop ended.
        loop: Where it ended.
        built: The callbacks of the run.
        best_so_far: Best values for the event.
        saved: The values of the model that was saved.
        reporter: Sends the mark.
    """
    done = loop.position.epoch
    reason = {
        Ending.ALL_EPOCHS: tr("All {count} epochs are done.", count=done),
        Ending.CALLBACK: tr("Ended by a callback after epoch {epoch}.", epoch=done),
        Ending.AFTER_EPOCH: tr("Stopped after epoch {epoch}, as asked.", epoch=done),
        Ending.PERSON: tr(
            "Stopped in epoch {epoch}; everything is kept, and the run can be resumed.", epoch=done + 1
        ),
    }[ending]
    stopped = ending in (Ending.PERSON, Ending.AFTER_EPOCH)
    if stopped:
        reporter.mark(Mark.STOPPED, loop.position, text=reason, is_logged=False)
    if best_so_far.saw_nan:
        reason += " " + tr("The loss was not a number; lower the learning rate or clip gradients.")
    elif ending is Ending.CALLBACK:
        for callback in _early_stoppings(built):
            if callback.stopped_epoch:
                reason = tr(
                    "Early stopping ended the run after epoch {epoch}:"
                    " no better {monitor} for {patience} epochs.",
                    epoch=done,
                    monitor=callback.monitor,
                    patience=callback.patience,
                )
    return RunEnded(
        result=Result.STOPPED if stopped else Result.COMPLETED,
        reason=reason,
        epochs_done=done,
        best=dict(best_so_far.best),
        best_epoch=best_so_far.best_epoch,
        saved=dict(saved.values),
        saved_epoch=saved.epoch,
        not_restored=best_so_far.not_restored,
    )


def _early_stoppings(built: Sequence[BuiltCallback]) -> list[keras.callbacks.EarlyStopping]:
    return [item.callback for item in built if isinstance(item.callback, keras.callbacks.EarlyStopping)]
