"""Builds models reproducibly: one build at a time in the process, from the project's seed.

Keras draws the seeds of layers from Python's global generator while they are created, so two builds at once,
or any other draw in between, would give other initial weights. The build itself is `engine.models.build`.
"""

from __future__ import annotations

import random
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.custom_code.run_file import trust_nothing
from engine.models.build import build_model
from engine.models.saved.finite_weights import check_trainable
from engine.tensorflow_import import import_keras

if TYPE_CHECKING:
    from collections.abc import Generator
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
    """Build the project's model for a run, with the same initial weights every time.

    Args:
        project: The settings, with the seed.
        inputs: What the model must know of the data.
        total_steps: Training steps of the run.
        base: The folder that relative paths start from; None for the working folder.
        trusted: Whether a custom file may run.

    Raises:
        ModelError: The model cannot be built, or nothing in it can be trained.
    """
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
    """Build the same model for its summary, leaving the random numbers of a run in progress untouched.

    Weights that would be downloaded are left out.

    Args:
        project: The settings.
        inputs: What the model must know of the data.
        total_steps: Training steps of the run.
        base: The folder that relative paths start from; None for the working folder.
        trusted: Whether a custom file may run.

    Raises:
        ModelError: The model cannot be built.
    """
    with beside_a_run():
        return build_model(
            project, inputs, total_steps=total_steps, base=base, download=False, trusted=trusted
        )


@contextmanager
def beside_a_run() -> Generator[None]:
    """Within this a model may be made or loaded: the random numbers of a run in progress stay as they are."""
    with _BUILDING:
        python_state = random.getstate()
        numpy_state = np.random.get_state(legacy=True)  # noqa: NPY002 - the global generator is what is saved
        try:
            yield
        finally:
            random.setstate(python_state)
            np.random.set_state(numpy_state)  # noqa: NPY002 - the global generator is what is saved
