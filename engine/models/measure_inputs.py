"""Measures on the training part what a model must know of the data: the constants of its scaling layers.

The arithmetic is the one that `engine.script.split` prints, so both give the same numbers. The result is
described in `engine.models.inputs`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from engine.language import tr, tr_later
from engine.models.inputs import ModelError, ModelInputs
from engine.models.task_losses import fitting_loss
from engine.settings.augmentation import mixes_labels
from engine.settings.data.sections import TargetSection
from engine.settings.declaration.call import Named
from engine.settings.losses import encoding_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.settings.data.raw_inputs import Embedded
    from engine.settings.project import Project


class Streamed(Protocol):
    """Inputs that are not in memory, as in `engine.data.streamed.StreamedRows`.

    Attributes:
        dtype: The dtype of one example.
    """

    dtype: np.dtype[Any]

    def moments(self, indices: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return mean and variance along the last axis of the rows at `indices`, (features,) float64 each."""
        ...


class Facts(Protocol):
    """What is needed of an `engine.data.facts.DatasetFacts`; the two rooms do not import each other."""

    @property
    def kind(self) -> str:
        """The kind of data, as its section is called."""
        ...

    @property
    def task(self) -> str:
        """Either "classification" or "regression"."""
        ...

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of one input."""
        ...

    @property
    def outputs(self) -> int:
        """The number of classes, or of values to predict."""
        ...

    @property
    def dtype(self) -> str:
        """The dtype of the inputs, by name."""
        ...

    @property
    def padding(self) -> float | None:
        """The value of the time steps that only pad sequences, None where there are none."""
        ...

    @property
    def vocabulary(self) -> int:
        """The number of tokens; 0 where the inputs are not tokens."""
        ...

    @property
    def embedded(self) -> tuple[Embedded, ...]:
        """The last columns of a table, where they hold indices of categories."""
        ...


class Examples(Facts, Protocol):
    """What is needed of an `engine.data.dataset.Dataset`."""

    @property
    def x(self) -> NDArray[Any] | Streamed:
        """Inputs, (n, *shape) uint8, float32 or int32, or an object that reads them on demand."""
        ...

    @property
    def y(self) -> NDArray[Any]:
        """Targets, (n,) int64 class indices or (n, m) float32."""
        ...


_BAD_INPUTS = tr_later(
    "The inputs hold numbers that are missing, infinite or too large for 32 bits; correct the data."
)
_BAD_TARGETS = tr_later(
    "The targets hold numbers that are missing, infinite or too large for 32 bits; correct the data."
)


def named_inputs(project: Project, facts: Facts) -> ModelInputs:
    """Return what the project's model must know of data, by the names that a script gives to its values.

    Args:
        project: Its loss, scaling and augmentation are used.
        facts: The data.

    Returns:
        Inputs whose constants of scaling have names alone; their values are unknown here.

    Raises:
        ModelError: The loss does not fit the task.
    """
    mixed = mixes_labels(project.augmentation)
    loss = fitting_loss(project.compile.loss, facts.task, outputs=facts.outputs, mixed=mixed)
    # token indices are not quantities, and not every kind of data has the setting
    chosen = "none" if facts.vocabulary else getattr(project.data, "scaling", "none")
    scaling = scaling_of(chosen, np.dtype(facts.dtype))
    standard = scaling == "standard"
    scales_target = (
        facts.task == "regression" and isinstance(project.data, TargetSection) and project.data.scale_target
    )
    return ModelInputs(
        kind=facts.kind,
        shape=facts.shape,
        outputs=facts.outputs,
        encoding=encoding_of(loss),
        scaling=scaling,
        mean=Named("input_mean", None) if standard else None,
        variance=Named("input_variance", None) if standard else None,
        target_mean=Named("target_mean", None) if scales_target else None,
        target_std=Named("target_std", None) if scales_target else None,
        is_bytes=facts.dtype == "uint8",
        vocabulary=facts.vocabulary,
        embedded=facts.embedded,
        padding=None if facts.padding is None else Named("PADDING", facts.padding),
    )


def inputs_of(examples: Examples, train_indices: NDArray[np.int64], *, project: Project) -> ModelInputs:
    """Return what the project's model must know of `examples`.

    Args:
        examples: The whole data set; its preprocessing must be fitted on the same rows.
        train_indices: (n,) int64, the rows of the training part, on which scaling is measured.
        project: Its loss, scaling and augmentation are used.

    Raises:
        ModelError: The loss does not fit the task, or inputs or targets that are scaled are not finite.
    """
    inputs = named_inputs(project, examples)
    if inputs.mean is not None:
        columns = _quantities(examples, inputs.embedded)
        mean, variance = _input_scaling(examples, train_indices, columns=columns)
        inputs = replace(inputs, mean=mean, variance=variance)
    if inputs.target_mean is not None:
        target_mean, target_std = _target_scaling(examples.y[train_indices])
        inputs = replace(inputs, target_mean=target_mean, target_std=target_std)
    return inputs


def _quantities(examples: Examples, embedded: tuple[Embedded, ...]) -> int | None:
    """Return how many of the first columns can be measured; None for all of them."""
    return examples.shape[-1] - len(embedded) if embedded else None


def scaling_of(scaling: str, dtype: np.dtype[Any]) -> Any:
    """Return the setting `scaling` with "auto" resolved.

    Args:
        scaling: "auto", "none", "unit" or "standard".
        dtype: The dtype of the inputs; "auto" means "unit" for uint8, else "standard".
    """
    if scaling != "auto":
        return scaling
    return "unit" if dtype == np.uint8 else "standard"


def _input_scaling(
    examples: Examples, train_indices: NDArray[np.int64], *, columns: int | None
) -> tuple[Named, Named]:
    with np.errstate(all="ignore"):  # values that are not finite are reported below
        if isinstance(examples.x, np.ndarray):
            x = examples.x[train_indices][..., :columns]
            if examples.padding is not None:
                x = x[(x != np.float32(examples.padding)).any(axis=-1)]
            axes = tuple(range(x.ndim - 1))
            exact = x.mean(axis=axes, dtype="float64"), x.var(axis=axes, dtype="float64")
        else:
            exact = examples.x.moments(train_indices)
        mean, variance = (values.astype("float32") for values in exact)
    _all_finite(mean, variance, else_say=_BAD_INPUTS)
    variance[variance == 0] = 1
    return Named("input_mean", mean), Named("input_variance", variance)


def _target_scaling(y: NDArray[Any]) -> tuple[Named, Named]:
    with np.errstate(all="ignore"):
        mean = y.mean(axis=0, dtype="float64").astype("float32")
        std = y.std(axis=0, dtype="float64").astype("float32")
    _all_finite(mean, std, else_say=_BAD_TARGETS)
    std[std == 0] = 1
    return Named("target_mean", mean), Named("target_std", std)


def _all_finite(*values: NDArray[np.float32], else_say: str) -> None:
    if not all(np.isfinite(value).all() for value in values):
        raise ModelError(tr(else_say), path="data.path")
