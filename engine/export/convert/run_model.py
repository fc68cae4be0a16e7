"""The model of a run, as another process loads it: what it needs is pickled, and was checked before.

The program itself has loaded the file and found it to be safe (`engine.predict.loaded_model`). The process
that converts it loads it again, so that converting can crash, be ended and take any memory.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.export.convert.network import in_float32, without_random_layers
from engine.export.quiet import quiet
from engine.isolated.errors import CORRUPT
from engine.models.inference_model import trained_model
from engine.models.saved.custom_model import built_by, custom_objects, trusted_model_code
from engine.settings.model import CodeModel
from engine.tensorflow_import import import_keras

if TYPE_CHECKING:
    from engine.custom_code.run_file import CustomCode
    from engine.models.inputs import ModelInputs
    from engine.predict.finished_run import FinishedRun


@dataclass(frozen=True, slots=True)
class CustomBuild:
    """The custom Python file that has built a model.

    Attributes:
        code: The file, as it was trusted.
        function: The function that builds the model.
        inputs: What the model must fit.
    """

    code: CustomCode
    function: str
    inputs: ModelInputs


@dataclass(frozen=True, slots=True)
class RunModel:
    """What another process loads the model of a run with.

    Attributes:
        file: The `.keras` file of the run, which has been checked.
        custom: The Python file that has built it, if one has.
    """

    file: str
    custom: CustomBuild | None = None

    def whole(self, *, compiled: bool = False) -> Any:
        """Return the `keras.Model` that takes data as they were read.

        Args:
            compiled: Whether it can be trained further, where Keras has its loss and its optimizer.

        Raises:
            ModelError: The custom file fails, which it has not done in the program.
        """
        load = import_keras().models.load_model
        known = custom_objects(self.custom.code) if self.custom is not None else None
        if compiled:
            with suppress(*CORRUPT):  # a loss or a schedule that Keras does not have
                return load(self.file, custom_objects=known)
        try:
            return load(self.file, custom_objects=known, compile=False)
        except CORRUPT:
            if self.custom is None:
                raise
        # a Lambda layer is code, which no model file may bring along
        model = built_by(self.custom.code, self.custom.function, inputs=self.custom.inputs)
        model.load_weights(self.file)
        return model

    def network(self) -> Any:
        """Return the `keras.Model` that takes numbers: nothing random in it, in float32."""
        return in_float32(without_random_layers(trained_model(self.whole())))


def model_of(run: FinishedRun) -> RunModel:
    """Return how another process loads the model of a run, which has been loaded here.

    Raises:
        ModelError: Its custom code is not trusted, or cannot be read.
        DataError: As `FinishedRun.known`.
    """
    file, settings = str(run.folder.model_file), run.project.model
    if not isinstance(settings, CodeModel):
        return RunModel(file)
    code = trusted_model_code(settings, trusted=run.trusted)
    return RunModel(file, CustomBuild(code, settings.function, run.targets))


def begin_conversion(work: str) -> None:
    """Prepare an isolated process: libraries print to a file in `work`, and the CPU calculates."""
    quiet(Path(work) / "converter.txt")
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
