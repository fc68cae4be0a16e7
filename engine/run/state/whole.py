"""Everything that decides how a run continues: variables, callbacks, generators; and what cannot be saved.

`checkpointer` decides when it is taken, `engine.run.starting_point` restores it for a resume.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import keras
from numpy.typing import NDArray

from engine.language import tr
from engine.problems import RunError
from engine.run.state.callbacks import CallbackStates
from engine.run.state.hidden import step_variables, unreadable_operations
from engine.run.state.randomness import put_random, take_random
from engine.run.state.training import put_variables, take_untrained, take_variables

# what reading values that `values.pack` has not written may raise
_MALFORMED = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
_LONGEST = 200


class TrainingState:
    """The state of one run.

    Args:
        model: Built and compiled.
        callbacks: All of them, in order.
        graphs: `tf.Graph` of each step; None for one that is not compiled.
        custom_model: Name of the custom file that made the model; "" for a model of Keras's layers, which
            draw only from seeds that the model holds.
        beside: Names of what else a resume cannot restore.
    """

    def __init__(
        self,
        model: keras.Model,
        callbacks: Sequence[keras.callbacks.Callback],
        *,
        graphs: Sequence[Any],
        custom_model: str,
        beside: tuple[str, ...] = (),
    ) -> None:
        self._model = model
        self._hidden = step_variables(model, graphs)
        parts = _parts(model, self._hidden)
        self._callbacks = CallbackStates(callbacks, restored=lambda value: id(value) in parts)
        self._custom_model = bool(custom_model)
        self._beside = beside
        self._unreadable: tuple[str, ...] = ()
        if custom_model and model.run_eagerly:
            # what its layers keep in Python is neither in a graph nor in a variable
            self._unreadable = (f"{custom_model} (run_eagerly)",)
        elif custom_model:
            self._unreadable = unreadable_operations(graphs)

    @property
    def has_custom_code(self) -> bool:
        """Whether a callback or the model is of a custom file."""
        return self._custom_model or self._callbacks.has_custom_code

    @property
    def not_restored(self) -> tuple[str, ...]:
        """Names of what a resume cannot restore, as far as known, such as `MyCallback.client`."""
        return (*self._callbacks.not_restored, *self._unreadable, *self._beside)

    def look(self) -> None:
        """Record what the callbacks hold; call it after `on_train_begin`."""
        self._callbacks.look()

    def take(self, arrays: dict[str, NDArray[Any]]) -> dict[str, Any]:
        """Return the state as JSON values for the header; arrays are added to `arrays`."""
        arrays |= take_variables(self._model, self._hidden)
        return {"callbacks": self._callbacks.take(arrays), "random": take_random(arrays)}

    def take_untrained(self, arrays: dict[str, NDArray[Any]]) -> dict[str, Any]:
        """Return the part of `take` that a validation can change where no callback sees it."""
        arrays |= take_untrained(self._model, self._hidden)
        return {"random": take_random(arrays)}

    def put_variables(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Restore every variable; see `training.put_variables`."""
        put_variables(self._model, arrays, hidden=self._hidden)

    def put(self, header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
        """Restore everything; call it after `on_train_begin`.

        Args:
            header: The header of the state.
            arrays: Its arrays.

        Raises:
            RunError: When the state is of another model, or holds what no run has written.
        """
        self.put_variables(arrays)
        try:
            self._callbacks.put(header["callbacks"], arrays)
            put_random(header["random"], arrays)
        except _MALFORMED as error:
            raise RunError(
                tr(
                    "The newest state of this run holds something else than it should for its callbacks and"
                    " random generators ({detail}); delete the newest file in its folder resume to go on"
                    " from the one before, or start a new run.",
                    detail=f"{type(error).__name__}: {error}"[:_LONGEST],
                )
            ) from error


def _parts(model: keras.Model, hidden: Sequence[Any]) -> frozenset[int]:
    """The ids of the model and of what is in it."""
    layers: list[Any] = getattr(model, "_flatten_layers")()  # noqa: B009 - no public name for it
    variables = [*model.variables, *model.optimizer.variables, *model.metrics_variables]
    values = [variable.value for variable in variables]
    parts = (model, model.optimizer, *model.metrics, *layers, *variables, *values, *hidden)
    return frozenset(map(id, parts))
