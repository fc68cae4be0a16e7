"""Facts of machine, program and data for environment.json, to understand a run's numbers later."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import time
from typing import Any

import keras

from engine.run.feed.prepare import PreparedData
from engine.settings import Project

_PACKAGES = ("tensorflow", "tensorflow-cpu", "keras", "numpy", "tensorboard", "pandas", "pillow")


def facts(
    project: Project, data: PreparedData, *, device: str, exact: bool, model: keras.Model
) -> dict[str, Any]:
    """Return the content of environment.json.

    Args:
        project: The settings of the run.
        data: What was read.
        device: Its name for people, as shown in the window.
        exact: Whether the same seed gives the same numbers.
        model: The built model, for its number of parameters.

    Returns:
        Plain JSON values; `started` in seconds since 1970.
    """
    return {
        "started": time.time(),
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "packages": package_versions(),
        "device": device,
        "deterministic": exact,
        "seed": project.run.seed,
        "data": {
            "fingerprint": data.fingerprint,
            "kind": data.dataset.kind,
            "task": data.dataset.task,
            "classes": list(data.dataset.class_names),
            "shape": list(data.dataset.shape),
            "training_examples": data.examples,
            "validation_examples": data.validation_examples,
            "test_examples": data.test.examples,
            "test_fingerprint": data.test.fingerprint,
            "left_out": len(data.dataset.left_out),
        },
        "parameters": model.count_params(),
    }


def package_versions() -> dict[str, str]:
    """Return the versions of the packages that decide what a run gives, by name."""
    return {name: found for name in _PACKAGES if (found := _version(name))}


def device_text(device: str) -> str:
    """Return "CPU" or "GPU" for a TensorFlow device such as "/GPU:0"."""
    return device.strip("/").split(":")[0]


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
