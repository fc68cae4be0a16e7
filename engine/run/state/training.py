"""Copies all variables of a training into a snapshot, and restores them, equal to the last bit.

These are weights, optimizer, metrics, seeds of layers, and what a step uses beside its model (`hidden`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from engine.language import tr
from engine.problems import RunError
from engine.run.state.reading import copied

_HIDDEN = "step"


def variables_of(model: keras.Model) -> dict[str, list[Any]]:
    """Return the Keras variables of a compiled and traced model, by group: "model", "optimizer", "metrics".

    Those of the model include the seeds of its layers.
    """
    return {
        "model": list(model.variables),
        "optimizer": list(model.optimizer.variables),
        "metrics": list(model.metrics_variables),
    }


def take_variables(model: keras.Model, hidden: Sequence[Any] = ()) -> dict[str, NDArray[Any]]:
    """Copy all variables of a training.

    Args:
        model: Compiled and traced.
        hidden: Variables that the model does not track, from `hidden.step_variables`.

    Returns:
        Arrays by group and number, such as "optimizer/00003".
    """
    named = _named(variables_of(model))
    found = dict(zip(named, copied(list(named.values())), strict=True))
    return found | {name: np.array(variable.numpy()) for name, variable in _named({_HIDDEN: hidden}).items()}


def take_untrained(model: keras.Model, hidden: Sequence[Any] = ()) -> dict[str, NDArray[Any]]:
    """Copy the variables that a validation can change: all but trainable weights and optimizer.

    Seeds of layers are among them: recurrent layers of Keras 3.15 draw from theirs in each call, also where
    nothing is dropped.

    Args:
        model: Compiled and traced.
        hidden: As for `take_variables`.

    Returns:
        Arrays by group and number, named as by `take_variables`.
    """
    trained = {id(variable) for variable in (*model.trainable_variables, *model.optimizer.variables)}
    groups = {**variables_of(model), _HIDDEN: hidden}
    named = {name: variable for name, variable in _named(groups).items() if id(variable) not in trained}
    return {name: np.array(variable.numpy()) for name, variable in named.items()}


def put_variables(
    model: keras.Model, arrays: Mapping[str, NDArray[Any]], *, hidden: Sequence[Any] = ()
) -> None:
    """Restore all variables of a training.

    Args:
        model: Compiled and traced.
        arrays: What `take_variables` returned, possibly with others.
        hidden: As for `take_variables`.

    Raises:
        RunError: When names or shapes are those of another model.
    """
    wanted = _named(variables_of(model))
    groups = {"model", "optimizer", "metrics"}
    beside = _named({_HIDDEN: hidden})
    # a state of an earlier version has none of them
    if any(name.split("/")[0] == _HIDDEN for name in arrays):
        wanted |= beside
        groups.add(_HIDDEN)
    kept = {name for name in arrays if name.split("/")[0] in groups}
    if kept != set(wanted) or any(arrays[name].shape != tuple(var.shape) for name, var in wanted.items()):
        raise RunError(
            tr("The state was kept for another model; the run cannot be resumed with these settings.")
        )
    for name, variable in wanted.items():
        variable.assign(arrays[name])


def _named(groups: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    return {
        f"{group}/{index:05d}": variable
        for group, variables in groups.items()
        for index, variable in enumerate(variables)
    }
