"""Tables of losses and metrics, with the encodings of the targets that each fits.

The encoding also decides what the last layer of the model is (`engine.models.parts.input_and_head`); what
fits a task is decided in `engine.models.task_losses`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Encoding(Enum):
    """How targets are passed to the loss, for a batch of n examples and k classes.

    Attributes:
        INDEX: (n,) int, the class index.
        ONE_HOT: (n, k) float32.
        BINARY: (n, 1) float32, two classes only.
        NUMBER: (n, m) float32, m numbers to predict.
    """

    INDEX = "index"
    ONE_HOT = "one_hot"
    BINARY = "binary"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Objective:
    """A loss or metric.

    Attributes:
        title: Its name for the user.
        keras_class: Its class in `keras.losses` or `keras.metrics`; "" for accuracy.
        encodings: The encodings that it fits.
    """

    title: str
    keras_class: str
    encodings: frozenset[Encoding]


def _of(title: str, keras_class: str, *encodings: Encoding) -> Objective:
    return Objective(title, keras_class, frozenset(encodings))


LOSSES: dict[str, Objective] = {
    "sparse_categorical_crossentropy": _of(
        "Sparse categorical cross-entropy", "SparseCategoricalCrossentropy", Encoding.INDEX
    ),
    "categorical_crossentropy": _of("Categorical cross-entropy", "CategoricalCrossentropy", Encoding.ONE_HOT),
    "categorical_focal_crossentropy": _of(
        "Categorical focal cross-entropy", "CategoricalFocalCrossentropy", Encoding.ONE_HOT
    ),
    "categorical_generalized_crossentropy": _of(
        "Categorical generalized cross-entropy", "CategoricalGeneralizedCrossEntropy", Encoding.INDEX
    ),
    "categorical_hinge": _of("Categorical hinge", "CategoricalHinge", Encoding.ONE_HOT),
    "kl_divergence": _of("Kullback-Leibler divergence", "KLDivergence", Encoding.ONE_HOT),
    "dice": _of("Dice", "Dice", Encoding.ONE_HOT),
    "tversky": _of("Tversky", "Tversky", Encoding.ONE_HOT),
    "binary_crossentropy": _of("Binary cross-entropy", "BinaryCrossentropy", Encoding.BINARY),
    "binary_focal_crossentropy": _of(
        "Binary focal cross-entropy", "BinaryFocalCrossentropy", Encoding.BINARY
    ),
    "hinge": _of("Hinge", "Hinge", Encoding.BINARY),
    "squared_hinge": _of("Squared hinge", "SquaredHinge", Encoding.BINARY),
    "mean_squared_error": _of("Mean squared error", "MeanSquaredError", Encoding.NUMBER),
    "mean_absolute_error": _of("Mean absolute error", "MeanAbsoluteError", Encoding.NUMBER),
    "huber": _of("Huber", "Huber", Encoding.NUMBER),
    "log_cosh": _of("Log cosh", "LogCosh", Encoding.NUMBER),
    "mean_absolute_percentage_error": _of(
        "Mean absolute percentage error", "MeanAbsolutePercentageError", Encoding.NUMBER
    ),
    "mean_squared_logarithmic_error": _of(
        "Mean squared logarithmic error", "MeanSquaredLogarithmicError", Encoding.NUMBER
    ),
    "poisson": _of("Poisson", "Poisson", Encoding.NUMBER),
    "cosine_similarity": _of("Cosine similarity", "CosineSimilarity", Encoding.NUMBER),
}

_CLASSES = (Encoding.ONE_HOT, Encoding.BINARY)

METRICS: dict[str, Objective] = {
    "accuracy": _of("Accuracy", "", Encoding.INDEX, Encoding.ONE_HOT, Encoding.BINARY),
    "sparse_top_k_categorical_accuracy": _of(
        "Right among the best 5", "SparseTopKCategoricalAccuracy", Encoding.INDEX
    ),
    "top_k_categorical_accuracy": _of("Right among the best 5", "TopKCategoricalAccuracy", Encoding.ONE_HOT),
    "sparse_categorical_crossentropy": _of(
        "Sparse categorical cross-entropy", "SparseCategoricalCrossentropy", Encoding.INDEX
    ),
    "categorical_crossentropy": _of("Categorical cross-entropy", "CategoricalCrossentropy", Encoding.ONE_HOT),
    "binary_crossentropy": _of("Binary cross-entropy", "BinaryCrossentropy", Encoding.BINARY),
    "auc": _of("Area under the ROC curve", "AUC", *_CLASSES),
    "precision": _of("Precision", "Precision", *_CLASSES),
    "recall": _of("Recall", "Recall", *_CLASSES),
    "f1_score": _of("F1 score", "F1Score", Encoding.ONE_HOT),
    "mean_absolute_error": _of("Mean absolute error", "MeanAbsoluteError", Encoding.NUMBER),
    "mean_squared_error": _of("Mean squared error", "MeanSquaredError", Encoding.NUMBER),
    "root_mean_squared_error": _of("Root mean squared error", "RootMeanSquaredError", Encoding.NUMBER),
    "mean_absolute_percentage_error": _of(
        "Mean absolute percentage error", "MeanAbsolutePercentageError", Encoding.NUMBER
    ),
    "mean_squared_logarithmic_error": _of(
        "Mean squared logarithmic error", "MeanSquaredLogarithmicError", Encoding.NUMBER
    ),
    "r2_score": _of("R2 score", "R2Score", Encoding.NUMBER),
    "cosine_similarity": _of("Cosine similarity", "CosineSimilarity", Encoding.NUMBER),
}


VALIDATION = "val_"
"""What Keras puts before the names of validation metrics."""
_HIGHER = (
    *("acc", "auc", "precision", "recall", "f1", "fbeta", "iou", "r2", "top_k", "sensitivity"),
    *("specificity", "cosine_similarity", "true_positives", "true_negatives", "pearson", "concordance"),
)


def higher_is_better(monitor: str) -> bool:
    """Return whether a higher value is better, judged by the metric's name as Keras's mode "auto" does.

    Args:
        monitor: The name of a loss or metric, with or without "val_".
    """
    name = monitor.removeprefix(VALIDATION)
    return not name.endswith("loss") and any(part in name for part in _HIGHER)


def chosen_loss(loss: str, task: str) -> str:
    """Return the name in LOSSES that a setting stands for.

    Args:
        loss: A name in LOSSES, or "auto".
        task: "classification" or "regression".
    """
    if loss != "auto":
        return loss
    return "sparse_categorical_crossentropy" if task == "classification" else "mean_squared_error"


def chosen_metrics(metrics: tuple[str, ...] | None, task: str) -> tuple[str, ...]:
    """Return the names in METRICS that a setting stands for.

    Args:
        metrics: Names in METRICS; None for the usual ones of the task.
        task: "classification" or "regression".
    """
    if metrics is not None:
        return metrics
    return ("accuracy",) if task == "classification" else ("mean_absolute_error",)


def encoding_of(loss: str) -> Encoding:
    """Return the encoding of the targets that a loss expects, given its name in LOSSES."""
    (encoding,) = LOSSES[loss].encodings
    return encoding
