"""Builds the compiled Keras model of a project. The caller sets the seed (`engine.models.seeded`).

The layers are described in `engine.models.presets`, the arguments of `compile` in
`engine.models.compile_calls`; models from files are read in `engine.models.saved`.
"""

from __future__ import annotations

import math
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.custom_code.run_file import trust_nothing
from engine.isolated.errors import reason_of
from engine.language import tr
from engine.models.compile_calls import compile_call
from engine.models.construct import construct_arguments
from engine.models.graph import connected
from engine.models.inputs import ModelError
from engine.models.presets.layers_of import FROM_FILES, layer_calls
from engine.models.saved.check_against_data import PATH
from engine.models.saved.custom_model import custom_model
from engine.models.saved.file_paths import located
from engine.models.saved.finite_weights import check_finite
from engine.models.saved.initial_weights import PATH as WEIGHTS_PATH
from engine.models.saved.initial_weights import load_start_weights
from engine.models.saved.model_file import keep_optimizer_state, read_model
from engine.settings.model import CodeModel, FileModel
from engine.tensorflow_import import import_keras

if TYPE_CHECKING:
    from collections.abc import Generator

    from engine.custom_code.run_file import Trusted
    from engine.models.inputs import ModelInputs
    from engine.settings.project import Project


def build_model(
    project: Project,
    inputs: ModelInputs,
    *,
    total_steps: int,
    base: Path | None = None,
    download: bool = True,
    trusted: Trusted = trust_nothing,
) -> Any:
    """Build and compile the project's model.

    Args:
        project: The settings.
        inputs: What the model must know of the data.
        total_steps: Training steps of the run, for schedules that span it.
        base: The folder that relative paths start from; None for the working folder.
        download: False to leave out weights that would be downloaded, as when only the layers are shown.
        trusted: Whether a custom file may run.

    Returns:
        The built and compiled `keras.Model`.

    Raises:
        ModelError: Model, loss or metrics do not fit the data, or a file cannot be used.
    """
    keras = import_keras()
    settings = located(project.model, base)
    project = project.model_copy(update={"model": settings})
    compiling = compile_call(project, inputs, total_steps=total_steps)
    with _precision(keras, mixed=project.compile.mixed_precision):
        model = _layers(project, inputs, download=download, trusted=trusted)
        if settings.start_weights:
            load_start_weights(model, Path(settings.start_weights))
            check_finite(model.weights, name=Path(settings.start_weights).name, path=WEIGHTS_PATH)
        elif isinstance(settings, FROM_FILES):
            check_finite(model.weights, name=Path(settings.path).name, path=PATH)
        optimizer = getattr(model, "optimizer", None)  # a model that was never compiled lacks the attribute
        arguments = construct_arguments(compiling)
        _check_rate(keras, arguments["optimizer"])
        model.compile(**arguments)
        if isinstance(settings, FileModel) and optimizer is not None and not settings.start_weights:
            keep_optimizer_state(model, optimizer, project=project)
            check_finite(model.optimizer.variables, name=Path(settings.path).name, path=PATH)
    return model


def _check_rate(keras: Any, optimizer: Any) -> None:
    """Raise ModelError when the learning rate of the first step cannot be calculated."""
    try:
        rate = float(keras.ops.convert_to_numpy(optimizer.learning_rate))
    except Exception as error:
        # TensorFlow raises its own errors for numbers that it cannot take
        raise ModelError(
            tr(
                "The learning rate cannot be calculated from this schedule ({reason}); write smaller"
                " numbers.",
                reason=reason_of(error),
            ),
            path="compile.schedule",
        ) from error
    if not math.isfinite(rate):
        raise ModelError(
            tr("The learning rate of the first step is {rate}; write smaller numbers.", rate=rate),
            path="compile.schedule",
        )


def _layers(project: Project, inputs: ModelInputs, *, download: bool, trusted: Trusted) -> Any:
    if isinstance(project.model, FileModel):
        return read_model(project.model, inputs)
    if isinstance(project.model, CodeModel):
        return custom_model(project.model, inputs, trusted=trusted)
    return connected(layer_calls(project, inputs), download=download)


@contextmanager
def _precision(keras: Any, *, mixed: bool) -> Generator[None]:
    """Build in mixed_float16 when `mixed`, else in float32; the previous policy is restored afterwards."""
    before = keras.mixed_precision.dtype_policy()
    keras.mixed_precision.set_dtype_policy("mixed_float16" if mixed else "float32")
    try:
        yield
    finally:
        keras.mixed_precision.set_dtype_policy(before)
