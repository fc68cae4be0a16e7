"""The global random generators of the process, which code may draw from without holding one.

Python's and NumPy's global generators, Keras's generator of seeds for `keras.random` without a seed, and
TensorFlow's global seed with its generator of seeds for single operations. `values.generators` saves those
that a callback holds; seeds of layers are variables of the model.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import keras
import numpy as np
import tensorflow as tf

# Keras and TensorFlow have no public names to read these states by
from keras.src.backend.common import global_state
from keras.src.random import seed_generator
from numpy.typing import NDArray
from tensorflow.python.eager import context
from tensorflow.python.ops import stateful_random_ops

from engine.run.state.values.pack import pack
from engine.run.state.values.restore import unpack


def take_random(arrays: dict[str, NDArray[Any]]) -> dict[str, Any]:
    """Return the state of the global generators as JSON values; arrays are added to `arrays`."""
    numpy_state = np.random.get_state(legacy=True)  # noqa: NPY002 - the global generator is what is kept
    return pack(
        {
            "python": _words(random.getstate()),
            "numpy": numpy_state,
            "keras": _keras_state(),
            "tensorflow": _tensorflow_state(),
        },
        arrays,
        prefix="random",
    )


def put_random(packed: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
    """Restore the global generators. A state of an earlier version has only those of Python and NumPy.

    Args:
        packed: What `take_random` returned.
        arrays: The arrays that it added.

    Raises:
        LookupError, TypeError, ValueError: When `packed` is not what `take_random` returns.
    """
    values = unpack(packed, arrays)
    seed = values.get("keras")
    if seed is not None:
        # it is made here where nothing has drawn from it in this process yet
        seed_generator.global_seed_generator().state.assign(seed)
    if values.get("tensorflow") is not None:
        _put_tensorflow(values["tensorflow"])
    random.setstate(_from_words(values["python"]))
    np.random.set_state(values["numpy"])  # noqa: NPY002 - the global generator is what is kept


def _words(state: tuple[Any, ...]) -> tuple[Any, ...]:
    version, words, gauss = state
    # an array: writing 625 numbers one by one takes as long as all weights of a small model
    return version, np.array(words, np.uint32), gauss


def _from_words(state: tuple[Any, ...]) -> tuple[Any, ...]:
    version, words, gauss = state
    return version, tuple(int(word) for word in words), gauss


def _keras_state() -> NDArray[Any] | None:
    found: keras.random.SeedGenerator | None = global_state.get_global_attribute(
        seed_generator.GLOBAL_SEED_GENERATOR
    )
    return None if found is None else np.array(found.state.numpy())


def _tensorflow_state() -> dict[str, Any]:
    seeds: random.Random | None = getattr(context.context(), "_rng", None)
    made = stateful_random_ops.global_generator
    return {
        "seed": context.global_seed(),
        "seeds": None if seeds is None else _words(seeds.getstate()),
        "generator": None if made is None else np.array(made.state.numpy()),
    }


def _put_tensorflow(state: Mapping[str, Any]) -> None:
    if state["seed"] != context.global_seed():
        tf.random.set_seed(state["seed"])
    seeds: random.Random | None = getattr(context.context(), "_rng", None)
    if seeds is not None and state["seeds"] is not None:
        seeds.setstate(_from_words(state["seeds"]))
    if state["generator"] is not None:
        tf.random.get_global_generator().state.assign(state["generator"])
