"""How images lie in their folder, and how a file of labels beside them is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.data.image_labels import LabelsFile, file_named, labels_path, named_files, read_labels
from engine.data.image_parts import parts_in

if TYPE_CHECKING:
    from engine.data.dataset import Dataset
    from engine.data.reading import Reading
    from engine.settings.data import ImagesData


@dataclass(frozen=True, slots=True)
class CsvForm:
    """A CSV file whose rows say the class of something else, in the column `target`."""

    path: Path
    encoding: str
    separator: str
    skipped: int
    target: str


@dataclass(frozen=True, slots=True)
class ImagesForm:
    """A folder of images: `left_out` are the names of the files that cannot be used.

    `parts` are the sub-folders that train and validate, where there are such. `labels` is the CSV file of the
    classes, None where sub-folders are; its target is the column of the classes, `file_column` that of the
    files, which it names as `way` says (see `engine.data.image_labels.WAYS`), some more than once where
    `repeated`.
    """

    path: Path
    grey: bool
    left_out: tuple[str, ...]
    parts: tuple[str, str] | None = None
    labels: CsvForm | None = None
    file_column: str = ""
    way: str = "path"
    repeated: bool = False


def images_form(settings: ImagesData, dataset: Dataset, *, reading: Reading) -> ImagesForm:
    """The form of the images that were read as `dataset`. Raises DataError."""
    root, grey = reading.find(settings.path), dataset.shape[-1] == 1
    path = labels_path(settings, root, reading=reading)
    if path is not None:
        return _by_labels(read_labels(settings, root, path=path, reading=reading), root, dataset)
    loose = tuple(left.name for left in dataset.left_out if "/" in left.name)
    parts = parts_in(root) if dataset.held is not None else None
    return ImagesForm(root, grey, loose, None if parts is None else (parts.train, parts.validation))


def _by_labels(labels: LabelsFile, root: Path, dataset: Dataset) -> ImagesForm:
    by_name, several = named_files(labels, root)
    kept = {root / name for name in dataset.names}
    names = [file_named(row, labels) for row in labels.rows]
    unused = {name for name in names if name in several or by_name.get(name) not in kept}
    return ImagesForm(
        root,
        dataset.shape[-1] == 1,
        tuple(sorted(unused)),
        labels=CsvForm(
            labels.path,
            labels.form.encoding,
            labels.form.separator,
            labels.form.skipped,
            labels.label_column,
        ),
        file_column=labels.file_column,
        way=labels.way,
        repeated=len(set(names)) < len(names),
    )
