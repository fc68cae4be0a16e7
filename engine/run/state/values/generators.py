"""Random generators and variables that a callback holds: their state as data, restored into the same object.

Where no object is there, a new generator is made, of a class from a fixed list.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import tensorflow as tf

_BIT_GENERATORS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        np.random.PCG64,
        np.random.PCG64DXSM,
        np.random.MT19937,
        np.random.Philox,
        np.random.SFC64,
    )
}
_MOST_SPAWNED = 1_000_000


@dataclass(frozen=True, slots=True)
class GeneratorKind:
    """How the state of a class of generators is saved and restored.

    Attributes:
        take: Generator -> its state, in values that `pack` supports.
        make: State -> a new generator of the right class.
        put: Sets the state of a generator.
    """

    take: Callable[[Any], dict[str, Any]]
    make: Callable[[Mapping[str, Any]], Any]
    put: Callable[[Any, Mapping[str, Any]], None]


def is_bit_generator(value: object) -> bool:
    """Return whether this is one of NumPy's bit generators that can be saved."""
    return type(value) in _BIT_GENERATORS.values()


def variables_in(value: Any) -> list[Any] | None:
    """Return the variables of a Keras or TensorFlow object, in their order; None for other values."""
    match value:
        case keras.Variable() | tf.Variable():
            return [value]
        case keras.random.SeedGenerator() | tf.random.Generator():
            return [value.state]
        case keras.Model():
            custom = [*value.variables, *getattr(value, "metrics_variables", ())]
            optimizer = getattr(value, "optimizer", None)
            custom += optimizer.variables if optimizer is not None else []
            return list({id(variable): variable for variable in custom}.values())
        case keras.Layer() | keras.Metric() | keras.Optimizer():
            return list(value.variables)
        case keras.losses.Loss() | keras.initializers.Initializer() | keras.regularizers.Regularizer():
            return [] if type(value).__module__.startswith("keras.") else None  # Keras's own are constant
        case _:
            return None


def _take_bits(bits: Any) -> dict[str, Any]:
    spawned = getattr(getattr(bits, "seed_seq", None), "n_children_spawned", 0)
    return {"state": bits.state, "spawned": int(spawned)}


def _put_bits(bits: Any, state: Mapping[str, Any]) -> None:
    bits.state = state["state"]
    more = state["spawned"] - getattr(getattr(bits, "seed_seq", None), "n_children_spawned", 0)
    if 0 < more <= _MOST_SPAWNED:
        bits.seed_seq.spawn(more)


def _make_bits(state: Mapping[str, Any]) -> Any:
    return _BIT_GENERATORS[state["state"]["bit_generator"]]()


def _take_random(generator: random.Random) -> dict[str, Any]:
    version, words, gauss = generator.getstate()
    # an array: writing 625 numbers one by one takes as long as all weights of a small model
    return {"version": version, "words": np.array(words, np.uint32), "gauss": gauss}


def _put_random(generator: random.Random, state: Mapping[str, Any]) -> None:
    generator.setstate((state["version"], tuple(map(int, state["words"])), state["gauss"]))


GENERATORS: dict[type[Any], GeneratorKind] = {
    np.random.BitGenerator: GeneratorKind(_take_bits, _make_bits, _put_bits),
    np.random.Generator: GeneratorKind(
        lambda generator: {"bits": generator.bit_generator},
        lambda state: np.random.Generator(state["bits"]),
        lambda _generator, _state: None,  # its bit generator is restored already
    ),
    np.random.RandomState: GeneratorKind(
        lambda generator: {"all": generator.get_state(legacy=False)},
        lambda state: np.random.RandomState(_BIT_GENERATORS[state["all"]["bit_generator"]]()),
        lambda generator, state: generator.set_state(state["all"]),
    ),
    random.Random: GeneratorKind(_take_random, lambda _state: random.Random(), _put_random),
}
