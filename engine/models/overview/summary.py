"""What a model looks like, as plain rows for a table; and how much memory training it will take, roughly."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any

from engine.models.overview.drawn import ModelDrawing
from engine.tensorflow_import import import_keras

Shape = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One layer. `output` is the shape of what it gives for one example, such as "8 × 8 × 32"."""

    name: str
    layer: str
    output: str
    parameters: int
    trainable: int


@dataclass(frozen=True, slots=True)
class ModelSummary:
    """The layers from first to last, and counts of single numbers; `bytes` is the size of the weights.

    `memory` is what training takes in bytes, by `estimate_memory`; 0 where nobody asked. `drawing` is
    by `draw_model`; None where nobody asked.
    """

    rows: tuple[LayerRow, ...]
    total: int
    trainable: int
    non_trainable: int
    bytes: int
    memory: int = 0
    drawing: ModelDrawing | None = None


@dataclass(frozen=True, slots=True)
class MemoryEstimate:
    """Bytes that training needs, by what they are for. A framework's own buffers come on top."""

    weights: int
    gradients: int
    optimizer: int
    activations: int

    @property
    def total(self) -> int:
        """All of it, in bytes."""
        return self.weights + self.gradients + self.optimizer + self.activations


def summarize(model: Any) -> ModelSummary:
    """The summary of a built `keras.Model`."""
    rows = tuple(
        LayerRow(
            name=layer.name,
            layer=type(layer).__name__,
            output="; ".join(output_in_words(shape) for shape in _output_shapes(layer)),
            parameters=_count(layer.weights),
            trainable=_count(layer.trainable_weights),
        )
        for layer in model.layers
    )
    trainable, non_trainable = _count(model.trainable_weights), _count(model.non_trainable_weights)
    return ModelSummary(rows, trainable + non_trainable, trainable, non_trainable, _bytes(model.weights))


def estimate_memory(model: Any, *, batch_size: int) -> MemoryEstimate:
    """What one training step of the compiled `model` holds at a time with batches of `batch_size` examples.

    Activations count the output of every layer twice, for the way forward and its gradient; what a layer
    keeps inside (an LSTM every step's state) is not seen from outside, so recurrent models need more. An open
    size counts as 1.
    """
    optimizer = getattr(model, "optimizer", None)  # a model that was never compiled lacks the attribute
    if optimizer is not None and not optimizer.built:
        optimizer.build(model.trainable_variables)
    activations = sum(
        2 * batch_size * prod(size or 1 for size in shape[1:]) * _item_size(layer.compute_dtype)
        for layer in model.layers
        for shape in _output_shapes(layer)
    )
    return MemoryEstimate(
        weights=_bytes(model.weights),
        gradients=_bytes(model.trainable_weights),
        optimizer=_bytes(optimizer.variables) if optimizer is not None else 0,
        activations=activations,
    )


def _output_shapes(layer: Any) -> list[Shape]:
    keras = import_keras()
    return [tuple(tensor.shape) for tensor in keras.tree.flatten(layer.output)]


def output_in_words(shape: Shape) -> str:
    """A shape without its first size, that of the batch, such as "8 × 8 × 32"; "?" for an open size."""
    return " × ".join("?" if size is None else str(size) for size in shape[1:]) or "1"


def _count(weights: Any) -> int:
    return sum(prod(weight.shape) for weight in weights)


def _bytes(weights: Any) -> int:
    return sum(prod(weight.shape) * _item_size(weight.dtype) for weight in weights)


def _item_size(dtype: str) -> int:
    """Bytes of one number of a Keras dtype, which NumPy need not know, such as bfloat16."""
    digits = "".join(char for char in str(dtype) if char.isdigit())
    return int(digits) // 8 if digits else 1
