"""Answers for new examples, a batch at a time: memory does not grow with their number.

The hooks of callbacks are called as `keras.Model.predict` calls them. Reading is left to `new`, and what an
output means to `answers`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.data.reading.context import Reading
from engine.language import tr
from engine.predict.answers import Answered, answers_of, joined_answers, odd_outputs
from engine.predict.loaded_model import LoadedModel, require_fitting
from engine.predict.new.columns import RowReader
from engine.predict.new.files import read_given
from engine.predict.new.read import reader_of
from engine.predict.new.rows import BATCH, NewRows
from engine.predict.signature.as_training import training_like
from engine.problems import RunError
from engine.tensorflow_import import import_keras

if TYPE_CHECKING:
    from pathlib import Path

    from engine.predict.finished_run import FinishedRun

_USUAL = 32
_BATCH_HOOKS = ("on_predict_batch_begin", "on_predict_batch_end")


class Predictor:
    """Answers for new examples by the model of a run. One thread uses it at a time.

    Args:
        run: The run.
        callbacks: Keras callbacks whose `on_predict_*` hooks are called.
        model: Its model where it is loaded already; None to load it.

    Attributes:
        signature: Of the model.
        odd: A sentence where the model has given what its signature does not say; "" until then.

    Raises:
        RunError, ModelError, DataError: As `FinishedRun.load_model` and `FinishedRun.signature`.
    """

    def __init__(
        self, run: FinishedRun, callbacks: Sequence[Any] = (), *, model: LoadedModel | None = None
    ) -> None:
        self.signature = run.signature
        self._reader = reader_of(run)
        keras = import_keras()
        loaded = run.load_model() if model is None else model
        self._model: Any = loaded.whole
        like, names = training_like(self.signature, run.project.data), self.signature.outputs.names
        shape = run.known.shape if like is None else like.shape
        require_fitting(loaded.trained, shape=shape, outputs=len(names))
        self._by_name = loaded.whole is not loaded.trained
        self._callbacks = keras.callbacks.CallbackList(list(callbacks), model=self._model)
        self.odd = ""
        self._traced = False
        watches = any(_watches(callback) for callback in callbacks)
        # nobody sees the batches where no callback looks at them, and large ones are faster
        self._size = min(run.project.fit.batch_size or _USUAL, BATCH) if watches else BATCH

    def answers(
        self, given: Iterable[str], *, cancelled: Callable[[], bool] | None = None
    ) -> Generator[Answered]:
        """Yield the answers for files, folders and texts, in parts, in their order.

        Args:
            given: As in `engine.predict.new.read.read_new`.
            cancelled: Asked between files and parts of them; True ends it with `LoadCancelled`.

        Raises:
            RunError: The model cannot take the examples.
            LoadCancelled: It was cancelled.
        """
        reading = Reading(cancelled=cancelled)
        yield from self._predicted(_looked(read_given(self._reader, given, reading=reading), reading))

    def answer_file(self, path: Path) -> Answered:
        """Return the answers for one file. Raises as `answers`."""
        return joined_answers(self.answers([str(path)]))

    def answer_text(self, text: str) -> Answered:
        """Return the answer for a text, also one that is the name of a file. Raises as `answers`."""
        found = self._reader.text(text)
        if found is None:
            raise RunError(tr("This run has not learned from texts."))
        return self._single(found)

    def answer_row(self, values: dict[str, str]) -> Answered:
        """Return the answer for a row whose fields are given as text. Raises as `answers`.

        Args:
            values: By the name of the column; "" where a value is missing.
        """
        if not isinstance(self._reader, RowReader):
            raise RunError(tr("This run has not learned from the rows of a table."))
        return self._single(self._reader.values(values))

    def _single(self, part: NewRows) -> Answered:
        return joined_answers(self._predicted([part]))

    def _predicted(self, parts: Iterable[NewRows]) -> Iterator[Answered]:
        """Yield the answers for what was read; a callback may end it, as in Keras."""
        self._model.stop_predicting = False
        self._callbacks.on_predict_begin()
        step = 0
        for part in parts:
            given: list[NDArray[Any]] = []
            for batch in _batches(part, self._size):
                if self._model.stop_predicting:
                    break
                self._callbacks.on_predict_batch_begin(step)
                outputs = np.asarray(self._outputs(batch))
                self._callbacks.on_predict_batch_end(step, {"outputs": outputs})
                given.append(outputs)
                step += 1
            yield self._answered(part, given)
            if self._model.stop_predicting:
                break
        self._callbacks.on_predict_end()

    def _answered(self, part: NewRows, given: list[NDArray[Any]]) -> Answered:
        if not given:
            return Answered((), part.refused, part.remarks)
        outputs = np.concatenate(given)
        found = answers_of(self.signature.outputs, outputs, names=part.names[: len(outputs)])
        odd = odd_outputs(self.signature.outputs, outputs)
        self.odd = self.odd or odd
        return Answered(found, part.refused, part.remarks)

    def _outputs(self, batch: dict[str, Any]) -> Any:
        x = batch if self._by_name else next(iter(batch.values()))
        if not self._traced:
            self._traced = True
            _trace(self._model, x)
        return self._model.predict_on_batch(x)


def _trace(model: Any, x: Any) -> None:
    """Make the graph for batches of any size, as Keras does for a data set.

    `predict_on_batch` makes one for the size of the first batch and another one for other sizes, and with a
    thousand inputs each takes ten seconds.
    """
    import keras
    import tensorflow as tf

    model.make_predict_function()
    if isinstance(model.predict_function, tf.types.experimental.GenericFunction):
        specs = keras.tree.map_structure(
            lambda values: tf.TensorSpec((None, *values.shape[1:]), tf.as_dtype(values.dtype)), x
        )
        model.predict_function.get_concrete_function([(specs,)])


def _watches(callback: Any) -> bool:
    """Whether a callback looks at single batches; Keras marks the hooks of its base class."""
    return any(not getattr(getattr(callback, hook), "_is_default", False) for hook in _BATCH_HOOKS)


def _looked(parts: Iterable[NewRows], reading: Reading) -> Iterator[NewRows]:
    """Yield the parts; one file may have very many."""
    for part in parts:
        reading.look()
        yield part


def _batches(part: NewRows, size: int) -> Iterator[dict[str, Any]]:
    for start in range(0, len(part.names), size):
        yield {name: _tensor(x[start : start + size]) for name, x in (part.x or {}).items()}


def _tensor(values: NDArray[Any]) -> Any:
    """Return what Keras takes: texts as a tensor of strings."""
    if values.dtype != object:
        return values
    import tensorflow as tf

    return tf.constant(values.tolist(), tf.string)
