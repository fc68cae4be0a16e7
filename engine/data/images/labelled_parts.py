"""Images whose labels are not in folders: a labels file in each part, or classes in the names of files."""

from pathlib import Path

from engine.data.dataset import DataError
from engine.data.folders.part_names import PartFolders, part_folders
from engine.data.images.files import FoundImage, FoundImages, class_folders, files_below, found_image
from engine.data.images.labels_csv import (
    IMAGE_SUFFIXES,
    LabelsFile,
    labelled_images,
    read_labels,
)
from engine.data.images.labels_file import labels_in, part_lists
from engine.data.images.split_folders import part_notes
from engine.data.labels.pattern import label_in, pattern_of
from engine.data.problems import PARTS, noted
from engine.data.reading.context import PartName, Reading
from engine.language import tr, tr_later
from engine.settings.data.kinds import ImagesData


def label_files_in(
    settings: ImagesData, root: Path, *, reading: Reading
) -> tuple[PartFolders, dict[PartName, LabelsFile]] | None:
    """Return the parts of a folder with a labels file in each, or a list for each; None where it has none.

    Args:
        settings: `parts`, and which columns are used.
        root: the folder.
        reading: as every reader gets it.

    Raises:
        DataError: a part has no labels file, or one that cannot be used.
    """
    if not settings.parts or reading.like is not None or reading.rules == "version_2":
        return None
    parts = part_folders([path.name for path in class_folders(root)], root=root.name)
    if parts is None or labels_in(root / parts.train, reading) is None:
        return _listed_parts(settings, root, reading=reading)
    found: dict[PartName, LabelsFile] = {}
    for part, name in parts.named:
        path = labels_in(root / name, reading)
        if path is None:
            raise DataError(
                tr(
                    "{train} has a file of labels and {name} has none; add it, or take {name} out of the"
                    " folder.",
                    train=parts.train,
                    name=name,
                )
            )
        like = found["train"].roles if found else None
        found[part] = read_labels(settings, root / name, path=path, reading=reading, like=like)
    return parts, found


def _listed_parts(
    settings: ImagesData, root: Path, *, reading: Reading
) -> tuple[PartFolders, dict[PartName, LabelsFile]] | None:
    found: dict[PartName, LabelsFile] = {}
    for part, path in part_lists(root, reading):
        found[part] = read_labels(
            settings, root, path=path, reading=reading, like=found["train"].roles if found else None
        )
    if not found:
        return None
    names = {part: file.path.name for part, file in found.items()}
    return PartFolders(names["train"], names.get("validation", ""), names.get("test", "")), found


def images_of_label_files(
    root: Path, parts: PartFolders, *, files: dict[PartName, LabelsFile], reading: Reading
) -> FoundImages:
    """Return the images of all parts, those that train first.

    Args:
        root: the folder.
        parts: its sub-folders, or the lists of their files.
        files: the labels file of each part.
        reading: as in `labelled_images`.

    Raises:
        DataError: as in `labelled_images`.
        LoadCancelled: `reading` was cancelled.
    """
    names: tuple[str, ...] = ()
    images: list[FoundImage] = []
    every: list[FoundImages] = []
    for part, file in files.items():
        found = labelled_images(file, file.root, reading=reading, base=root, known=names, part=part)
        names = found.names
        images += found.files
        every.append(found)
    return FoundImages(
        names,
        images,
        [left for found in every for left in found.left_out],
        part_notes(parts, reading) + every[0].notes
        if files["train"].root != root
        else _list_notes(files, every[0].notes),
        "+".join(found.fingerprint for found in every),
    )


def _list_notes(files: dict[PartName, LabelsFile], of_training: tuple[str, ...]) -> tuple[str, ...]:
    """Return which file lists which part, and of tables also what their columns are."""
    said = {
        "train": tr_later("{name} lists the files that train, with their classes."),
        "validation": tr_later("{name} lists those that validate, so there is no validation share."),
        "test": tr_later("{name} lists the test part: it is neither trained nor validated on."),
    }
    lists = tuple(noted(tr(said[part], name=file.path.name), PARTS) for part, file in files.items())
    is_table = files["train"].labels_csv is not None
    # pictures of the other parts have no row in the table of training
    return (*lists, *(of_training if len(files) == 1 else of_training[:1])) if is_table else lists


def pattern_in(settings: ImagesData, root: Path, *, reading: Reading) -> str:
    """Return where the class stands in the names of the files of a folder; "" where sub-folders are classes.

    Args:
        settings: `name_pattern` says where, or leaves it to be found.
        root: the folder.
        reading: can cancel.
    """
    if reading.rules == "version_2" or (not settings.name_pattern and class_folders(root)):
        return ""
    names = [path.relative_to(root).as_posix() for path in _images_below(root, reading)]
    return settings.name_pattern or pattern_of(names)


def _images_below(root: Path, reading: Reading) -> list[Path]:
    return [path for path in files_below(root, reading) if path.suffix.lower() in IMAGE_SUFFIXES]


def images_by_name(settings: ImagesData, root: Path, *, reading: Reading) -> FoundImages | None:
    """Return the images of a folder whose file names have the classes in them; None where they do not.

    Args:
        settings: `name_pattern` says where, or leaves it to be found.
        root: the folder.
        reading: can cancel, and its `like` says the classes.

    Raises:
        DataError: the pattern that is set fits no files, or the classes do not fit the training data.
        LoadCancelled: `reading` was cancelled.
    """
    pattern = pattern_in(settings, root, reading=reading)
    if not pattern:
        return None
    paths = _images_below(root, reading)
    names = [path.relative_to(root).as_posix() for path in paths]
    labels = [label_in(name, pattern) for name in names]
    classes = tuple(sorted({label for label in labels if label}))
    if reading.like is not None:
        classes = reading.like.class_names
    if len(classes) < 2:
        raise DataError(
            tr(
                "The pattern {pattern} finds {count} classes in the names of {name}; write LABEL where the"
                " class stands, and * for anything.",
                pattern=pattern,
                count=len(classes),
                name=root.name,
            ),
            path="data.name_pattern",
        )
    numbers = {label: number for number, label in enumerate(classes)}
    files = [
        found
        for path, label in zip(paths, labels, strict=True)
        if label in numbers and (found := found_image(path, root, label=numbers[label])) is not None
    ]
    files.sort(key=lambda found: found.label)
    note = noted(
        tr("Classes are read from the names of the files by the pattern {pattern}.", pattern=pattern),
        "data.name_pattern",
    )
    missing = len(paths) - len(files)
    notes: list[str] = [note]
    if missing:
        said = tr("{count:,} files do not fit the pattern, and are not used.", count=missing)
        notes.append(noted(said, "data.name_pattern"))
    return FoundImages(classes, files, [], tuple(notes), f"pattern {pattern}")
