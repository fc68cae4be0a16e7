"""Which file beside the pictures has their labels: the one that is set, or what can be one by its form."""

from pathlib import Path

from engine.data.folders.part_names import part_folders, part_of
from engine.data.folders.system_files import is_data
from engine.data.images.files import class_folders, files_below
from engine.data.images.inner_folders import inner_folder, wrapped_folders
from engine.data.labels.json_labels import SUFFIXES as JSON_SUFFIXES
from engine.data.labels.lists import SUFFIXES as LIST_SUFFIXES
from engine.data.labels.lists import may_be_labels
from engine.data.reading.context import PartName, Reading
from engine.language import tr
from engine.settings.data.kinds import ImagesData

_TABLES = (".csv", ".tsv")
_NAMED = 5


def labels_path(settings: ImagesData, root: Path, *, reading: Reading) -> Path | None:
    """Return the labels file that is set, or the only one of a folder without sub-folders of classes.

    Args:
        settings: `labels` is used.
        root: the folder of images.
        reading: resolves the path, and its rules say which files are found.

    Returns:
        The path; None where the sub-folders are the classes.

    Raises:
        DataError: the file that is set does not exist.
    """
    if settings.labels:
        return reading.find(settings.labels, setting="data.labels")
    return labels_in(root, reading)


def labels_in(root: Path, reading: Reading) -> Path | None:
    """Return the only table of a folder without sub-folders of classes, its only JSON file, or its only list.

    Args:
        root: the folder.
        reading: its rules say which files are found.
    """
    if len(class_folders(root, reading.rules)) > 1:
        return None
    suffixes = [(".csv",)] if reading.rules == "version_2" else [_TABLES, JSON_SUFFIXES]
    for kinds in suffixes:
        found = _files(root, kinds, reading)
        if found:
            return found[0] if len(found) == 1 else None
    lists = [] if reading.rules == "version_2" else _lists(root, reading)
    return lists[0] if len(lists) == 1 else None


def labelled_folder(settings: ImagesData, root: Path, *, reading: Reading) -> Path:
    """Return the folder in which the labels of its images are looked for: the one chosen, or one within.

    Args:
        settings: `labels` and `parts` are used.
        root: the folder that was chosen. What an archive has wrapped in it, one in the other, counts as well.
        reading: resolves paths, and its rules say which files are found.

    Returns:
        The folder with a file of labels, or with lists for the parts; where there is none, that of the
        classes.

    Raises:
        DataError: the file that is set does not exist, or two lists are named for one part.
    """
    inner = inner_folder(root, reading.rules)
    if labels_path(settings, root, reading=reading) is not None:
        return root
    # new data may well be of one class, and so in one folder
    if labels_in(inner, reading) is not None or reading.like is not None or reading.rules == "version_2":
        return inner
    for folder in wrapped_folders(root, reading.rules):
        if labels_in(folder, reading) or (settings.parts and part_lists(folder, reading)):
            return folder
    return inner


def part_lists(root: Path, reading: Reading) -> tuple[tuple[PartName, Path], ...]:
    """Return the lists or tables of a folder that are named for the parts of its pictures: val.txt, val.csv.

    Args:
        root: the folder.
        reading: its rules say which files are found.

    Returns:
        The part and the list of each, the training part first; () where there are no such lists.

    Raises:
        DataError: two lists are named for one part.
    """
    stems = {path.stem: path for path in _files(root, LIST_SUFFIXES, reading) if part_of(path.stem)}
    if len(stems) < 2 or len(_lists(root, reading)) < len(stems):
        stems = _part_tables(root, reading)
    parts = part_folders(stems, root=root.name)
    return () if parts is None else tuple((part, stems[stem]) for part, stem in parts.named)


def _part_tables(root: Path, reading: Reading) -> dict[str, Path]:
    """Return the tables that are named for parts and name pictures; none where folders say all classes."""
    folders = class_folders(root)
    parts = part_folders([path.name for path in folders], root=root.name)
    if parts is None and len(folders) > 1:
        return {}
    if parts is not None and all(class_folders(root / name) for _, name in parts.named):
        return {}
    tables = [path for path in _files(root, _TABLES, reading) if part_of(path.stem)]
    names = [path.relative_to(root).as_posix() for path in files_below(root, reading)] if tables else []
    return {path.stem: path for path in tables if may_be_labels(path, names)}


def no_labels(root: Path, reading: Reading) -> str:
    """Return a sentence on files beside the pictures that are not taken as labels; "" where there are none.

    Args:
        root: the folder.
        reading: its rules say which files are data.
    """
    if reading.rules == "version_2":
        return ""
    found = next(
        (files for kinds in (_TABLES, JSON_SUFFIXES) if len(files := _files(root, kinds, reading)) > 1), []
    )
    lists = found or _lists(root, reading)
    if len(lists) > 1:
        names = ", ".join(path.name for path in lists[:_NAMED])
        return tr("Several files may have the labels: {names}. Choose one as labels file.", names=names)
    others = _files(root, LIST_SUFFIXES, reading)
    if not others:
        return ""
    return tr(
        "{name} names none of the files; a file of labels has a line for each, with its name and its class.",
        name=others[0].name,
    )


def _files(root: Path, kinds: tuple[str, ...], reading: Reading) -> list[Path]:
    return sorted(
        path
        for path in root.iterdir()
        if path.suffix.lower() in kinds and path.is_file() and is_data(path.name, reading.rules)
    )


def _lists(root: Path, reading: Reading) -> list[Path]:
    """Return the text files of a folder that name files below it, in a list or in a table."""
    found = _files(root, LIST_SUFFIXES, reading)
    names = [path.relative_to(root).as_posix() for path in files_below(root, reading)] if found else []
    return [path for path in found if may_be_labels(path, names)]
