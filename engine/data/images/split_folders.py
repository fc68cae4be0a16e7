"""A folder whose sub-folders are the parts of the data: train, validation and test, each with its classes.

Each part has one sub-folder a class, as a folder without parts has (`files`). What names the parts have is in
`folders.part_names`.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from engine.data.dataset import LeftOut
from engine.data.folders.class_names import ClassNumbers, without_label
from engine.data.folders.part_names import PartFolders, part_folders, part_folders_before
from engine.data.images.files import FoundImages, class_folders, files_in
from engine.data.images.inner_folders import parts_with_classes
from engine.data.problems import PARTS, noted
from engine.data.reading.context import Reading
from engine.language import tr


def parts_in(root: Path, reading: Reading) -> PartFolders | None:
    """Return the parts of a folder; None where its sub-folders are anything else, so classes.

    Args:
        root: the folder.
        reading: its rules say which names are known.

    Raises:
        DataError: two sub-folders are named for one part, or parts have no classes.
    """
    names = [path.name for path in class_folders(root, reading.rules)]
    if reading.rules == "version_2":
        return part_folders_before(names)
    parts = part_folders(names, root=root.name)
    return None if parts is None else parts_with_classes(root, parts, rules=reading.rules)


def spelled_otherwise(
    root: Path, parts: PartFolders, *, classes: tuple[str, ...]
) -> dict[tuple[str, str], str]:
    """Return the class folders whose names are not those of the classes.

    Args:
        root: the folder of the parts.
        parts: its sub-folders.
        classes: the names of the classes.

    Returns:
        The name of the folder by (folder of the part, class).
    """
    numbers = ClassNumbers(classes)
    found: dict[tuple[str, str], str] = {}
    for _, place in parts.named:
        for folder in class_folders(root / place):
            number = numbers.get(folder.name)
            if number is not None and folder.name != classes[number]:
                found[place, classes[number]] = folder.name
    return found


def files_of_parts(
    root: Path, parts: PartFolders, *, reading: Reading, advice: Callable[[Path], str]
) -> FoundImages:
    """Return the files that train, then those that validate, then those that test.

    Args:
        root: the folder.
        parts: its sub-folders.
        reading: as in `files_in`.
        advice: the sentence for a part without sub-folders.

    Raises:
        DataError: as in `files_in`; a class of the test part that does not train is left out instead.
        LoadCancelled: `reading` was cancelled.
    """
    folders = {
        part: [path.name for path in class_folders(root / name, reading.rules)] for part, name in parts.named
    }
    beside = [name for part, names in folders.items() if part != "train" for name in names]
    train = files_in(
        root / parts.train,
        reading,
        advice=advice(root / parts.train),
        base=root,
        skipped=without_label(folders["train"], beside) if beside else (),
    )
    files, left_out = list(train.files), list(train.left_out)
    left_out += [LeftOut(name, tr("it is no part with classes")) for name in parts.unused]
    for part, name in parts.named[1:]:
        if part == "test" and reading.rules == "version_2":
            continue
        found = files_in(
            root / name,
            reading,
            advice=advice(root / name),
            base=root,
            known=train.names,
            is_strict=part != "test",
        )
        files += [replace(file, part=part) for file in found.files]
        left_out += found.left_out
    return FoundImages(train.names, files, left_out, part_notes(parts, reading))


def part_notes(parts: PartFolders, reading: Reading) -> tuple[str, ...]:
    """Return the sentences that say which sub-folder is which part.

    Args:
        parts: the sub-folders.
        reading: its rules say what becomes of the test part.
    """
    notes: list[str] = []
    if parts.unused:
        notes.append(
            noted(
                tr(
                    "{names} beside {train} is not used: it is no part of the data whose files have classes.",
                    names=", ".join(parts.unused),
                    train=parts.train,
                ),
                PARTS,
            )
        )
    if parts.validation:
        notes.append(
            noted(
                tr(
                    "The sub-folder {train} trains and {validation} validates, so there is no validation"
                    " share.",
                    train=parts.train,
                    validation=parts.validation,
                ),
                PARTS,
                cure=(tr("Take all sub-folders as classes"), "data.parts=false"),
            )
        )
    elif parts.test:
        notes.append(
            noted(
                tr("The sub-folder {train} trains.", train=parts.train),
                PARTS,
                cure=(tr("Take all sub-folders as classes"), "data.parts=false"),
            )
        )
    if parts.test and reading.rules == "version_2":
        notes.append(tr("The sub-folder {test} is left alone.", test=parts.test))
    elif parts.test:
        notes.append(
            noted(
                tr(
                    "The sub-folder {test} is the test part: it is neither trained nor validated on.",
                    test=parts.test,
                ),
                PARTS,
            )
        )
    return tuple(notes)
