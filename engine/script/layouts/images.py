"""How a folder of images is laid out: in classes, in parts, or with a CSV file of labels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.data.folders.part_names import PartFolders
from engine.data.folders.system_files import system_names
from engine.data.images.labels_csv import LabelsFile, file_named, labels_path, named_files, read_labels
from engine.data.images.split_folders import parts_in
from engine.script.layouts.csv import CsvLayout, csv_layout

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
        left_out: Names of the files that cannot be used.
        parts: Sub-folders of the parts by name of the part, None without.
        system: Names of system files and folders that are there and are no data, in small letters.
        labels: The CSV file with the classes, None where sub-folders are the classes.
        file_column: Column of the file names in `labels`.
        way: How that column names the files, a key of `engine.data.images.labels_csv.WAYS`.
        repeated: Whether some files are named more than once.
        for_keras: Whether `image_dataset_from_directory` reads the same files.
        inferred: Whether the sub-folders are the classes, in the order of their names, and nothing else.
    """

    path: Path
    grey: bool
    left_out: tuple[str, ...]
    parts: PartFolders | None = None
    system: tuple[str, ...] = ()
    labels: CsvLayout | None = None
    file_column: str = ""
    way: str = "path"
    repeated: bool = False
    for_keras: bool = True
    inferred: bool = True


def images_layout(settings: Any, dataset: Dataset, *, reading: Reading) -> ImagesLayout:
    """Return the layout of the folder that was read as `dataset`.

    Raises:
        DataError: The folder or its file of labels cannot be read any more.
    """
    root, grey = reading.find(settings.path), dataset.shape[-1] == 1
    path = labels_path(settings, root, reading=reading)
    if path is not None:
        return _with_labels(
            read_labels(settings, root, path=path, reading=reading), root, dataset, reading=reading
        )
    loose = tuple(left.name for left in dataset.left_out if "/" in left.name and (root / left.name).is_file())
    has_parts = dataset.validation_mask is not None or dataset.test_mask is not None
    parts = parts_in(root, reading) if has_parts else None
    system = system_names(root, reading.rules)
    folders = [root] if parts is None else [root / folder for _, folder in parts.named]
    names = [sorted(path.name for path in folder.iterdir() if path.is_dir()) for folder in folders]
    alike = not loose and not system and str(dataset.x.dtype) == "uint8"
    return ImagesLayout(
        root,
        grey,
        loose,
        parts,
        system=system,
        for_keras=alike and all(Path(name).suffix.lower() in _OF_KERAS for name in dataset.names),
        inferred=all(tuple(found) == dataset.class_names for found in names),
    )


def _with_labels(labels: LabelsFile, root: Path, dataset: Dataset, *, reading: Reading) -> ImagesLayout:
    by_name, several = named_files(labels, root, reading=reading)
    kept = {root / name for name in dataset.names}
    names = [file_named(row, labels) for row in labels.rows]
    unused = {name for name in names if name in several or by_name.get(name) not in kept}
    return ImagesLayout(
        root,
        dataset.shape[-1] == 1,
        tuple(sorted(unused)),
        labels=csv_layout(labels.labels_csv, labels.path, target=labels.label_column, missing=False),
        file_column=labels.file_column,
        way=labels.way,
        repeated=len(set(names)) < len(names),
    )
