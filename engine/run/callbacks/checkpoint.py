"""Keras's ModelCheckpoint in a run folder, with what Keras lacks: SavedModel folders, what to keep.

Keras decides when a model is saved, and under which name; `saved_files` writes it atomically.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras
import tensorflow as tf

from engine.inspect.preflight.file_names import filled_name_problem, values_of
from engine.language import tr, tr_later
from engine.models.callback_call import callback_call
from engine.models.construct import construct_arguments
from engine.problems import RunError
from engine.record.events import Mark
from engine.run.callbacks.context import CallbackContext
from engine.run.callbacks.saved_files import SavedFiles
from engine.run.saved_model import save_weights
from engine.run_paths import RunPathError
from engine.settings.callbacks import ModelCheckpoint
from engine.settings.callbacks.saving import ENDINGS
from engine.settings.fit import FitSettings


class Checkpoint(keras.callbacks.ModelCheckpoint):
    """Saves models as the settings say.

    Attributes:
        saved: Names of what is on disk, relative to the run folder, in the order of saving.
    """

    def __init__(self, section: ModelCheckpoint, context: CallbackContext) -> None:
        self._section = section
        self._context = context
        if section.ending_problem:
            raise RunError(section.ending_problem, path=context.path("filepath"))
        self._files = SavedFiles(context.folder, context.index, ledger=context.ledger, say=context.say)
        self.saved: list[str] = []
        # Keras takes no ending of a SavedModel folder, but asks for none after this check
        filepath = section.filepath + (ENDINGS["keras"] if section.format == "savedmodel" else "")
        arguments = construct_arguments(callback_call(section, context.section))
        arguments["filepath"] = filepath
        super().__init__(**arguments)
        # names stay relative to the run's folder, whose own path may hold a { that is no placeholder
        self.filepath = section.filepath
        if not context.resumed:
            # a run that was killed before its first state starts again in its folder
            self._files.roll_back_to(())

    @property
    def wants_batches(self) -> bool:
        """Whether it counts batches."""
        return self.save_freq != "epoch"

    def steps_until_look(self) -> float:
        """Return the batches until it saves next; `math.inf` where it saves after epochs."""
        if self.save_freq == "epoch":
            return math.inf
        return max(1, int(self.save_freq) - self._batches_seen_since_last_saving)

    def check_name(self, fit: FitSettings, values: Sequence[str]) -> None:
        """Check that the name can be filled in after every epoch of the run.

        Args:
            fit: The settings.
            values: Names of losses and metrics, those of the validation included.

        Raises:
            RunError: When it cannot.
        """
        known = values_of(fit, values, per_batch=self.wants_batches)
        if sentence := filled_name_problem(self._section.filepath, known):
            raise RunError(sentence, path=self._context.path("filepath"))

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Save when it is due. Keras sets `monitor_op` at the end of an epoch, too late for batches."""
        if self.wants_batches and self.monitor_op is None:
            self._set_monitor_op()
        super().on_train_batch_end(batch, logs)

    def _set_monitor_op(self) -> None:
        if not self.save_best_only:
            return  # nothing is compared, and Keras would still refuse a metric that it does not know
        try:
            super()._set_monitor_op()
        except ValueError as error:
            raise RunError(
                tr(
                    "Keras cannot tell whether a higher or a lower {name} is better; choose it.",
                    name=self.monitor,
                ),
                path=self._context.path("mode"),
            ) from error

    def _save_model(self, epoch: int, batch: int | None, logs: dict[str, Any] | None) -> None:
        name = self._name(epoch, batch, logs or {})
        if not self._should_save_model(epoch, batch, logs, name):
            return
        try:
            self._files.put(name, ending=self._section.ending, write=self._write)
        except RunPathError as error:
            raise RunError(
                tr("The model cannot be saved as {name}: {reason}.", name=name, reason=error),
                path=self._context.path("filepath"),
            ) from error
        self.saved = [*(other for other in self.saved if other != name), name]
        kept = {"all": len(self.saved), "best": 1, "last": self._section.keep_last}[self._section.keep]
        self._files.delete(self.saved[:-kept])
        self.saved = self.saved[-kept:]
        self._context.add_mark(Mark.CHECKPOINT, tr("Saved {name}.", name=name))

    def _name(self, epoch: int, batch: int | None, logs: dict[str, Any]) -> str:
        try:
            return str(self._get_file_path(epoch, batch, logs))
        except (KeyError, ValueError, IndexError, AttributeError, TypeError, OverflowError) as error:
            raise RunError(
                tr(
                    "The file name {name!r} cannot be filled in after epoch {epoch}; known are {known}.",
                    name=self._section.filepath,
                    epoch=epoch + 1,
                    known=", ".join(("epoch", *logs)),
                ),
                path=self._context.path("filepath"),
            ) from error

    def _should_save_model(
        self, epoch: int, batch: int | None, logs: dict[str, Any] | None, filepath: str
    ) -> bool:
        if self.save_best_only and self.monitor not in (logs or {}):
            # Keras saves then; where only the best is kept, that would replace it by one of unknown value
            saves = self._section.keep != "best"
            sentence = (
                tr_later("Epoch {epoch} has no {name} to compare; the model is saved all the same.")
                if saves
                else tr_later("Epoch {epoch} has no {name} to compare; nothing is saved.")
            )
            self._context.say(tr(sentence, epoch=epoch + 1, name=self.monitor))
            return saves
        return bool(super()._should_save_model(epoch, batch, logs, filepath))

    def _write(self, path: Path) -> None:
        model: Any = self.model
        if self._section.format == "weights":
            save_weights(model, path)
        elif self._section.format == "keras":
            model.save(path)
        else:
            # without this the device of this run would be stored in the model
            with tf.device(None):
                model.export(path, format="tf_saved_model", verbose=False)

    def get_state(self) -> dict[str, Any]:
        """Return what decides the next save, and what is on disk."""
        return {
            "best": self.best,
            "saved": list(self.saved),
            "_batches_seen_since_last_saving": self._batches_seen_since_last_saving,
            "_last_batch_seen": self._last_batch_seen,
            "_current_epoch": getattr(self, "_current_epoch", 0),
        }

    def set_state(self, state: dict[str, Any]) -> None:
        """Restore `state`; delete what was saved after it, as it will be saved again."""
        vars(self).update(state)
        self._files.roll_back_to(self.saved)
