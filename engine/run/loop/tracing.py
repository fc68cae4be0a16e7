"""When a compiled step must be traced again, as what was traced is no longer what `fit` would trace.

Keras traces a step at its first batch, after `on_train_begin`, `on_epoch_begin` and the hook of that batch;
here it is traced before all of them, so that its graph is known. Where a hook of custom code may have changed
the model meanwhile, it is traced again. `compiled_steps` compiles.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any, Literal

import keras

from engine.language import tr
from engine.problems import RunError

_BEGIN = ("on_train_begin", "on_epoch_begin", "on_train_batch_begin", "on_batch_begin")
_ALL = (
    *(*_BEGIN, "on_train_batch_end", "on_batch_end", "on_epoch_end"),
    *("on_test_begin", "on_test_batch_begin", "on_test_batch_end", "on_test_end"),
)
_KNOWN = ("keras.", "engine.")


class TracedStep:
    """The compiled training or test step of a model, from its first trace on.

    Args:
        model: Compiled.
        kind: "train" or "test".
        callbacks: Returns all callbacks of the run.
        trace: Traces the step again.
    """

    def __init__(
        self,
        model: keras.Model,
        kind: Literal["train", "test"],
        *,
        callbacks: Callable[[], Sequence[keras.callbacks.Callback]],
        trace: Callable[[], None],
    ) -> None:
        self._model, self._kind, self._callbacks, self._trace = model, kind, callbacks, trace
        self._hooks = _BEGIN if kind == "train" else _ALL
        self._function: Any = None
        self._begun = False

    def begin(self) -> None:
        """Have Keras make its own function, as `fit` does before `on_train_begin`, and `evaluate` each time.

        It is never traced; which one it is says whether a hook has asked for another.
        """
        make = self._model.make_train_function if self._kind == "train" else self._model.make_test_function
        make()
        if not self._begun:
            self._function = self._made()

    def before_step(self) -> None:
        """Trace again where that is due; to be called before each call of steps.

        Raises:
            RunError: When `compile` was called since training began.
        """
        function = self._made()
        if function is None:
            raise RunError(
                tr(
                    "compile() was called while the model trains, so its training step is gone, in Keras as"
                    " well; change the optimizer's values instead, or compile before training."
                )
            )
        first, self._begun = not self._begun, True
        if function is not self._function or (first and self._may_be_changed()):
            self._function = function
            self._trace()

    def _made(self) -> Any:
        return self._model.train_function if self._kind == "train" else self._model.test_function

    def _may_be_changed(self) -> bool:
        return any(_is_custom(callback, self._hooks) for callback in self._callbacks())


def _is_custom(callback: keras.callbacks.Callback, hooks: Sequence[str]) -> bool:
    """Whether one of the hooks is neither Keras's nor this program's; also one that is put on the object."""
    return any(not _module_of(getattr(callback, hook)).startswith(_KNOWN) for hook in hooks)


def _module_of(hook: Any) -> str:
    return str(getattr(inspect.unwrap(hook), "__module__", None) or "")
