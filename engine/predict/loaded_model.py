"""The model of a run from its file, compiled as the run compiled it. Custom layers come from trusted code."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.language import tr
from engine.message import joined
from engine.models.compile_calls import compile_call
from engine.models.construct import construct_arguments
from engine.models.inference_model import trained_model
from engine.models.inputs import ModelError, ModelInputs
from engine.models.saved.custom_model import custom_model, custom_objects, trusted_model_code
from engine.models.saved.model_file import load_run_weights, read_run_model
from engine.models.seeded import beside_a_run
from engine.problems import RunError
from engine.settings.model import CodeModel

if TYPE_CHECKING:
    from engine.custom_code.run_file import Trusted
    from engine.settings import Project

_DECISIVE = ("keras", "tensorflow", "tensorflow-cpu")


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """The model of a run.

    Attributes:
        whole: The `keras.Model` as it is in model.keras: it takes examples as they were read, by column where
            the data has columns.
        trained: The compiled `keras.Model` that was trained: it takes `Dataset.x`. The same object as `whole`
            where nothing stands before it.
    """

    whole: Any
    trained: Any


def load_model(
    path: Path,
    project: Project,
    *,
    targets: ModelInputs,
    versions: Mapping[str, str],
    trusted: Trusted,
) -> LoadedModel:
    """Load the model of a run; random numbers of a run in progress stay as they are.

    Args:
        path: The `.keras` file, which may come from elsewhere.
        project: The settings of the run.
        targets: What loss and metrics must know of the data.
        versions: Of the packages that the run was trained with, by name.
        trusted: Returns whether a Python file with this sha256 may run.

    Raises:
        RunError: The file is corrupt, of other versions, or no model of a run.
        ModelError: The custom code of the model is not trusted or fails, or the loss does not fit the data.
    """
    custom: dict[str, Any] = {}
    if isinstance(project.model, CodeModel):
        custom = custom_objects(trusted_model_code(project.model, trusted=trusted))
    with beside_a_run():
        try:
            whole = read_run_model(path, custom=custom)
        except ModelError as error:
            whole = _built_again(path, project, targets, trusted)
            if whole is None:
                raise RunError(joined((str(error), _other_versions(versions)))) from error
        trained = trained_model(whole)
        require_fitting(trained, shape=targets.shape)
        calls = compile_call(project, targets, total_steps=1)
        trained.compile(**construct_arguments(calls))
    return LoadedModel(whole, trained)


def require_fitting(trained: Any, *, shape: tuple[int, ...], outputs: int = 0) -> None:
    """Check that a model takes and gives what its run knows; the file may be that of another run.

    Args:
        trained: The `keras.Model`.
        shape: Of one example.
        outputs: How many values the run expects for each; 0 for any.

    Raises:
        RunError: It does not.
    """
    taken, given = _shape(trained, "inputs"), _shape(trained, "outputs")
    fits = taken is None or (
        len(taken) == len(shape)
        and all(size in (None, wanted) for size, wanted in zip(taken, shape, strict=True))
    )
    if fits and outputs and given and given[-1] is not None:
        fits = given[-1] == outputs or (given[-1], outputs) == (1, 2)
    if not fits:
        raise RunError(
            tr(
                "model.keras and signature.json are not of the same run: the model takes {taken} and gives"
                " {given}. Put back the files of this run, or train again.",
                taken=_listed(taken),
                given=_listed(given),
            )
        )


def _shape(model: Any, which: str) -> tuple[int | None, ...] | None:
    """Return the shape of the one input or output of a model; None where it says nothing of it."""
    try:
        (tensor,) = getattr(model, which)
        return tuple(tensor.shape[1:])
    except (AttributeError, TypeError, ValueError):
        return None


def _listed(shape: tuple[int | None, ...] | None) -> str:
    return "?" if shape is None else " × ".join("?" if size is None else str(size) for size in shape)


def _built_again(path: Path, project: Project, targets: ModelInputs, trusted: Trusted) -> Any:
    """Return the model as its trusted code builds it, with the weights of the file; None where that fails.

    A Lambda layer is code, which no model file may bring along.
    """
    if not isinstance(project.model, CodeModel):
        return None
    try:
        model = custom_model(project.model, targets, trusted=trusted)
        load_run_weights(model, path)
    except ModelError:
        return None
    return model


def _other_versions(versions: Mapping[str, str]) -> str:
    """A sentence where the run was trained with other versions; "" where they are the same."""
    for name in _DECISIVE:
        then, now = versions.get(name, ""), _version(name)
        if then and now and then != now:
            return tr(
                "The run was trained with {name} {then}, and this is {now}.", name=name, then=then, now=now
            )
    return ""


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
