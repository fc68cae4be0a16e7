"""The data and the model of a run -> its signature. Nothing is read: all of it is known when a run ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.data.tables.notation.number_notation import NumberNotation
from engine.models.task_losses import HINGES
from engine.predict.signature.made_examples import columns_of, examples_of
from engine.predict.signature.schema import HALF, ModelInput, Outputs, Scaling, Signature
from engine.settings.losses import Encoding

if TYPE_CHECKING:
    from engine.data.dataset import Dataset
    from engine.data.kind_facts import ReadColumn
    from engine.models.inputs import ModelInputs
    from engine.settings import Project

_LOOKED_AT = 1_000
_PROBABILITIES = ("softmax", "sigmoid")


def signature_of(
    project: Project,
    dataset: Dataset,
    *,
    inputs: ModelInputs,
    trained: Any,
    epoch: int,
    versions: Mapping[str, str],
) -> Signature:
    """Return the signature of a run.

    Args:
        project: Its settings.
        dataset: Its data, fitted.
        inputs: What the trained model takes.
        trained: The trained `keras.Model`, without preprocessing.
        epoch: The epoch that its weights are of; 0 where that is not known.
        versions: Of the packages that it was trained with, by name.
    """
    return Signature(
        kind=dataset.kind,
        task=dataset.task,
        rules=getattr(project.data, "rules", "version_3"),
        inputs=_inputs(dataset, trained),
        examples=examples_of(project.data, dataset),
        scaling=_scaling(inputs),
        outputs=_outputs(project, dataset, inputs=inputs, trained=trained),
        epoch=epoch,
        versions=dict(versions),
    )


def _inputs(dataset: Dataset, trained: Any) -> tuple[ModelInput, ...]:
    if dataset.fitted is not None:
        raw = dataset.fitted.raw_inputs()
        return tuple(ModelInput(name=one.name, shape=(None, 1), dtype=one.dtype) for one in raw)
    # the dtype of the examples: a layer turns bytes into the float32 that Keras declares
    names = _input_names(trained)
    return tuple(
        ModelInput(name=name, shape=tuple(one.shape), dtype=dataset.dtype)
        for name, one in zip(names, trained.inputs, strict=True)
    )


def _input_names(model: Any) -> list[str]:
    """Return the names of the inputs as a file has them: the tensors of a Sequential have others before."""
    inputs = [str(one.name) for one in model.inputs]
    first = model.get_config()["layers"][0]
    if len(inputs) == 1 and first["class_name"] == "InputLayer":
        return [str(first["config"]["name"])]
    return inputs


def _scaling(inputs: ModelInputs) -> Scaling:
    if inputs.mean is None or inputs.variance is None:
        return Scaling(kind="none" if inputs.vocabulary else inputs.scaling)
    return Scaling(
        kind="standard",
        mean=tuple(np.ravel(inputs.mean.value).tolist()),
        variance=tuple(np.ravel(inputs.variance.value).tolist()),
    )


def _outputs(project: Project, dataset: Dataset, *, inputs: ModelInputs, trained: Any) -> Outputs:
    shape = tuple(trained.outputs[0].shape[1:])
    activation = last_activation(trained)
    if dataset.task == "regression":
        return Outputs(
            shape=shape,
            activation=activation,
            holds="numbers",
            targets=target_names(dataset),
            units=_units(dataset),
        )
    holds = "probabilities" if activation in _PROBABILITIES else "scores"
    if inputs.encoding is Encoding.BINARY:
        holds = "margins" if project.compile.loss in HINGES else "probabilities"
    return Outputs(
        shape=shape,
        activation=activation,
        holds=holds,
        classes=dataset.class_names,
        threshold=HALF if len(dataset.class_names) == 2 else None,
    )


def last_activation(model: Any) -> str:
    """Return the name of the activation of a model's last layer, as Keras names it; "" for none.

    Args:
        model: A built `keras.Model`.
    """
    last = model.layers[-1]
    if type(last).__name__ == "Softmax":
        return "softmax"
    name = getattr(getattr(last, "activation", None), "__name__", "")
    return name if isinstance(name, str) else ""


def target_names(dataset: Dataset) -> tuple[str, ...]:
    """Return a name for each column of the targets, each once.

    Args:
        dataset: Of a regression.
    """
    names = dataset.target_names
    if len(names) != dataset.outputs:
        names = tuple(f"y{number}" for number in range(dataset.outputs))
    found: list[str] = []
    for plain in names:
        name, number = plain or "y", 2
        while name in found:
            name, number = f"{plain} {number}", number + 1
        found.append(name)
    return tuple(found)


def _units(dataset: Dataset) -> tuple[str, ...]:
    by_name = {one.name: _unit(one) for one in columns_of(dataset)}
    series = None if dataset.series is None else dataset.series.forecast
    if series is not None:
        return tuple(by_name.get(name, "") for name in series.columns for _ in range(series.horizon))
    return tuple(by_name.get(name, "") for name in target_names(dataset))


def _unit(column: ReadColumn) -> str:
    return column.written.unit if isinstance(column.written, NumberNotation) else ""
