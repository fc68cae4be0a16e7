"""Writes the model that a run leaves, its preprocessing included, or its weights alone.

When it is written is for `training` and the checkpoint callbacks to decide.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from engine.files import replacing
from engine.models.inference_model import whole_model

if TYPE_CHECKING:
    from pathlib import Path

    import keras

    from engine.data.preprocessing import Fitted


def save_model(model: keras.Model, path: Path, *, fitted: Fitted | None) -> None:
    """Write the model atomically: a kill or a power cut leaves the old file.

    Args:
        model: The trained model.
        path: The file, ending in .keras.
        fitted: Preprocessing to put in front of the model; None for none.

    Raises:
        OSError: When the file cannot be written.
    """
    saved = model if fitted is None else whole_model(model, fitted.raw_inputs())
    partial = path.with_name(f".{path.stem}.partial{path.suffix}")
    with replacing(path, partial):
        saved.save(partial)


def save_weights(model: keras.Model, path: Path) -> None:
    """Write the weights of a model.

    HDF5 ignores errors of writing while it closes a file, so it writes into memory first.

    Args:
        model: The model.
        path: The file, ending in .weights.h5.

    Raises:
        OSError: When the file cannot be written.
    """
    content = _Weights()
    model.save_weights(content)
    path.write_bytes(content.getbuffer())


class _Weights(io.BytesIO):
    """A file in memory that passes Keras's check of the file name."""

    def __fspath__(self) -> str:
        return ".weights.h5"

    __str__ = __fspath__
