"""A folder of images -> a data set: a sub-folder a class, the same in parts, or labels from elsewhere.

Classes are the sub-folders sorted by name, examples are in the order of class and path. Labels from a CSV
file are read in `labels_csv`, folders of parts in `split_folders`. A file that cannot be used is reported,
left out, and never ends the reading. Which files there are is found in `files`, one file is decoded in
`pixels`, and where pixels are kept is decided in `storage`.
"""

import contextlib
import hashlib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import DataError, Dataset, LeftOut
from engine.data.images.duplicates import marks_of
from engine.data.images.files import FoundImage, FoundImages, class_folders, images_in, mode_of, no_classes
from engine.data.images.frame_size import frame_for
from engine.data.images.inner_folders import from_outer, nested_note
from engine.data.images.labelled_parts import images_by_name, images_of_label_files, label_files_in
from engine.data.images.labels_csv import labelled_images, read_labels
from engine.data.images.labels_file import labelled_folder, labels_path, no_labels
from engine.data.images.pixels import ImageRefused, Mode, has_16_bits, is_turned, pages_of, prepare
from engine.data.images.rows import ImageFileRows, PixelFileRows, PixelSpec
from engine.data.images.split_folders import files_of_parts, parts_in
from engine.data.images.storage import read_pixels
from engine.data.problems import CLASSES, noted
from engine.data.reading.context import Reading
from engine.data.reading.memory import readable_size
from engine.data.streamed import Inputs
from engine.language import tr, tr_later
from engine.settings.data.kinds import ImagesData

_ARCHIVES = frozenset({".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".egg"})
_NAMED = 5
_LOOKED_AT = 20
_PAGED = frozenset({".tif", ".tiff", ".gif", ".webp"})
_PAGED_LOOKED_AT = 200


def read_images(settings: ImagesData, reading: Reading) -> Dataset:
    """Read a folder of images.

    Args:
        settings: the folder, and what the images become.
        reading: what every reader gets.

    Returns:
        x: (n, height, width, 1 or 3) uint8, or float32 of 16 bits, in memory or streamed; y: (n,) classes.

    Raises:
        DataError: no image can be used, or there are too few classes.
        LoadCancelled: `reading` was cancelled.
    """
    root = reading.find(settings.path)
    if root.suffix.lower() in _ARCHIVES and root.is_file():
        raise DataError(tr("{name} is an archive; unpack it, and choose the folder.", name=root.name))
    if not root.is_dir():
        raise DataError(
            tr(
                "{name} is a file; choose the folder that holds one sub-folder for each class.",
                name=root.name,
            )
        )
    images = _found(settings, root, reading)
    names, files, left_out = images.names, images.files, list(images.left_out)
    prepare()
    mode = mode_of(settings, files, reading=reading)
    frame, size_notes = frame_for(settings, files, reading=reading)
    spec = PixelSpec(mode, frame)
    x, scan = read_pixels(root, files, spec=spec, storage=settings.storage, reading=reading)
    broken = {left.name for left in scan.left_out}
    kept = [found for found in files if found.name not in broken]
    left_out += scan.left_out
    y = np.array([found.label for found in kept], dtype=np.int64)
    notes = _notes(names, y, left_out=left_out, is_training=reading.like is None)
    parts = np.array([found.part for found in kept])
    validation_mask, test_mask = parts == "validation", parts == "test"
    return Dataset(
        kind="images",
        task="classification",
        x=x,
        y=y,
        fingerprint=_fingerprint(scan.fingerprint, images, masks=(validation_mask, test_mask)),
        class_names=names,
        names=tuple(found.name for found in kept),
        marks=marks_of(x, scan.digests),
        left_out=tuple(left_out),
        notes=(
            *images.notes,
            *size_notes,
            *notes,
            *_depth_note(files, x, mode),
            *_turned_note(files),
            *_pages_note(kept),
            *_storage_note(x),
        ),
        validation_mask=validation_mask if validation_mask.any() else None,
        test_mask=test_mask if test_mask.any() else None,
    )


def _found(settings: ImagesData, root: Path, reading: Reading) -> FoundImages:
    """Return the files with their classes, from a file of labels, folders of parts, or class folders."""
    inner = labelled_folder(settings, root, reading=reading)
    return from_outer(_found_in(settings, inner, reading), root, inner=inner)


def _found_in(settings: ImagesData, root: Path, reading: Reading) -> FoundImages:
    path = labels_path(settings, root, reading=reading)
    if path is not None:
        return labelled_images(read_labels(settings, root, path=path, reading=reading), root, reading=reading)
    if (labelled := label_files_in(settings, root, reading=reading)) is not None:
        parts, files = labelled
        return images_of_label_files(root, parts, files=files, reading=reading)
    parts = parts_in(root, reading) if settings.parts and reading.like is None else None
    if parts is None:
        by_name = images_by_name(settings, root, reading=reading)
        if by_name is not None:
            return by_name
        found = images_in(root, reading, more="" if class_folders(root) else no_labels(root, reading))
        return replace(found, notes=(*found.notes, *nested_note(root, reading.rules)))
    return files_of_parts(root, parts, reading=reading, advice=no_classes)


def _fingerprint(
    scanned: str, images: FoundImages, *, masks: tuple[NDArray[np.bool_], NDArray[np.bool_]]
) -> str:
    """Return the fingerprint of the scan and of what else decides labels and parts."""
    validation, test = masks
    if not images.fingerprint and not validation.any() and not test.any():
        return scanned
    tested = f" {test.tolist()}" if test.any() else ""
    return hashlib.sha256(
        f"{scanned} {images.fingerprint} {validation.tolist()}{tested}".encode()
    ).hexdigest()


def _notes(
    names: tuple[str, ...], y: NDArray[Any], *, left_out: list[LeftOut], is_training: bool
) -> tuple[str, ...]:
    counts = Counter(y.tolist())
    empty = [name for number, name in enumerate(names) if not counts[number]]
    if len(empty) == len(names):
        first = f" {left_out[0].name}: " + left_out[0].reason + "." if left_out else ""
        raise DataError(tr("No image could be used.") + first)
    if not is_training:
        return ()
    if len(names) - len(empty) == 1:
        (only,) = set(names) - set(empty)
        raise DataError(
            tr(
                "Only the class {only} has images that can be used, and two classes are needed; look"
                " at {names}.",
                only=only,
                names=", ".join(empty[:_NAMED]),
            )
        )
    notes: list[str] = [
        noted(tr("The class {name} has no image that can be used.", name=name), CLASSES) for name in empty
    ]
    single = [name for number, name in enumerate(names) if counts[number] == 1]
    notes += [
        noted(
            tr("The class {name} has one image only; it can be learned or checked, not both.", name=name),
            CLASSES,
        )
        for name in single
    ]
    if left_out:
        notes.append(tr("{count:,} files are left out.", count=len(left_out)))
    return tuple(notes)


def _depth_note(files: list[FoundImage], x: Inputs, mode: Mode) -> tuple[str, ...]:
    """Return a note on 16-bit images: what becomes of their values."""
    if mode == "grey16":
        looked = x[:: max(1, len(x) // _LOOKED_AT)] if isinstance(x, np.ndarray) else x.take(_some(len(x)))
        return (
            noted(
                tr(
                    "The pictures have 16 bits, and their values stay as they are, {low:,.0f} to {high:,.0f}"
                    " in those that were looked at (float32). Colour changes that.",
                    low=looked.min(),
                    high=looked.max(),
                ),
                "data.color",
            ),
        )
    looked = files[:: max(1, len(files) // _LOOKED_AT)]
    count = 0
    for found in looked:
        with contextlib.suppress(ImageRefused):  # it is reported as left out
            count += has_16_bits(found.path)
    if not count or not isinstance(x, np.ndarray):
        return ()
    return (
        noted(
            tr(
                "{count} of {looked} pictures that were looked at have 16 bits, and the lower 8 are lost:"
                " {shades} shades are left. Of grey ones the colour “Grey, 16 bits” keeps all; save others as"
                " an array (NPZ).",
                count=count,
                looked=len(looked),
                shades=len(np.unique(x[:: max(1, len(x) // _LOOKED_AT)])),
            ),
            "data.color",
        ),
    )


def _turned_note(files: list[FoundImage]) -> tuple[str, ...]:
    looked = files[:: max(1, len(files) // _LOOKED_AT)]
    count = 0
    for found in looked:
        with contextlib.suppress(ImageRefused):  # it is reported as left out
            count += is_turned(found.path)
    if not count:
        return ()
    return (
        tr(
            "{count} of {looked} pictures that were looked at are stored turned (EXIF). They are taken as"
            " they are stored, as Keras takes them; turn the files where that matters.",
            count=count,
            looked=len(looked),
        ),
    )


def _pages_note(files: list[FoundImage]) -> tuple[str, ...]:
    """Return a note on files with several pages; only formats that can have them are looked at."""
    paged = [found for found in files if found.path.suffix.lower() in _PAGED]
    looked = paged[:: max(1, len(paged) // _PAGED_LOOKED_AT)]
    several: list[tuple[str, int]] = []
    for found in looked:
        with contextlib.suppress(ImageRefused):  # it was changed just now
            pages = pages_of(found.path)
            several += [(found.name, pages)] if pages > 1 else []
    if not several:
        return ()
    name, pages = several[0]
    return (
        tr(
            "{count:,} of {looked:,} TIFF, GIF and WebP files that were looked at have several pages, and the"
            " first one is taken of each: {name} has {pages:,}. Save others as files of their own where they"
            " matter.",
            count=len(several),
            looked=len(looked),
            name=name,
            pages=pages,
        ),
    )


def _some(count: int) -> NDArray[np.int64]:
    return np.unique(np.linspace(0, count - 1, _LOOKED_AT).astype(np.int64))


def _storage_note(x: Inputs) -> tuple[str, ...]:
    """Return a note on where the pixels are, when that is not in memory."""
    size = readable_size(x.nbytes)
    if isinstance(x, PixelFileRows):
        said = tr(
            "The decoded images lie in a file of {size}, and training reads them from there.", size=size
        )
        return (noted(said, "data.storage"),)
    if isinstance(x, ImageFileRows):
        text = tr_later("Training decodes each image whenever it needs it; in memory all would take {size}.")
        return (noted(tr(text, size=size), "data.storage"),)
    return ()
