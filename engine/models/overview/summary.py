"""The layers of a model as plain rows for a table, and an estimate of the memory that training needs."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any

from engine.models.overview.drawn import ModelDrawing
from engine.tensorflow_import import import_keras

Shape = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One layer.

    Attributes:
        name: Name of the layer.
        layer: Its class.
        output: Output shape for one example, such as "8 × 8 × 32".
        parameters: Number of its parameters.
        trainable: Number of those that are trainable.
    """

    name: str
    layer: str
    output: str
    parameters: int
    trainable: int


@dataclass(frozen=True, slots=True)
class ModelSummary:
    """A whole model.

    Attributes:
        rows: The layers from first to last.
        total: Number of parameters.
        trainable: Number of trainable parameters.
        non_trainable: Number of the others.
        bytes: Size of the weights.
        memory: What training needs in bytes, by `estimate_memory`; 0 where it was not asked for.
        drawing: The drawing by `draw_model`; None where it was not asked for.
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
    """Bytes that training needs, by purpose, without the framework's own buffers.

    Attributes:
        weights: Weights of the model.
        gradients: Gradients of the trainable weights.
        optimizer: State of the optimizer.
        activations: Outputs of all layers and their gradients, for one batch.
    """

    weights: int
    gradients: int
    optimizer: int
    activations: int

    @property
    def total(self) -> int:
        """The sum, in bytes."""
        return self.weights + self.gradients + self.optimizer + self.activations


def summarize(model: Any) -> ModelSummary:
    """Return the summary of a built `keras.Model`, without memory and drawing."""
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
    """Estimate what one training step holds in memory at a time.

    Activations count the output of every layer twice, for the forward pass and its gradient. What a layer
    keeps inside (the states of an LSTM) is not visible from outside, so recurrent models need more.

    Args:
        model: A built `keras.Model`; its optimizer is built here if it was not.
        batch_size: Examples in a batch. Other open sizes count as 1.
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
    """Return a shape without its batch axis, such as "8 × 8 × 32"; "?" stands for an open size."""
    return " × ".join("?" if size is None else str(size) for size in shape[1:]) or "1"


def _count(weights: Any) -> int:
    return sum(prod(weight.shape) for weight in weights)


def _bytes(weights: Any) -> int:
    return sum(prod(weight.shape) * _item_size(weight.dtype) for weight in weights)


def _item_size(dtype: str) -> int:
    """Bytes of one number of a Keras dtype, which NumPy need not know, such as bfloat16."""
    digits = "".join(char for char in str(dtype) if char.isdigit())
    return int(digits) // 8 if digits else 1
