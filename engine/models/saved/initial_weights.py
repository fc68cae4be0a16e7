"""Loads weights from a file into a model that was built from its settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from engine.isolated.errors import CORRUPT
from engine.language import tr
from engine.models.inputs import ModelError
from engine.models.saved.weights_file import proved_arrays
from engine.opening import path_exists, printable

if TYPE_CHECKING:
    from pathlib import Path

PATH = "model.start_weights"
_VARIABLE = re.compile(r"path=([^,>]+)")
_SHAPES = re.compile(r"variable\.shape=(\([^)]*\)).*?value\.shape=(\([^)]*\))", re.DOTALL)
_LAYER = re.compile(r"Layer '([^']+)'|name=(\w+)")


def load_start_weights(model: Any, path: Path) -> None:
    """Load a .weights.h5 file into a model.

    Args:
        model: A built `keras.Model`.
        path: The file.

    Raises:
        ModelError: The file cannot be read, or does not fit; the message names the layer.
    """
    name = printable(path.name)
    if not path_exists(path):
        raise ModelError(
            tr("There is no file {path}; choose a .weights.h5 file.", path=printable(str(path))), path=PATH
        )
    saved = sum(map(_is_weight, proved_arrays(path, setting=PATH)))
    if saved != len(model.weights):
        raise ModelError(
            tr(
                "{name} holds {saved} arrays of weights, and this model has {own}: they are of another"
                " model; set its kind and layers as they were.",
                name=name,
                saved=saved,
                own=len(model.weights),
            ),
            path=PATH,
        )
    try:
        model.load_weights(path)
    except CORRUPT as error:
        raise ModelError(_sentence(str(error), name), path=PATH) from error


def _is_weight(name: str) -> bool:
    """Whether an array of the file is a weight; states of random generators and optimizers are not."""
    return not name.startswith("optimizer") and "seed_generator" not in name


def _sentence(error: str, name: str) -> str:
    layer, shapes, variable = _LAYER.search(error), _SHAPES.search(error), _VARIABLE.search(error)
    if shapes is not None and variable is not None:
        return tr(
            "{name} does not fit at layer {layer}: it holds {given}, and the layer has {wanted};"
            " set the layer as it was.",
            name=name,
            layer=variable[1],
            given=shapes[2],
            wanted=shapes[1],
        )
    if layer is not None:
        return tr(
            "{name} does not fit at layer {layer}; set the model's kind and layers as they were.",
            name=name,
            layer=next(filter(None, layer.groups())),
        )
    reason = (error.strip().splitlines() or [""])[0]
    return tr(
        "{name} cannot be read as weights of Keras: {reason}. Save them again with model.save_weights.",
        name=name,
        reason=reason.rstrip("."),
    )
