"""The kind of model that is built layer by layer."""

from __future__ import annotations

from typing import Literal

from engine.settings.declaration.declare import setting
from engine.settings.presets.base import ModelSection
from engine.settings.stack import LayerSettings
from engine.settings.stack.dense import DenseLayer
from engine.settings.stack.shaping import FlattenLayer


class StackModel(ModelSection):
    """Keras layers in any order, between the input with its scaling and the output layer."""

    title = "Layer stack"
    about = "Your own list of Keras layers: add, remove, move and set them. Begin from any other kind."
    group = "Your own"

    kind: Literal["stack"] = "stack"
    layers: tuple[LayerSettings, ...] = setting(
        (FlattenLayer(), DenseLayer()),
        title="Layers",
        help="The layers between input and output, from first to last.",
        max_length=500,
    )
