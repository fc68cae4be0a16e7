"""How a folder of images is laid out: in classes, in parts, with files of labels, or classes in names."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from engine.data.folders.part_names import PartFolders
from engine.data.folders.system_files import system_names
from engine.data.images.labelled_parts import label_files_in, pattern_in
from engine.data.images.labels_csv import read_labels
from engine.data.images.labels_file import labelled_folder, labels_path
from engine.data.images.pixels import is_big_endian, mode_in, prepare
from engine.data.images.split_folders import parts_in, spelled_otherwise
from engine.script.layouts.labels import LabelsLayout, labels_layout

if TYPE_CHECKING:
    from engine.data.dataset import Dataset
    from engine.data.reading.context import Reading


_OF_KERAS = (".bmp", ".gif", ".jpeg", ".jpg", ".png")
"""Endings of the files that `image_dataset_from_directory` reads."""


@dataclass(frozen=True, slots=True)
class ImagesLayout:
    """A folder of images.

    Attributes:
        path: The folder.
        grey: Whether images have one channel.
        wide: Whether the values of 16 bits are kept; "mixed" where images of 8 bits are among them.
        big_endian: Whether some of 16 bits have the higher byte first, which Keras cuts at 255.
        left_out: Names of the files that cannot be used.
        parts: Sub-folders of the parts by name of the part, None without.
        system: Names of system files and folders that are there and are no data, in small letters.
        labels: The files with the classes, one a part; () where there are none.
        pattern: Where the class stands in the names of the files; "" where it does not.
        for_keras: Whether `image_dataset_from_directory` reads the same files.
        otherwise: Names of class folders that are spelled otherwise, by (folder of the part, class).
        inferred: Whether the sub-folders are the classes, in the order of their names, and nothing else.
    """

    path: Path
    grey: bool
    left_out: tuple[str, ...]
    parts: PartFolders | None = None
    system: tuple[str, ...] = ()
    labels: tuple[LabelsLayout, ...] = ()
    pattern: str = ""
    for_keras: bool = True
    inferred: bool = True
    wide: Literal["", "all", "mixed"] = ""
    big_endian: bool = False
    otherwise: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])


def images_layout(settings: Any, dataset: Dataset, *, reading: Reading) -> ImagesLayout:
    """Return the layout of the folder that was read as `dataset`.

    Raises:
        DataError: The folder or its file of labels cannot be read any more.
    """
    found = _layout(settings, dataset, reading=reading)
    if dataset.dtype == "uint8":
        return found
    prepare()
    outer = reading.find(settings.path)
    modes = {mode_in(outer / name) for name in dataset.names}
    if "grey16" not in modes and settings.color == "auto":
        return found  # bytes that validate numbers of another kind of data
    big_endian = any(is_big_endian(outer / name) for name in dataset.names)
    return replace(found, wide="all" if modes == {"grey16"} else "mixed", big_endian=big_endian)


def _layout(settings: Any, dataset: Dataset, *, reading: Reading) -> ImagesLayout:
    outer, grey = reading.find(settings.path), dataset.shape[-1] == 1
    root = labelled_folder(settings, outer, reading=reading)
    path = labels_path(settings, root, reading=reading)
    if path is not None:
        labels = read_labels(settings, root, path=path, reading=reading)
        only = labels_layout(labels, root, dataset=dataset, root=outer, part="train", reading=reading)
        return ImagesLayout(outer, grey, only.broken, labels=(only,))
    if (found := label_files_in(settings, root, reading=reading)) is not None:
        parts, files = found
        every = tuple(
            labels_layout(file, file.root, dataset=dataset, root=outer, part=part, reading=reading)
            for part, file in files.items()
        )
        return ImagesLayout(
            outer, grey, tuple(name for one in every for name in one.broken), parts, labels=every
        )
    names = [left.name for left in dataset.left_out]
    loose = tuple(name for name in names if "/" in name and (outer / name).is_file())
    parts = parts_in(root, reading) if settings.parts and reading.part == "train" else None
    system = system_names(root, reading.rules)
    if parts is None and (pattern := pattern_in(settings, root, reading=reading)):
        broken = tuple(left.name for left in dataset.left_out)
        return ImagesLayout(root, grey, broken, system=system, pattern=pattern)
    folders = [root] if parts is None else [root / folder for _, folder in parts.named]
    inside = [sorted(path.name for path in folder.iterdir() if path.is_dir()) for folder in folders]
    otherwise = {} if parts is None else spelled_otherwise(root, parts, classes=dataset.class_names)
    alike = not loose and not otherwise and not system and str(dataset.x.dtype) == "uint8"
    return ImagesLayout(
        root,
        grey,
        loose,
        parts,
        system=system,
        for_keras=alike and all(Path(name).suffix.lower() in _OF_KERAS for name in dataset.names),
        inferred=all(tuple(found) == dataset.class_names for found in inside),
        otherwise=otherwise,
    )
