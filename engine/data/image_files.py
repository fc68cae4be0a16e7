"""Which image files a folder has: one sub-folder a class, and whether they are grey.

Folders as such are looked through in `class_folders`; what is in a file is made out in `pixels`, and all of
them are decoded in `image_decoding`.
"""

from pathlib import Path

from engine.data.class_folders import Found, FoundFile, files_in
from engine.data.pixels import ImageRefused, Mode, is_grey
from engine.data.reading import Reading
from engine.language import tr
from engine.settings.data import ImagesData

_STEP = 128


def images_in(root: Path, reading: Reading) -> Found:
    """Class names, the files in them, and what lies beside the class folders."""
    return files_in(
        root,
        reading,
        advice=tr(
            "{name} has no sub-folders; put the images of each class into a folder of its own.",
            name=root.name,
        ),
    )


def mode_of(settings: ImagesData, files: list[FoundFile], *, reading: Reading) -> Mode:
    """Grey or colour: as set, as in training, or grey when every image is."""
    if reading.like is not None:
        return "grey" if reading.like.shape[-1] == 1 else "rgb"
    if settings.color != "auto":
        return settings.color
    for number, found in enumerate(files):
        if number % _STEP == 0:
            reading.step(0, len(files))
        try:
            if not is_grey(found.path):
                return "rgb"
        except ImageRefused:
            continue  # it is named when its pixels are read
    return "grey"
