"""Folders around the folders of classes: those that an archive has wrapped, and parts without classes."""

import os
from dataclasses import replace
from pathlib import Path

from engine.data.dataset import LeftOut
from engine.data.folders.part_names import PartFolders, part_of
from engine.data.folders.system_files import is_data
from engine.data.images.files import FoundImages, class_folders
from engine.data.images.labels_csv import IMAGE_SUFFIXES
from engine.data.problems import CLASSES, DataError, noted
from engine.data.reading.context import PartName
from engine.language import tr, tr_later
from engine.settings.data.sections import Rules

_DEEPEST = 5
_FEW = 4
_WRAPPERS = frozenset({"images", "image", "data", "dataset"})


def wrapped_folders(root: Path, rules: Rules) -> tuple[Path, ...]:
    """Return a folder, and below it each that is the only sub-folder of the one before.

    Args:
        root: the folder that was chosen.
        rules: the reading rules of the data.
    """
    found = [root]
    for _ in range(_DEEPEST if rules != "version_2" else 0):
        folders = _with_images(class_folders(found[-1], rules))
        if len(folders) != 1:
            break
        found += folders
    return tuple(found)


def _with_images(folders: list[Path]) -> list[Path]:
    """Return the one of a few folders that has folders of images, where the others have other files.

    So images/ beside annotations/ or meta/ is where the classes are; a part is no such folder, nor one of
    parts without classes, as for object detection.
    """
    if not 1 < len(folders) <= _FEW or any(part_of(folder.name) for folder in folders):
        return folders
    first = {folder: _files_in(folder) for folder in folders}
    holding = [folder for folder, (has_images, _) in first.items() if has_images]
    others = [has_files for has_images, has_files in first.values() if not has_images]
    if len(holding) != 1 or not all(others):
        return folders
    inside = class_folders(holding[0])
    have_classes = len(inside) > 1 and all(part_of(one.name) is None or class_folders(one) for one in inside)
    return holding if have_classes else folders


def _files_in(folder: Path, depth: int = _DEEPEST) -> tuple[bool, bool]:
    """Return whether a folder has an image in it or below, and whether it has any file of data.

    It ends at the first image, so a large folder of images takes no time.
    """
    has_files, below = False, list[str]()
    with os.scandir(folder) as entries:
        for entry in entries:
            if not is_data(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                below.append(entry.path)
            elif Path(entry.name).suffix.lower() in IMAGE_SUFFIXES:
                return True, True
            else:
                has_files = True
    found = (_files_in(Path(path), depth - 1) for path in below if depth)
    for images, files in found:
        if images:
            return True, True
        has_files |= files
    return False, has_files


def inner_folder(root: Path, rules: Rules) -> Path:
    """Return the folder that has more than one sub-folder: archives often wrap theirs in one alone.

    Args:
        root: the folder that was chosen.
        rules: the reading rules of the data.
    """
    *outer, last = wrapped_folders(root, rules)
    return last if not outer or class_folders(last, rules) else outer[-1]


def from_outer(found: FoundImages, root: Path, *, inner: Path) -> FoundImages:
    """Return what was found in an inner folder, with names that begin at the folder that was chosen.

    Args:
        found: in `inner`.
        root: the folder that was chosen.
        inner: from `inner_folder`.
    """
    if inner == root:
        return found
    before = inner.relative_to(root).as_posix()
    beside = [
        folder
        for place in inner.parents[: before.count("/") + 1]
        for folder in class_folders(place)
        if folder not in (inner, *inner.parents)
    ]
    said = (
        tr_later("The classes are in {inner}, the only sub-folder of {root} with images.")
        if beside
        else tr_later("The classes are in {inner}, the only sub-folder of {root}.")
    )
    note = noted(tr(said, inner=before, root=root.name), CLASSES)
    return replace(
        found,
        files=[replace(file, name=f"{before}/{file.name}") for file in found.files],
        left_out=[
            LeftOut(f"{before}/{left.name}", left.reason) if (inner / left.name).exists() else left
            for left in found.left_out
        ]
        + [LeftOut(folder.relative_to(root).as_posix(), tr("it has no images")) for folder in beside],
        notes=(note, *found.notes),
    )


def parts_with_classes(root: Path, parts: PartFolders, *, rules: Rules) -> PartFolders | None:
    """Return parts with the folders that hold their classes.

    Args:
        root: the folder of the parts.
        parts: by the names of its sub-folders.
        rules: the reading rules of the data.

    Returns:
        The parts; one that validates or tests is not used without classes. None where the sub-folders hold
        files alone, and so are classes, whatever they are called.

    Raises:
        DataError: all of them are named for parts, and none has classes.
    """
    if not class_folders(root / parts.train, rules):
        # a name of two letters may as well be a code, such as that of a language
        if parts.unused or len(parts.named) == 1 or len(parts.train) == 2:
            return None
        raise DataError(
            tr(
                "{names} are named for parts of the data, and their files have no class: put those of each"
                " class into a folder of its own, or name a labels file. To take {names} as the classes,"
                " switch “Folders of parts” off.",
                names=", ".join(name for _, name in parts.named),
            ),
            path="data.parts",
        )
    found = {part: _within_part(root / name, part, rules=rules) for part, name in parts.named}
    unused = parts.unused
    for part, name in parts.named:
        if not class_folders(root / found[part], rules):
            unused, found[part] = (*unused, name), ""
    return PartFolders(found["train"], found.get("validation", ""), found.get("test", ""), unused)


def _within_part(folder: Path, part: PartName, *, rules: Rules) -> str:
    """Return the folder of a part, or the only one in it that is named like it."""
    name, inside = folder.name, class_folders(folder, rules)
    if len(inside) == 1:
        inner = inside[0].name
        if inner == name or part_of(inner) == part or inner.casefold() in _WRAPPERS:
            return f"{name}/{inner}"
    return name


def nested_note(root: Path, rules: Rules) -> tuple[str, ...]:
    """Return a note where the folders of all classes have the same sub-folders, which may be the classes.

    Args:
        root: the folder of the classes.
        rules: the reading rules of the data.
    """
    inside = [tuple(path.name for path in class_folders(folder, rules)) for folder in class_folders(root)]
    if rules == "version_2" or len(inside) < 2 or len(inside[0]) < 2 or len(set(inside)) != 1:
        return ()
    return (
        noted(
            tr(
                "Each class folder has the sub-folders {names}, and their files are taken together. If"
                " {names} are the classes, make them the folders that hold the others.",
                names=", ".join(inside[0][:3]),
            ),
            CLASSES,
        ),
    )
