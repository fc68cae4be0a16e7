"""A folder of small images, fed to training over some epochs: by Fitroom, and by Keras's own function.

Keras feeds by its defaults but for the size: 32 a batch, in colour, shuffled, read again in each epoch.
Fitroom finds and decodes the files before its first epoch, which counts as part of it. Both begin with the
folder's path, when Keras is imported; each process has a cache of its own, so nothing was decoded before.
Every file is read once before, untimed: what the system has in memory of 100,000 new files is chance else.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.bench.measured.memory import peak_mb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.run.feed.prepare import PreparedData
    from engine.settings import Project

_SIDE, _CLASSES = 28, 10
_KINDS = 64


def write_images(folder: Path, *, count: int) -> None:
    """PNG files of 28 x 28 pixels in colour, in ten class folders."""
    from PIL import Image

    rng = np.random.default_rng(4)
    # smooth like a photograph: noise alone is the worst case of every decoder
    coarse = rng.integers(0, 200, (_KINDS, 7, 7, 3), dtype=np.uint8)
    smooth = [
        np.asarray(Image.fromarray(picture).resize((_SIDE, _SIDE), Image.Resampling.BILINEAR))
        for picture in coarse
    ]
    for label in range(_CLASSES):
        (folder / f"class{label}").mkdir(parents=True)
    for number in range(count):
        picture = Image.fromarray(smooth[number % _KINDS] + np.uint8(number % 50))
        picture.save(folder / f"class{number % _CLASSES}" / f"{number:06d}.png", compress_level=1)


def feed_by_fitroom(folder: str, epochs: int) -> dict[str, Any]:
    """Read the folder as a run does, then every batch of every epoch as tensors."""
    from engine.run.feed.prepare import read_data

    project = project_of(folder, epochs=epochs)
    _touch(folder)
    clock = _Clock()
    data = read_data(project, None)
    read = clock.seconds()
    for epoch in range(epochs):
        clock.epoch_ended(sum(len(batch[1]) for batch in _batches(data, epoch)))
    found = clock.found()
    clock = _Clock()
    read_data(project, None)
    return found | {"read_seconds": read, "read_again_seconds": clock.seconds()}


def feed_by_keras(folder: str, epochs: int) -> dict[str, Any]:
    """Go through the data set of `image_dataset_from_directory` once an epoch."""
    import keras

    _touch(folder)
    clock = _Clock()
    dataset = keras.utils.image_dataset_from_directory(folder, image_size=(_SIDE, _SIDE), verbose=False)
    for _ in range(epochs):
        clock.epoch_ended(sum(len(labels) for _, labels in dataset))
    return clock.found()


def train_by_fitroom(folder: str, epochs: int) -> dict[str, Any]:
    """A whole run on the folder, for how much memory it takes."""
    from engine.record.run_folder import RunFolder
    from engine.run.control import Control
    from engine.run.session import Session
    from engine.user_folders import runs_folder

    project = project_of(folder, epochs=epochs)
    began = time.perf_counter()
    run_folder = RunFolder.create(runs_folder(), project)
    outcome = Session(project, run_folder, lambda _event: None, Control()).run()
    if outcome.result.value != "completed":
        raise RuntimeError(f"the run did not end well: {outcome.reason}")
    return {"seconds": time.perf_counter() - began, "peak_mb": peak_mb()}


def project_of(folder: str, *, epochs: int) -> Project:
    """A small dense model on the folder; every image trains."""
    from engine.settings import Project

    return Project.model_validate(
        {
            "data": {"kind": "images", "path": folder, "height": _SIDE, "width": _SIDE, "color": "rgb"},
            "model": {"kind": "dense", "units": [32]},
            "fit": {"epochs": epochs, "validation_split": 0.0},
            "callbacks": [],
        }
    )


def _touch(folder: str) -> None:
    """Read every file, so that its bytes are in memory."""
    for path in Path(folder).rglob("*.png"):
        path.read_bytes()


def _batches(data: PreparedData, epoch: int) -> Iterator[tuple[Any, ...]]:
    """The batches of an epoch as tensors, made as the run makes those that it does not fuse."""
    import tensorflow as tf

    from engine.run.feed.batch_source import StreamedExamples
    from engine.run.feed.resident import Examples

    if not isinstance(data.train, Examples | StreamedExamples):
        raise TypeError("the folder is fed in another way")
    for step in range(data.plan.steps):
        yield tuple(tf.constant(array) for array in data.train.batch(data.plan.batch(epoch, step)))


class _Clock:
    """Times epochs from now on: what goes before the first one is part of it."""

    def __init__(self) -> None:
        self._began, self._used = time.perf_counter(), time.process_time()
        self._ends: list[float] = []
        self._images = 0

    def seconds(self) -> float:
        return time.perf_counter() - self._began

    def epoch_ended(self, images: int) -> None:
        self._ends.append(self.seconds())
        self._images += images

    def found(self) -> dict[str, Any]:
        return {
            "images": self._images // len(self._ends),
            "first_rate": self._images / len(self._ends) / self._ends[0],
            "rate": self._images / self._ends[-1],
            "first_seconds": self._ends[0],
            "seconds": self._ends[-1],
            "processor_seconds": time.process_time() - self._used,
        }
