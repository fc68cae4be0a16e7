"""Builds a model with nothing random left open: one build at a time in the process, from the project's seed.

Keras draws the seeds of layers from Python's global generator while they are made, so two builds at once,
or any other draw between, would give other first weights.
"""

from __future__ import annotations

import random
import threading
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.custom_code.run_file import trust_nothing
from engine.models.build import build_model
from engine.models.saved.finite_weights import check_trainable
from engine.tensorflow_import import import_keras

if TYPE_CHECKING:
    from pathlib import Path

    from engine.custom_code.run_file import Trusted
    from engine.models.inputs import ModelInputs
    from engine.settings.project import Project

_BUILDING = threading.Lock()


def build_seeded(
    project: Project,
    inputs: ModelInputs,
    *,
    total_steps: int,
    base: Path | None = None,
    trusted: Trusted = trust_nothing,
) -> Any:
    """The project's model for a run: the same first weights every time. Raises ModelError."""
    keras = import_keras()
    with _BUILDING:
        keras.utils.set_random_seed(project.run.seed)
        model = build_model(project, inputs, total_steps=total_steps, base=base, trusted=trusted)
    check_trainable(model)
    return model


def build_to_look_at(
    project: Project,
    inputs: ModelInputs,
    *,
    total_steps: int,
    base: Path | None = None,
    trusted: Trusted = trust_nothing,
) -> Any:
    """The same model for its summary, beside a run that may be going on and keeps its random numbers.

    Weights that would have to be downloaded are left out.
    """
    with _BUILDING:
        python_state = random.getstate()
        numpy_state = np.random.get_state(legacy=True)  # noqa: NPY002 - the global generator is what is kept
        try:
            return build_model(
                project, inputs, total_steps=total_steps, base=base, download=False, trusted=trusted
            )
        finally:
            random.setstate(python_state)
            np.random.set_state(numpy_state)  # noqa: NPY002 - the global generator is what is kept
