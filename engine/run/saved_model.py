"""The model that a run leaves, with the preprocessing that it needs before it; and its weights alone."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from engine.files import sync_file, sync_folder
from engine.models.inference_model import whole_model

if TYPE_CHECKING:
    from pathlib import Path

    import keras

    from engine.data.preprocessing import Fitted


def save_model(model: keras.Model, path: Path, *, fitted: Fitted | None) -> None:
    """Write the model, the whole one where there is preprocessing. Raises OSError.

    A kill or a power cut meanwhile leaves the file as it was.
    """
    saved = model if fitted is None else whole_model(model, fitted.raw_inputs())
    partial = path.with_name(f".{path.stem}.partial{path.suffix}")
    try:
        saved.save(partial)
        sync_file(partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    sync_folder(path.parent)


def save_weights(model: keras.Model, path: Path) -> None:
    """Write the weights to `path`, which ends in .weights.h5. Raises OSError.

    HDF5 would ignore what fails to be written while it takes a file apart, so it writes into memory.
    """
    content = _Weights()
    model.save_weights(content)
    path.write_bytes(content.getbuffer())


class _Weights(io.BytesIO):
    """A file in memory, which Keras takes where it is given one, behind a check of its name."""

    def __fspath__(self) -> str:
        return ".weights.h5"

    __str__ = __fspath__
