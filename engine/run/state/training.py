"""Copies all variables of a training into a snapshot, and puts them back, equal to the last bit.

That is weights, optimizer, metrics, seeds of layers, and what a step uses beside its model (`hidden`).
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
    """The variables of a compiled and traced model, by group; the model has the seeds of its layers, too."""
    return {
        "model": list(model.variables),
        "optimizer": list(model.optimizer.variables),
        "metrics": list(model.metrics_variables),
    }


def take_variables(model: keras.Model, hidden: Sequence[Any] = ()) -> dict[str, NDArray[Any]]:
    """Copies of all variables, by group and number; `hidden` are those that the model does not know."""
    named = _named(variables_of(model))
    found = dict(zip(named, copied(list(named.values())), strict=True))
    return found | {name: np.array(variable.numpy()) for name, variable in _named({_HIDDEN: hidden}).items()}


def take_untrained(model: keras.Model, hidden: Sequence[Any] = ()) -> dict[str, NDArray[Any]]:
    """Copies of the variables that a validation can change: all but weights and optimizer.

    Seeds of layers are among them: recurrent layers of Keras 3.15 draw from theirs in each call, also where
    nothing is dropped.
    """
    trained = {id(variable) for variable in (*model.trainable_variables, *model.optimizer.variables)}
    groups = {**variables_of(model), _HIDDEN: hidden}
    named = {name: variable for name, variable in _named(groups).items() if id(variable) not in trained}
    return {name: np.array(variable.numpy()) for name, variable in named.items()}


def put_variables(
    model: keras.Model, arrays: Mapping[str, NDArray[Any]], *, hidden: Sequence[Any] = ()
) -> None:
    """Give every variable its kept value. RunError when the model is not the one that was kept."""
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
