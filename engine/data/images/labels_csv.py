"""The labels of images from a CSV file: one column names the files, another one their classes.

Rows are read as text, as a script would read them, so that numbers keep their zeros ("007") and classes their
names. Which files there are is left to `files`.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from engine.data.dataset import DataError, LeftOut
from engine.data.folders.system_files import is_data
from engine.data.images.files import FoundImage, FoundImages, class_folders, files_below, found_image
from engine.data.reading.context import Reading
from engine.data.tables.csv import CsvFile, read_csv
from engine.language import tr
from engine.opening import read_regular
from engine.settings.data.kinds import ImagesData

_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp"})
_USUAL_LABELS = ("label", "class", "target", "category", "y")
Row = dict[str, str]

WAYS: dict[str, Callable[[str], str]] = {
    "path": lambda name: name,
    "name": lambda name: PurePosixPath(name).name,
    "stem": lambda name: PurePosixPath(name).stem,
}
"""How a value can name a file: its path below the folder, its name, or its name without the suffix."""


@dataclass(frozen=True, slots=True)
class LabelsFile:
    """A CSV file of labels.

    Attributes:
        path: of the file.
        labels_csv: the file as it was read.
        rows: as text, by column.
        file_column: the column that names the files.
        label_column: the column of the classes.
        way: the entry of WAYS by which `file_column` names the files.
    """

    path: Path
    labels_csv: CsvFile
    rows: tuple[Row, ...]
    file_column: str
    label_column: str
    way: str


def labels_path(settings: ImagesData, root: Path, *, reading: Reading) -> Path | None:
    """Return the labels file that is set, or the only CSV file of a folder without sub-folders of classes.

    Args:
        settings: `labels` is used.
        root: the folder of images.
        reading: resolves the path.

    Returns:
        The path; None where the sub-folders are the classes.

    Raises:
        DataError: the file that is set does not exist.
    """
    if settings.labels:
        return reading.find(settings.labels, setting="data.labels")
    tables = [
        path
        for path in root.iterdir()
        if path.suffix.lower() == ".csv" and path.is_file() and is_data(path.name, reading.rules)
    ]
    folders = class_folders(root, reading.rules)
    return tables[0] if len(tables) == 1 and len(folders) < 2 else None


def read_labels(settings: ImagesData, root: Path, *, path: Path, reading: Reading) -> LabelsFile:
    """Read the labels file of a folder.

    Args:
        settings: say which columns are used.
        root: the folder of images.
        path: the labels file.
        reading: can cancel, and limits what is read.

    Raises:
        DataError: it cannot be read, or has no column that names files or classes.
    """
    labels_csv = read_csv(path, reading)
    rows = _text_rows(path, labels_csv)
    names = [file.relative_to(root).as_posix() for file in files_below(root, reading)]
    columns = [str(name) for name in labels_csv.table.columns]
    given = (
        [labels_csv.column(settings.file_column, setting="data.file_column")] if settings.file_column else []
    )
    best = max(
        (
            (_matches(rows, column, names, way=way), column, way)
            for column in given or columns
            for way in WAYS
        ),
        key=lambda found: found[0],
    )
    if not best[0]:
        raise DataError(
            tr(
                "No column of {csv} names files in {folder}; choose the folder of the images, or the column"
                " with the names of the files.",
                csv=path.name,
                folder=root.name,
            ),
            path="data.file_column",
        )
    _, file_column, way = best
    label_column = _label_column(settings, labels_csv, rows, file_column=file_column)
    return LabelsFile(path, labels_csv, rows, file_column, label_column, way)


def labelled_images(labels: LabelsFile, root: Path, *, reading: Reading) -> FoundImages:
    """Return the images that a labels file names, in the order of its rows.

    Args:
        labels: the file.
        root: the folder of images.
        reading: can cancel, and its `like` says the classes.

    Raises:
        DataError: no image is found, or the labels do not fit the training data.
        LoadCancelled: `reading` was cancelled.
    """
    by_name, several = named_files(labels, root, reading=reading)
    classes = _classes(labels, reading)
    numbers = {name: number for number, name in enumerate(classes)}
    files: list[FoundImage] = []
    left_out: list[LeftOut] = []
    seen: set[str] = set()
    for number, row in enumerate(labels.rows):
        if number % 1024 == 0:
            reading.look()
        name, label = file_named(row, labels), _cell(row, labels.label_column)
        found, reason = None, ""
        if name in seen:
            reason = tr("it stands in {csv} more than once", csv=labels.path.name)
        elif name not in by_name:
            reason = tr("{csv} names it, but it is not in the folder", csv=labels.path.name)
        elif name in several:
            reason = tr("several files in the folder have this name")
        elif not label:
            reason = tr("it has no label in {csv}", csv=labels.path.name)
        else:
            found = found_image(by_name[name], root, label=numbers[label])
            reason = "" if found is not None else tr("it is no regular file")
        seen.add(name)
        if found is not None:
            files.append(found)
        else:
            left_out.append(LeftOut(name or tr("an empty name"), reason))
    notes = [
        tr(
            "Labels are read from {csv}: files from the column {files}, classes from {labels}.",
            csv=labels.path.name,
            files=labels.file_column,
            labels=labels.label_column,
        )
    ]
    unnamed = sum(path.suffix.lower() in _SUFFIXES for name, path in by_name.items() if name not in seen)
    if unnamed:
        notes.append(
            tr(
                "{count:,} images have no row in {csv}, and are not used.",
                count=unnamed,
                csv=labels.path.name,
            )
        )
    return FoundImages(classes, files, left_out, tuple(notes), labels.labels_csv.fingerprint)


def named_files(labels: LabelsFile, root: Path, *, reading: Reading) -> tuple[dict[str, Path], set[str]]:
    """Return the files below a folder by the names that a labels file uses.

    Args:
        labels: the file.
        root: the folder of images.
        reading: can cancel.

    Returns:
        The files by name, and the names that are ambiguous.
    """
    way = WAYS[labels.way]
    by_name: dict[str, Path] = {}
    several: set[str] = set()
    for path in files_below(root, reading):
        name = way(path.relative_to(root).as_posix())
        several |= {name} & by_name.keys()
        by_name[name] = path
    return by_name, several


def file_named(row: Row, labels: LabelsFile) -> str:
    """Return the name of the file that a row is about."""
    return _cell(row, labels.file_column)


def _text_rows(path: Path, labels_csv: CsvFile) -> tuple[Row, ...]:
    text = read_regular(path).decode(labels_csv.encoding, "replace")
    lines = io.StringIO(text, newline="")
    for _ in range(labels_csv.skipped):
        next(lines)
    reader = csv.DictReader(lines, delimiter=labels_csv.separator, skipinitialspace=True)
    reader.fieldnames = [name.strip() for name in reader.fieldnames or ()]
    return tuple(reader)


def _cell(row: Row, column: str) -> str:
    return (row.get(column) or "").strip()


def _matches(rows: Iterable[Row], column: str, names: Iterable[str], *, way: str) -> int:
    known = {WAYS[way](name) for name in names}
    return len({_cell(row, column) for row in rows} & known)


def _label_column(
    settings: ImagesData, labels_csv: CsvFile, rows: tuple[Row, ...], *, file_column: str
) -> str:
    """Return the column that is set, one with a usual name, or the one with the fewest different values."""
    if settings.label_column:
        return labels_csv.column(settings.label_column, setting="data.label_column")
    others = [str(name) for name in labels_csv.table.columns if str(name) != file_column]
    usual = [name for name in others if name.casefold() in _USUAL_LABELS]
    different = {name: len({_cell(row, name) for row in rows}) for name in others}
    chosen = next(iter(usual), None) or min(others, key=lambda name: different[name], default=None)
    if chosen is None:
        raise DataError(
            tr(
                "{csv} has no column beside that of the files; it needs one with the classes.",
                csv=labels_csv.name,
            ),
            path="data.label_column",
        )
    return chosen


def _classes(labels: LabelsFile, reading: Reading) -> tuple[str, ...]:
    """Return the different labels, numbers in their order and text alphabetically. Raises DataError."""
    counts = Counter(_cell(row, labels.label_column) for row in labels.rows)
    found = [name for name in counts if name]
    if reading.like is not None:
        unknown = sorted(set(found) - set(reading.like.class_names))
        if unknown:
            raise DataError(
                tr("The class {unknown} is not among those of the training data.", unknown=unknown[0])
            )
        return reading.like.class_names
    if len(found) < 2 or len(found) == len(labels.rows):
        raise DataError(
            tr(
                "The column {column} of {csv} has {count:,} different values in {rows:,} rows;"
                " choose the column with the classes.",
                column=labels.label_column,
                csv=labels.path.name,
                count=len(found),
                rows=len(labels.rows),
            ),
            path="data.label_column",
        )
    if all(name.lstrip("-").isdecimal() for name in found):
        return tuple(sorted(found, key=int))
    return tuple(sorted(found))
