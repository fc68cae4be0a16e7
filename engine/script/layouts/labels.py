"""How the labels of images are written in their files: what a script that reads them must do."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from engine.data.images.labels_csv import file_named, named_files
from engine.script.layouts.csv import CsvLayout, csv_layout

if TYPE_CHECKING:
    from pathlib import Path

    from engine.data.dataset import Dataset
    from engine.data.images.labels_csv import LabelsFile
    from engine.data.labels.matching import Way
    from engine.data.labels.table import ListForm
    from engine.data.reading.context import PartName, Reading


@dataclass(frozen=True, slots=True)
class LabelsLayout:
    """A file of labels.

    Attributes:
        path: The file.
        folder: The sub-folder that it is for; "" for the whole folder.
        part: The part that it is for.
        form: How it is written, as in `engine.data.labels.table.LabelTable`.
        csv: How the CSV file is written; None for JSON and lists.
        lines: How a line of a list is divided; None for another form.
        file: The column or key of the file names.
        label: The column or key of the classes; "" where each class has a column of 0 and 1.
        way: How the column names the files.
        composed: Whether names are compared in one Unicode form (NFC).
        quoted: Whether a name has signs written as in an address (%20).
        several: Whether some names stand for several files, and so for none.
        broken: Names of the files that cannot be read.
    """

    path: Path
    folder: str
    part: PartName
    form: str
    csv: CsvLayout | None
    file: str
    label: str
    way: Way
    composed: bool
    quoted: bool
    several: bool
    broken: tuple[str, ...]
    lines: ListForm | None = None


def labels_layout(
    labels: LabelsFile, folder: Path, *, dataset: Dataset, root: Path, part: PartName, reading: Reading
) -> LabelsLayout:
    """Return how a file of labels is written.

    Args:
        labels: The file.
        folder: The folder of its images.
        dataset: The data set that was read.
        root: The folder of all images, where the names of `dataset` begin.
        part: The part that the file is for.
        reading: As every reader gets it.
    """
    by_name, several = named_files(labels, folder, reading=reading)
    roles, file = labels.roles, labels.labels_csv
    kept = {root / name for name in dataset.names}
    named = {
        file_named(row, labels) for row in labels.table.rows if roles.label_of(row) in dataset.class_names
    }
    texts = [*by_name, *(row.get(roles.file) or "" for row in labels.table.rows)]
    return LabelsLayout(
        labels.path,
        "" if folder == root else folder.relative_to(root).as_posix(),
        part,
        labels.table.form,
        None if file is None else csv_layout(file, labels.path, target=roles.label, missing=False),
        roles.file,
        roles.label,
        roles.way,
        composed=not all(unicodedata.is_normalized("NFC", unquote(text)) for text in texts),
        quoted=any(unquote(text) != text for text in texts),
        several=bool(several & named),
        broken=tuple(
            sorted(name for name in (named & by_name.keys()) - several if by_name[name] not in kept)
        ),
        lines=labels.table.lines,
    )
