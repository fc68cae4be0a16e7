"""Recognizes files that are no `.keras` file, by their names.

Such as a checkpoint of Keras 2, or the folder of a SavedModel. For each of them the message says how to
convert it to a model that can be trained. No file is opened, so no code in it can run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language import tr
from engine.opening import path_exists, printable

if TYPE_CHECKING:
    from pathlib import Path

_HDF5 = (".h5", ".hdf5")
_OF_TENSORFLOW = (".index", ".data-00000-of-00001")


def not_a_model_file(path: Path) -> str:
    """Return what `path` is and what to do with it; "" if it may be a `.keras` file.

    Args:
        path: What was chosen as the model file; it need not exist.
    """
    name, lower = printable(path.name), path.name.lower()
    if _is_folder(path):
        return _folder(path, name)
    if lower.endswith(".weights.h5"):
        return tr(
            "{name} holds weights alone, without the layers: choose the kind of model that they were saved"
            " from, with the same layers, and give this file as Start from weights (load_weights).",
            name=name,
        )
    if lower.endswith(_HDF5):
        return tr(
            "{name} is HDF5, as Keras 2 saved models and weights: load it where it was made, and save it"
            " again with model.save('name.keras').",
            name=name,
        )
    if lower.endswith(_OF_TENSORFLOW) or path.name == "checkpoint":
        return tr(
            "{name} is part of a checkpoint of TensorFlow, which holds weights alone: load it where it was"
            " made with model.load_weights, and save the model with model.save('name.keras').",
            name=name,
        )
    return ""


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _folder(path: Path, name: str) -> str:
    if not path_exists(path / "saved_model.pb"):
        return tr("{name} is a folder; choose a .keras or .json file.", name=name)
    if path_exists(path / "keras_metadata.pb"):
        return tr(
            "{name} is a SavedModel folder of Keras 2, which Keras 3 cannot train: load it with TensorFlow"
            " 2.15 or older, and save it again with model.save('name.keras').",
            name=name,
        )
    return tr(
        "{name} is a SavedModel folder: it answers, but Keras 3 cannot train it. Choose a .keras file of the"
        " same model; ModelCheckpoint saves one when its filepath ends in .keras.",
        name=name,
    )
