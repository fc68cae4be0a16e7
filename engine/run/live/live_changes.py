"""Applies live changes, and puts a mark where each took effect.

The loop decides when a change takes effect, `change_log` records it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

import keras

from engine.language import tr
from engine.record.events import EpochsSet, Mark
from engine.run.callbacks.build import BuiltCallback
from engine.run.control import (
    Change,
    ReduceLearningRate,
    SetEpochs,
    SetLearningRate,
    SetPatience,
    StopAfterEpoch,
    TrainMore,
)
from engine.run.loop.fit_loop import FitLoop
from engine.run.position import Position
from engine.run.reporter import Reporter, learning_rate_of


class LiveChanges:
    """Applies the live changes of one run.

    Args:
        loop: Some of them change its end.
        model: Built and compiled.
        built: The callbacks of the project.
        callbacks: They and Keras's own.
        reporter: Sends the marks.
    """

    def __init__(
        self,
        loop: FitLoop,
        model: keras.Model,
        *,
        built: Sequence[BuiltCallback],
        callbacks: keras.callbacks.CallbackList,
        reporter: Reporter,
    ) -> None:
        self._loop, self._model, self._built = loop, model, built
        self._callbacks, self._reporter = callbacks, reporter

    def apply(self, change: Change, position: Position) -> None:
        """Apply one change at `position`."""
        text = self._METHODS[type(change)](self, change, position)
        self._reporter.mark(Mark.CHANGED, position, text=text)

    def _set_rate(self, change: SetLearningRate, position: Position) -> str:
        return self._use_rate(change.value, position)

    def _reduce_rate(self, change: ReduceLearningRate, position: Position) -> str:
        return self._use_rate(learning_rate_of(self._model) * change.factor, position)

    def _use_rate(self, value: float, position: Position) -> str:
        before = learning_rate_of(self._model)
        try:
            self._model.optimizer.learning_rate = value
        except TypeError:
            return tr("The learning rate follows a schedule, so it was not changed.")
        self._reporter.rate_set(position, value)
        return tr("Learning rate {before} -> {after}, by hand.", before=f"{before:.3g}", after=f"{value:.3g}")

    def _set_epochs(self, change: SetEpochs, position: Position) -> str:
        # never before the epoch that is running: it is finished first
        self._use_epochs(max(change.epochs, position.epoch + int(position.begun)))
        return tr("Epochs set to {epochs}.", epochs=self._loop.epochs)

    def _train_more(self, change: TrainMore, _position: Position) -> str:
        self._use_epochs(change.epochs)
        self._model.stop_training = False
        self._loop.ended_before = False
        for item in self._built:
            if isinstance(item.callback, keras.callbacks.EarlyStopping):
                item.callback.wait = item.callback.stopped_epoch = 0
        self._reporter.report_gauges()
        return tr("Training continues until epoch {epoch}.", epoch=self._loop.epochs)

    def _use_epochs(self, epochs: int) -> None:
        self._loop.epochs = epochs
        params: dict[str, Any] = self._callbacks.params
        self._callbacks.set_params({**params, "epochs": epochs})
        self._reporter.send(EpochsSet(epochs=epochs))

    def _set_patience(self, change: SetPatience, _position: Position) -> str:
        for item in self._built:
            if item.index == change.index and "patience" in vars(item.callback):
                vars(item.callback)["patience"] = change.patience
                self._reporter.report_gauges()
                name = type(item.callback).__name__
                return tr("Patience of {name} set to {epochs}.", name=name, epochs=change.patience)
        return tr("There is no callback with patience at that place.")

    def _stop_after_epoch(self, change: StopAfterEpoch, _position: Position) -> str:
        self._loop.stop_after_epoch = change.wanted
        if change.wanted:
            return tr("Asked to stop after this epoch.")
        return tr("Asked not to stop after this epoch.")

    _METHODS: ClassVar[Mapping[type[Change], Callable[[Any, Any, Position], str]]] = {
        SetLearningRate: _set_rate,
        ReduceLearningRate: _reduce_rate,
        SetEpochs: _set_epochs,
        SetPatience: _set_patience,
        StopAfterEpoch: _stop_after_epoch,
        TrainMore: _train_more,
    }
