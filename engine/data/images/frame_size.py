"""The size that images are brought to where the settings leave it to the images.

It follows from the sizes of the files alone, so that small images are never enlarged; how one image is
brought to it is left to `pixels`.
"""

from collections.abc import Sequence

import numpy as np

from engine.data.images.files import FoundImage
from engine.data.images.pixels import Frame, ImageRefused, size_of
from engine.data.problems import noted
from engine.data.reading.context import Reading
from engine.language import tr
from engine.settings.data.kinds import ImagesData

LONGEST = 64
"""The most pixels of a side that is found: four times as many would take a CPU sixteen times as long."""
_SHORTEST = 4
_LOOKED_AT = 200
_ALIKE, _MOST = 0.05, 0.9


def frame_for(
    settings: ImagesData, files: Sequence[FoundImage], *, reading: Reading
) -> tuple[Frame, tuple[str, ...]]:
    """Return the size that every image is brought to.

    A side that is not set is that of the training data, or follows from up to 200 files, evenly spaced: the
    median size, made smaller until no side is longer than `LONGEST`; a square where proportions differ.

    Args:
        settings: `height`, `width` and `resize`.
        files: the images.
        reading: its `like` is the training data, of which the size is taken.

    Returns:
        The frame, and a note on it where the images have another size, or none.
    """
    if settings.height is not None and settings.width is not None:
        return Frame(settings.height, settings.width, settings.resize), ()
    if reading.like is not None:
        height, width = reading.like.shape[:2]
        return Frame(height, width, settings.resize), ()
    sizes = _sizes(files)
    if not sizes:  # nothing can be read, and reading says so
        return Frame(settings.height or LONGEST, settings.width or LONGEST, settings.resize), ()
    usual = _usual(sizes)
    height, width = _sides(usual, settings)
    frame = Frame(height, width, settings.resize)
    return frame, () if set(sizes) == {(height, width)} else (_note(frame, usual),)


def _sizes(files: Sequence[FoundImage]) -> list[tuple[int, int]]:
    """Return (height, width) of the files that are looked at; those that are no images are left out."""
    found: list[tuple[int, int]] = []
    places = np.unique(np.linspace(0, len(files) - 1, _LOOKED_AT).astype(np.int64)) if files else ()
    for place in places:
        try:
            found.append(size_of(files[int(place)].path))
        except ImageRefused:
            continue  # it is reported when its pixels are read
    return found


def _usual(sizes: list[tuple[int, int]]) -> tuple[float, float]:
    """Return the median (height, width); a square of the shorter side where proportions differ."""
    pairs = np.array(sizes, dtype=np.float64)
    height, width = np.median(pairs, axis=0)
    proportions = pairs[:, 0] / pairs[:, 1]
    alike = np.abs(proportions / (height / width) - 1) <= _ALIKE
    if alike.mean() < _MOST:
        height = width = float(np.median(pairs.min(axis=1)))
    return float(height), float(width)


def _sides(usual: tuple[float, float], settings: ImagesData) -> tuple[int, int]:
    height, width = usual
    if settings.height is not None:
        scale = settings.height / height
    elif settings.width is not None:
        scale = settings.width / width
    else:
        scale = min(1.0, LONGEST / max(height, width))
    sides = (max(_SHORTEST, round(side * scale)) for side in usual)
    found_height, found_width = sides
    return settings.height or found_height, settings.width or found_width


def _note(frame: Frame, usual: tuple[float, float]) -> str:
    return noted(
        tr(
            "Every image is brought to {height} × {width} pixels (height × width); their usual size is"
            " {usual_height:.0f} × {usual_width:.0f}. Height and Width change that.",
            height=frame.height,
            width=frame.width,
            usual_height=usual[0],
            usual_width=usual[1],
        ),
        "data.height",
    )
