"""From settings to a compiled Keras model. The seed is set by the caller, with `keras.utils.set_random_seed`.

The layers are described in `presets`, the arguments of compile in `compile_calls`; a model from a file is
read in `model_file`.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from engine.models.compile_calls import compile_call
from engine.models.construct import construct_arguments
from engine.models.graph import connected
from engine.models.model_file import keep_optimizer_state, read_model
from engine.models.presets import layer_calls
from engine.settings.model import FileModel
from engine.tensorflow_import import import_keras

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from engine.models.inputs import ModelInputs
    from engine.settings.project import Project


def build_model(project: Project, inputs: ModelInputs, *, total_steps: int, base: Path | None = None) -> Any:
    """The project's model, built and compiled, as a `keras.Model`.

    `total_steps` is how many training steps the run has, for schedules that last the whole run. `base` is the
    folder that a model file's relative path begins at. Raises ModelError when model, loss or metrics do not
    fit the data.
    """
    keras = import_keras()
    compiling = compile_call(project, inputs, total_steps=total_steps)
    with _precision(keras, mixed=project.compile.mixed_precision):
        if isinstance(project.model, FileModel):
            model = read_model(project.model, inputs, base=base)
            optimizer = getattr(model, "optimizer", None)  # a model that was never compiled has no such name
            model.compile(**construct_arguments(compiling))
            keep_optimizer_state(model, optimizer, project=project)
        else:
            model = connected(layer_calls(project, inputs))
            model.compile(**construct_arguments(compiling))
    return model


@contextmanager
def _precision(keras: Any, *, mixed: bool) -> Generator[None]:
    """Build in 16 bits when `mixed`, else in 32; what was set before is set again afterwards."""
    before = keras.mixed_precision.dtype_policy()
    keras.mixed_precision.set_dtype_policy("mixed_float16" if mixed else "float32")
    try:
        yield
    finally:
        keras.mixed_precision.set_dtype_policy(before)
