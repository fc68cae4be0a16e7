"""Takes the whole state of a training apart into a snapshot, and puts it back, equal to the last bit.

That is weights, optimizer, metrics, seeds, callbacks and random generators.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeGuard

import keras
import numpy as np
from numpy.typing import NDArray

from engine.run.problems import RunError
from engine.run.state.reading import copied
from engine.run.state.values import pack, unpack

# what the callback makes anew from its arguments: Keras flips the sign of min_delta when it first looks at
# the metrics; CSVLogger must not write its heading again, and the folder of the run may have been moved
_MADE_ANEW = frozenset(
    {"_model", "model", "params", "monitor_op", "min_delta", "filename", "append", "append_header"}
)


class Stateful(Protocol):
    """A callback that knows better than its attributes what must be kept."""

    def get_state(self) -> dict[str, Any]:
        """What must be kept, in values that `pack` knows."""
        ...

    def set_state(self, state: dict[str, Any]) -> None:
        """Go on from what `get_state` gave."""
        ...


def variables_of(model: keras.Model) -> dict[str, list[Any]]:
    """The variables of a compiled and traced model, by group; the model has the seeds of its layers, too."""
    return {
        "model": list(model.variables),
        "optimizer": list(model.optimizer.variables),
        "metrics": list(model.metrics_variables),
    }


def take_variables(model: keras.Model) -> dict[str, NDArray[Any]]:
    """Copies of all variables, by group and number."""
    named = {
        f"{group}/{index:05d}": variable
        for group, variables in variables_of(model).items()
        for index, variable in enumerate(variables)
    }
    return dict(zip(named, copied(list(named.values())), strict=True))


def put_variables(model: keras.Model, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Give every variable its kept value. RunError when the model is not the one that was kept."""
    wanted = {
        f"{group}/{index:05d}": variable
        for group, variables in variables_of(model).items()
        for index, variable in enumerate(variables)
    }
    kept = {name for name in arrays if name.split("/")[0] in ("model", "optimizer", "metrics")}
    if kept != set(wanted) or any(arrays[name].shape != tuple(var.shape) for name, var in wanted.items()):
        raise RunError("The state was kept for another model; the run cannot go on with these settings.")
    for name, variable in wanted.items():
        variable.assign(arrays[name])


def take_callbacks(
    callbacks: Iterable[keras.callbacks.Callback], arrays: dict[str, NDArray[Any]]
) -> list[dict[str, Any]]:
    """The state of each callback as JSON; arrays go into `arrays`."""
    return [
        {
            "class": type(callback).__name__,
            "state": pack(_attributes(callback), arrays, prefix=f"callback/{index}"),
        }
        for index, callback in enumerate(callbacks)
    ]


def put_callbacks(
    callbacks: Sequence[keras.callbacks.Callback],
    states: Sequence[Mapping[str, Any]],
    *,
    arrays: Mapping[str, NDArray[Any]],
) -> None:
    """Give every callback its kept state. RunError when the callbacks are not the ones that were kept."""
    if [type(callback).__name__ for callback in callbacks] != [state["class"] for state in states]:
        raise RunError("The state was kept for other callbacks; the run cannot go on with these settings.")
    for callback, state in zip(callbacks, states, strict=True):
        values = unpack(state["state"], arrays)
        if _is_stateful(callback):
            callback.set_state(values)
        else:
            vars(callback).update(values)


def _is_stateful(callback: object) -> TypeGuard[Stateful]:
    # what a runtime-checkable protocol asks, too, but in a hundredth of the time
    return hasattr(callback, "get_state") and hasattr(callback, "set_state")


def _attributes(callback: keras.callbacks.Callback) -> dict[str, Any]:
    if _is_stateful(callback):
        return callback.get_state()
    return {name: value for name, value in vars(callback).items() if name not in _MADE_ANEW}


def take_random(arrays: dict[str, NDArray[Any]]) -> dict[str, Any]:
    """The state of Python's and NumPy's global generators, which a person's own callback may use."""
    numpy_state = np.random.get_state(legacy=True)  # noqa: NPY002 - the global generator is what is kept
    version, words, gauss = random.getstate()
    # an array: 625 numbers one by one take as long as all weights of a small model
    python_state = (version, np.array(words, np.uint32), gauss)
    return pack({"python": python_state, "numpy": numpy_state}, arrays, prefix="random")


def put_random(packed: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
    """Restore the global generators."""
    values = unpack(packed, arrays)
    version, words, gauss = values["python"]
    random.setstate((version, tuple(int(word) for word in words), gauss))
    np.random.set_state(values["numpy"])  # noqa: NPY002 - the global generator is what is kept
