"""How fast a folder of small images is read, by Fitroom and by Keras's own image_dataset_from_directory."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np

_SIDE, _CLASSES = 64, 10


def write_images(folder: Path, *, count: int) -> None:
    """JPEG files of 64 x 64 pixels in ten class folders."""
    from PIL import Image

    rng = np.random.default_rng(4)
    for label in range(_CLASSES):
        (folder / f"class{label}").mkdir(parents=True)
    for number in range(count):
        # smooth like a photograph: noise alone is the worst case of every decoder
        coarse = rng.integers(0, 255, (8, 8, 3), dtype=np.uint8)
        picture = Image.fromarray(coarse).resize((_SIDE, _SIDE), Image.Resampling.BILINEAR)
        picture.save(folder / f"class{number % _CLASSES}" / f"{number:06d}.jpg", quality=90)


def read_by_fitroom(folder: str) -> dict[str, Any]:
    """Read the whole folder as a run does: decoded, brought to size, fingerprinted, kept in memory."""
    from engine.data import load
    from engine.settings.data import ImagesData

    settings = ImagesData(path=folder, height=_SIDE, width=_SIDE, color="rgb")
    began = time.perf_counter()
    dataset = load(settings, None)
    seconds = time.perf_counter() - began
    return {"rate": dataset.count / seconds, "images": dataset.count}


def read_by_keras(folder: str) -> dict[str, Any]:
    """Go through the data set of `image_dataset_from_directory` once."""
    import keras

    began = time.perf_counter()
    dataset = keras.utils.image_dataset_from_directory(
        folder, image_size=(_SIDE, _SIDE), batch_size=32, verbose=False
    )
    images = sum(len(labels) for _, labels in dataset)
    return {"rate": images / (time.perf_counter() - began), "images": images}
