"""The script that a person would have written: plain Keras on arrays. Imports nothing of the program."""

from __future__ import annotations

import time
from typing import Any

import numpy as np


def fit(name: str, data: str, *, epochs: int, batch_size: int) -> dict[str, Any]:
    """Train the model `name` on an NPZ file with `model.fit`.

    Gives seconds: `epoch`, the mean of all epochs after the first, and `whole`, from fit called to returned.
    """
    import keras as untyped

    keras: Any = untyped  # what Keras declares of its arguments is narrower than what it takes
    with np.load(data) as file:
        x, y = file["x"], file["y"]
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.Input(x.shape[1:]), *_layers(keras.layers)[name]()])
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.001),
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=["accuracy"],
        jit_compile=False,
    )
    ends: list[float] = []
    clock = keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: ends.append(time.perf_counter()))
    began = time.perf_counter()
    model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0, callbacks=[clock])
    whole = time.perf_counter() - began
    return {
        "epoch": (ends[-1] - ends[0]) / (len(ends) - 1),
        "whole": whole,
        "parameters": int(model.count_params()),
    }


def _layers(layers: Any) -> dict[str, Any]:
    def dense() -> list[Any]:
        return [
            layers.Dense(64, activation="relu"),
            layers.Dense(32, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]

    def lstm() -> list[Any]:
        return [layers.LSTM(32), layers.Dense(10, activation="softmax")]

    def cnn() -> list[Any]:
        return [
            layers.Conv2D(16, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dropout(0.25),
            layers.Dense(10, activation="softmax"),
        ]

    return {"dense": dense, "lstm": lstm, "cnn": cnn}
