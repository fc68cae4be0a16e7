"""Small inputs of every kind of data, and models made from them."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest

from engine.models.build import build_model
from engine.models.inputs import ModelInputs
from engine.settings import Project
from engine.settings.declaration.call import Named
from engine.settings.losses import Encoding
from engine.tensorflow_import import import_keras

SHAPES = {"images": (8, 8, 3), "arrays": (6, 4), "table": (5,), "series": (6, 2)}


def filled(name, size, value):
    return Named(name, np.full(size, value, "float32"))


class Kit:
    """Makes small things that fit each other."""

    @property
    def keras(self):
        return import_keras()

    def inputs(
        self,
        kind="images",
        *,
        shape=None,
        outputs=3,
        encoding=Encoding.INDEX,
        scaling: Literal["none", "unit", "standard"] = "none",
    ):
        shape = SHAPES[kind] if shape is None else shape
        numbers = encoding is Encoding.NUMBER
        return ModelInputs(
            kind=kind,
            shape=shape,
            outputs=outputs,
            encoding=encoding,
            scaling=scaling,
            mean=filled("input_mean", shape[-1], 2) if scaling == "standard" else None,
            variance=filled("input_variance", shape[-1], 4) if scaling == "standard" else None,
            target_mean=filled("target_mean", outputs, 5) if numbers else None,
            target_std=filled("target_std", outputs, 2) if numbers else None,
        )

    def project(self, **values):
        """A project with the values at paths whose dots are written as two underscores."""
        project = Project()
        for path, value in values.items():
            project = project.with_value(path.replace("__", "."), value)
        return project

    def batch(self, inputs: ModelInputs, count=8):
        """Inputs and targets that fit `inputs`."""
        rng = np.random.default_rng(0)
        x = rng.uniform(0, 2, (count, *inputs.shape)).astype("float32")
        classes = np.arange(count) % inputs.outputs
        y = {
            Encoding.INDEX: classes.astype("int32"),
            Encoding.ONE_HOT: np.eye(inputs.outputs, dtype="float32")[classes],
            Encoding.BINARY: classes.astype("float32")[:, None],
            Encoding.NUMBER: rng.uniform(1, 9, (count, inputs.outputs)).astype("float32"),
        }[inputs.encoding]
        return x, y

    def build(self, project: Project, inputs: ModelInputs, *, seed=1, total_steps=100, base=None):
        self.keras.utils.set_random_seed(seed)
        return build_model(project, inputs, total_steps=total_steps, base=base)


@pytest.fixture(scope="session")
def kit():
    return Kit()
