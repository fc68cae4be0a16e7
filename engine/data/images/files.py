"""Which image files a folder has: one sub-folder a class, and whether they are grey.

A file is decoded in `pixels`, and all files in `decode_all`.
"""

import os
import stat
from dataclasses import dataclass, replace
from pathlib import Path

from engine.data.dataset import DataError, LeftOut
from engine.data.folders.class_names import ClassNumbers, refuse_marked_pictures
from engine.data.folders.system_files import is_data
from engine.data.images.pixels import ImageRefused, Mode, mode_in
from engine.data.reading.context import PartName, Reading
from engine.data.reading.limits import too_many_files
from engine.language import tr
from engine.message import joined
from engine.opening import is_printable, printable
from engine.settings.data.kinds import ImagesData
from engine.settings.data.sections import Rules

_STEP = 128


@dataclass(frozen=True, slots=True)
class FoundImage:
    """One image file.

    Attributes:
        file: its path, as text.
        name: its name for people, such as "cats/1.png".
        label: its class number.
        size: in bytes.
        changed: when it was last modified, in nanoseconds (`st_mtime_ns`).
        part: which part of the data its folder is for.
    """

    file: str  # a `Path` for each of 100,000 files would take as long as the rest of the search
    name: str
    label: int
    size: int
    changed: int
    part: PartName = "train"

    @property
    def path(self) -> Path:
        """The path as a `Path`."""
        return Path(self.file)


@dataclass(frozen=True, slots=True)
class FoundImages:
    """The image files of a folder.

    Attributes:
        names: of the classes.
        files: of all classes.
        left_out: what cannot be used.
        notes: sentences for people.
        fingerprint: that of a file of labels; "" where there is none.
    """

    names: tuple[str, ...]
    files: list[FoundImage]
    left_out: list[LeftOut]
    notes: tuple[str, ...] = ()
    fingerprint: str = ""


def class_folders(root: Path, rules: Rules = "version_3") -> list[Path]:
    """Return the sub-folders that may be data and whose names are Unicode text, sorted by name."""
    return [path for path in _folders(root, rules) if is_printable(path.name)]


def _folders(root: Path, rules: Rules) -> list[Path]:
    with os.scandir(root) as entries:
        names = sorted(entry.name for entry in entries if is_data(entry.name, rules) and _is_folder(entry))
    return [root / name for name in names]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Return whether it is a folder or a link to one, without a further look at each of 100,000 files."""
    if entry.is_symlink():
        return Path(entry.path).is_dir()  # False for a link to itself, which `DirEntry.is_dir` raises
    return entry.is_dir()


def images_in(root: Path, reading: Reading, *, more: str = "") -> FoundImages:
    """Return the images of a folder with one sub-folder a class.

    Args:
        root: the folder.
        reading: can cancel, limits the number of files, and its `like` says the classes.
        more: what else is said of a folder without sub-folders.

    Raises:
        DataError: there are fewer than two classes, one is not known, or there are too many files.
        LoadCancelled: `reading` was cancelled.
    """
    return files_in(root, reading, advice=joined((no_classes(root), more)))


def no_classes(root: Path) -> str:
    """Return the sentence for a folder without one sub-folder for the images of each class."""
    return tr(
        "{name} has no sub-folders; put the images of each class into a folder of its own.",
        name=root.name,
    )


def files_in(
    root: Path,
    reading: Reading,
    *,
    advice: str,
    base: Path | None = None,
    known: tuple[str, ...] = (),
    is_strict: bool = True,
    skipped: tuple[str, ...] = (),
) -> FoundImages:
    """Return all files of a folder with one sub-folder a class, as `images_in` does, whatever the files are.

    Args:
        root: the folder.
        reading: as in `images_in`.
        advice: the sentence for a folder without sub-folders.
        base: where names begin; None for `root`.
        known: the classes that there may be; () for any.
        is_strict: whether another class is refused; else it is left out.
        skipped: sub-folders whose files have no class.

    Raises:
        DataError: as in `images_in`.
        LoadCancelled: `reading` was cancelled.
    """
    base = root if base is None else base
    known = known if reading.like is None else reading.like.class_names
    folders = [path for path in class_folders(root, reading.rules) if path.name not in skipped]
    left_out = [
        LeftOut((root / name).relative_to(base).as_posix(), tr("its files have no class")) for name in skipped
    ]
    left_out += [
        LeftOut(
            printable(path.relative_to(base).as_posix()), tr("it lies beside the class folders, not in one")
        )
        for path in sorted(root.iterdir(), key=lambda path: path.name)
        if is_data(path.name, reading.rules) and path.is_file()
    ]
    left_out += [
        LeftOut(printable(path.relative_to(base).as_posix()), _no_text())
        for path in _folders(root, reading.rules)
        if not is_printable(path.name)
    ]
    if not folders:
        loose = tr("The {count:,} files in it have no class.", count=len(left_out)) if left_out else ""
        raise DataError(joined((advice, loose)))
    names = tuple(folder.name for folder in folders)
    numbers = ClassNumbers(known or names)
    if known:
        unknown = [folder for folder in folders if numbers.get(folder.name) is None]
        if unknown and is_strict:
            raise DataError(
                tr("The class {unknown} is not among those of the training data.", unknown=unknown[0].name)
            )
        left_out += [
            LeftOut(folder.relative_to(base).as_posix(), tr("no training example has this class"))
            for folder in unknown
        ]
        folders = [folder for folder in folders if folder not in unknown]
        names = known
    elif reading.rules != "version_2":
        refuse_marked_pictures(names, root=root.name)
    if not known and len(names) == 1:
        raise DataError(
            tr(
                "{name} has one class only, {only}; at least two are needed to learn from.",
                name=root.name,
                only=names[0],
            )
        )
    files: list[FoundImage] = []
    for folder in folders:
        reading.step(0, 0)
        label = numbers.get(folder.name) or 0
        place = folder.relative_to(base).as_posix()
        for parts, file in _below(folder, reading):
            name = "/".join((place, *parts))
            found = _found(file, name, label)
            if not is_printable(name):
                left_out.append(LeftOut(printable(name), _no_text()))
            elif found is None:
                left_out.append(LeftOut(name, tr("it is no regular file")))
            else:
                files.append(found)
    return FoundImages(names, files, left_out)


def found_image(path: Path, base: Path, *, label: int, part: PartName = "train") -> FoundImage | None:
    """Return a file with its size and time.

    Args:
        path: of the file.
        base: where its name begins.
        label: its class number.
        part: which part of the data it is for.

    Returns:
        The file; None where it is not a regular file.
    """
    found = _found(str(path), path.relative_to(base).as_posix(), label)
    return found if found is None or part == "train" else replace(found, part=part)


def _found(file: str, name: str, label: int) -> FoundImage | None:
    """Return None for what is not a regular file: a pipe or a broken link would block or fail when opened."""
    try:
        about = os.stat(file)  # noqa: PTH116 - see FoundImage.file
    except OSError:
        return None
    if not stat.S_ISREG(about.st_mode):
        return None
    return FoundImage(file, name, label, about.st_size, about.st_mtime_ns)


def _no_text() -> str:
    return tr("its name is no text in UTF-8; rename it")


def files_below(folder: Path, reading: Reading) -> list[Path]:
    """Return all visible files in a folder and below it, sorted; links to folders are not followed.

    Args:
        folder: where to begin.
        reading: can cancel, and limits the number of files.

    Raises:
        DataError: there are too many files.
        LoadCancelled: `reading` was cancelled.
    """
    return [Path(file) for _, file in _below(folder, reading)]


def _below(folder: Path, reading: Reading) -> list[tuple[tuple[str, ...], str]]:
    """Yield the same, each as its parts from `folder` on, and as a path."""
    found: list[tuple[tuple[str, ...], str]] = []
    most = reading.limits.most_files()
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if is_data(name, reading.rules)]
        parts = Path(place).relative_to(folder).parts
        found += [
            ((*parts, name), f"{place}{os.sep}{name}") for name in files if is_data(name, reading.rules)
        ]
        reading.look()
        if most is not None and len(found) > most:
            raise too_many_files(folder.name, most)
    return sorted(found)


def mode_of(settings: ImagesData, files: list[FoundImage], *, reading: Reading) -> Mode:
    """Return what the images become.

    Args:
        settings: decide it, or leave it to the images.
        files: the images; without a setting they are grey when every one is, of 16 bits when one has them.
        reading: its `like` decides before the images.
    """
    like = reading.like
    if like is not None and like.shape[2:] not in ((), (1,)):
        return "rgb"
    if like is not None and (like.kind == settings.kind or like.dtype != "float32"):
        return "grey16" if like.dtype == "float32" else "grey"
    if settings.color != "auto":
        return settings.color
    found: Mode = "grey"
    for number, image in enumerate(files):
        if number % _STEP == 0:
            reading.step(0, len(files))
        try:
            mode = mode_in(image.path, reading.rules)
        except ImageRefused:
            continue  # it is reported when its pixels are read
        if mode == "rgb":
            return mode
        if mode == "grey16" and reading.rules != "version_2":
            found = mode
    return found
