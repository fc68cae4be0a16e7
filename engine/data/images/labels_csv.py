"""The labels of images from a file: a table or an export names the images and their classes.

Rows are text, as a script would read them, so that numbers keep their zeros ("007") and classes their names.
Which columns are what is found in `engine.data.labels`, and which files there are in `files`.
"""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from engine.data.dataset import DataError, LeftOut
from engine.data.images.files import FoundImage, FoundImages, files_below, found_image
from engine.data.labels.json_labels import SUFFIXES as JSON_SUFFIXES
from engine.data.labels.json_labels import json_labels
from engine.data.labels.lists import list_labels
from engine.data.labels.table import LabelRoles, LabelTable, Row, cell, refuse_without_header, roles_of
from engine.data.problems import noted
from engine.data.reading.context import PartName, Reading, file_digest
from engine.data.tables.csv import CsvFile, read_csv
from engine.language import tr
from engine.opening import read_regular
from engine.settings.data.kinds import ImagesData

IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff"})


@dataclass(frozen=True, slots=True)
class LabelsFile:
    """A file of labels.

    Attributes:
        path: of the file.
        table: its rows.
        roles: which of its columns are what.
        fingerprint: the sha256 of the file's bytes, as hex.
        root: the folder of the images that it names.
        labels_csv: the file as it was read; None for JSON and plain lists.
    """

    path: Path
    table: LabelTable
    roles: LabelRoles
    fingerprint: str
    root: Path
    labels_csv: CsvFile | None = None


def read_labels(
    settings: ImagesData, root: Path, *, path: Path, reading: Reading, like: LabelRoles | None = None
) -> LabelsFile:
    """Read the labels file of a folder.

    Args:
        settings: say which columns are used.
        root: the folder of images.
        path: the labels file.
        reading: can cancel, and limits what is read.
        like: the roles in the file of the training part; None for the training part itself.

    Raises:
        DataError: it cannot be read, has no column that names files or classes, or other labels than one
            class a file.
    """
    names = [file.relative_to(root).as_posix() for file in files_below(root, reading)]
    if path.suffix.lower() in JSON_SUFFIXES:
        table, labels_csv, fingerprint = json_labels(path), None, file_digest(path, reading)
    elif (listed := None if reading.rules == "version_2" else list_labels(path, names)) is not None:
        table, labels_csv, fingerprint = listed, None, file_digest(path, reading)
    else:
        labels_csv = read_csv(path, reading)
        columns = tuple(str(name) for name in labels_csv.table.columns)
        table = LabelTable(path.name, columns, _text_rows(path, labels_csv))
        fingerprint = labels_csv.fingerprint
    if like is not None and {like.file, like.label, *like.one_hot} - {""} <= set(table.columns):
        return LabelsFile(path, table, like, fingerprint, root, labels_csv)
    if labels_csv is not None:
        for name in ("file_column", "label_column"):
            if wanted := getattr(settings, name):
                labels_csv.column(wanted, setting=f"data.{name}")
    if reading.rules != "version_2" and labels_csv is not None:
        refuse_without_header(table, names)
    roles = roles_of(
        table,
        names,
        folder=root.name,
        rules=reading.rules,
        file_column=settings.file_column,
        label_column=settings.label_column,
    )
    return LabelsFile(path, table, roles, fingerprint, root, labels_csv)


def labelled_images(
    labels: LabelsFile,
    root: Path,
    *,
    reading: Reading,
    base: Path | None = None,
    known: tuple[str, ...] = (),
    part: PartName = "train",
) -> FoundImages:
    """Return the images that a labels file names, in the order of its rows.

    Args:
        labels: the file.
        root: the folder of images.
        reading: can cancel, and its `like` says the classes.
        base: where names begin; None for `root`.
        known: the classes that there may be; () for any.
        part: which part the images are for.

    Raises:
        DataError: no image is found, or the labels do not fit the training data.
        LoadCancelled: `reading` was cancelled.
    """
    by_name, several = named_files(labels, root, reading=reading)
    roles, classes = labels.roles, _classes(labels, reading, known=known, part=part)
    numbers = {name: number for number, name in enumerate(classes)}
    files: list[FoundImage] = []
    left_out: list[LeftOut] = []
    seen: set[str] = set()
    for number, row in enumerate(labels.table.rows):
        if number % 1024 == 0:
            reading.look()
        name, label = file_named(row, labels), roles.label_of(row)
        found, reason = None, ""
        if name in seen:
            reason = tr("it stands in {csv} more than once", csv=labels.path.name)
        elif name not in by_name:
            reason = tr("{csv} names it, but it is not in the folder", csv=labels.path.name)
        elif name in several:
            reason = tr("several files in the folder have this name")
        elif roles.has_several(row):
            reason = tr("it has several classes in {csv} (multi-label)", csv=labels.path.name)
        elif not label:
            reason = tr("it has no label in {csv}", csv=labels.path.name)
        elif label not in numbers:
            reason = tr("no training example has this class")
        else:
            found = found_image(by_name[name], base or root, label=numbers[label], part=part)
            reason = "" if found is not None else tr("it is no regular file")
        seen.add(name)
        if found is not None:
            files.append(found)
        else:
            left_out.append(LeftOut(cell(row, roles.file) or tr("an empty name"), reason))
    unnamed = sum(path.suffix.lower() in IMAGE_SUFFIXES for name, path in by_name.items() if name not in seen)
    return FoundImages(classes, files, left_out, _notes(labels, unnamed=unnamed), labels.fingerprint)


def _notes(labels: LabelsFile, *, unnamed: int) -> tuple[str, ...]:
    roles = labels.roles
    if roles.one_hot:
        source = tr(
            "Labels are read from {csv}: files from the column {files}, classes from {count} columns of 0 and"
            " 1 (one-hot).",
            csv=labels.path.name,
            files=roles.file,
            count=len(roles.one_hot),
        )
    else:
        source = tr(
            "Labels are read from {csv}: files from the column {files}, classes from {labels}.",
            csv=labels.path.name,
            files=roles.file,
            labels=roles.label,
        )
    if labels.table.form == "list":
        source = tr(
            "Labels are read from {csv}, a list: each line has a file and its class.", csv=labels.path.name
        )
    notes: list[str] = [noted(source, "data.labels")]
    if unnamed:
        notes.append(
            noted(
                tr(
                    "{count:,} images have no row in {csv}, and are not used.",
                    count=unnamed,
                    csv=labels.path.name,
                ),
                "data.labels",
            )
        )
    return tuple(notes)


def named_files(labels: LabelsFile, root: Path, *, reading: Reading) -> tuple[dict[str, Path], set[str]]:
    """Return the images below a folder by the names that a labels file uses.

    Args:
        labels: the file.
        root: the folder of images.
        reading: can cancel.

    Returns:
        The files by name, and the names that are ambiguous.
    """
    way = labels.roles.way
    by_name: dict[str, Path] = {}
    several: set[str] = set()
    for path in files_below(root, reading):
        if not way.plain and path.suffix.lower() not in IMAGE_SUFFIXES:
            continue
        name = way.key(path.relative_to(root).as_posix())
        several |= {name} & by_name.keys()
        by_name[name] = path
    return by_name, several


def file_named(row: Row, labels: LabelsFile) -> str:
    """Return the name of the file that a row is about, as `named_files` has it."""
    name = cell(row, labels.roles.file)
    return name if labels.roles.way.plain else labels.roles.way.key(name)


def _text_rows(path: Path, labels_csv: CsvFile) -> tuple[Row, ...]:
    text = read_regular(path).decode(labels_csv.encoding, "replace")
    lines = io.StringIO(text, newline="")
    for _ in range(labels_csv.skipped):
        next(lines)
    reader = csv.DictReader(lines, delimiter=labels_csv.separator, skipinitialspace=True)
    reader.fieldnames = [name.strip() for name in reader.fieldnames or ()]
    return tuple(reader)


def _classes(
    labels: LabelsFile, reading: Reading, *, known: tuple[str, ...], part: PartName
) -> tuple[str, ...]:
    """Return the different labels, numbers in their order and text alphabetically. Raises DataError."""
    counts = Counter(labels.roles.label_of(row) for row in labels.table.rows)
    found = [name for name in counts if name]
    known = known or (() if reading.like is None else reading.like.class_names)
    if known:
        unknown = sorted(set(found) - set(known))
        if unknown and part != "test":
            raise DataError(
                tr("The class {unknown} is not among those of the training data.", unknown=unknown[0])
            )
        return known
    if labels.roles.one_hot:
        if len(found) < 2:
            raise _no_classes(labels, len(found))
        return tuple(name for name in labels.roles.one_hot if name in counts)
    if len(found) < 2 or len(found) == len(labels.table.rows):
        raise _no_classes(labels, len(found))
    if all(name.lstrip("-").isdecimal() for name in found):
        return tuple(sorted(found, key=int))
    return tuple(sorted(found))


def _no_classes(labels: LabelsFile, count: int) -> DataError:
    return DataError(
        tr(
            "The column {column} of {csv} has {count:,} different values in {rows:,} rows;"
            " choose the column with the classes.",
            column=labels.roles.label or ", ".join(labels.roles.one_hot),
            csv=labels.path.name,
            count=count,
            rows=len(labels.table.rows),
        ),
        path="data.label_column",
    )
