"""The .txt files of a folder with one sub-folder a class, each decoded with its encoding.

Tokens are left to `tokens`.
"""

from __future__ import annotations

import codecs
import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.data.dataset import DataError, LeftOut
from engine.data.images.files import files_in
from engine.data.images.split_folders import files_of_parts, parts_in
from engine.language import tr
from engine.opening import read_regular

if TYPE_CHECKING:
    from pathlib import Path

    from engine.data.reading.context import PartName, Reading

ENCODINGS = ("utf-8-sig", "cp949")
"""The encodings that are tried, in this order; cp949 is that of Korean Windows, with EUC-KR in it."""
_MARKED = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MEMORY_PER_BYTE = 8


@dataclass(frozen=True, slots=True)
class TextFile:
    """One text.

    Attributes:
        name: of its file, for people, such as "good/1.txt".
        label: the name of its class.
        text: decoded.
        encoding: as Python names it.
        part: which part of the data its folder is for.
    """

    name: str
    label: str
    text: str
    encoding: str
    part: PartName = "train"


@dataclass(frozen=True, slots=True)
class Folder:
    """All texts of a folder.

    Attributes:
        files: in the order of class and file.
        left_out: what cannot be used.
        notes: sentences for people.
        fingerprint: a sha256 over all files, as hex.
    """

    files: tuple[TextFile, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]
    fingerprint: str


def read_folder(root: Path, reading: Reading, *, has_parts: bool = True) -> Folder:
    """Read the texts in the sub-folders of a folder.

    Args:
        root: the folder.
        has_parts: whether sub-folders may be the parts of the data.
        reading: gets the progress, can cancel, and limits memory and time.

    Raises:
        DataError: there are not two classes with texts.
        LoadCancelled: `reading` was cancelled.
    """
    parts = parts_in(root, reading) if has_parts and reading.like is None else None
    if parts is None:
        found = files_in(root, reading, advice=_no_classes(root))
    else:
        found = files_of_parts(root, parts, reading=reading, advice=_no_classes)
    size = sum(file.size for file in found.files)
    reading = reading.within(size, name=root.name, files=len(found.files))
    reading.limits.require_memory(
        size * _MEMORY_PER_BYTE,
        tr("{count:,} files of text", count=len(found.files)),
    )
    digest, files, left_out = hashlib.sha256(), [], found.left_out
    for number, file in enumerate(found.files):
        if number % 128 == 0:
            reading.step(number, len(found.files))
        if file.path.suffix.lower() != ".txt":
            left_out.append(LeftOut(file.name, tr("its name does not end in .txt")))
            continue
        try:
            raw = read_regular(file.file)
        except OSError as error:
            left_out.append(LeftOut(file.name, error.strerror or str(error)))
            continue
        digest.update(f"{file.name}\0{len(raw)}\0".encode("utf-8", "surrogateescape") + raw)
        decoded = decoded_text(raw)
        if decoded is None:
            left_out.append(LeftOut(file.name, tr("it is no text in UTF-8, UTF-16 or Korean (cp949)")))
        else:
            files.append(TextFile(file.name, found.names[file.label], *decoded, file.part))
    if not files:
        raise DataError(tr("{name} has no .txt file that can be read in its sub-folders.", name=root.name))
    notes = (*found.notes, *_notes(found.names, files, reading))
    return Folder(tuple(files), tuple(left_out), notes, digest.hexdigest())


def _no_classes(root: Path) -> str:
    return tr(
        "{name} has no sub-folders; put the texts of each class into a folder of its own.",
        name=root.name,
    )


def decoded_text(raw: bytes) -> tuple[str, str] | None:
    """Return the text and its encoding; None where it has no known encoding."""
    for encoding in ("utf-16",) if raw.startswith(_MARKED) else ENCODINGS:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else (text, encoding)
    return None


def _notes(names: tuple[str, ...], files: list[TextFile], reading: Reading) -> tuple[str, ...]:
    encodings = Counter(file.encoding for file in files)
    notes = [
        tr("{count:,} files were read as {encoding}, as they are not UTF-8.", count=count, encoding=encoding)
        for encoding, count in encodings.items()
        if encoding != ENCODINGS[0]
    ]
    present = {file.label for file in files}
    if reading.like is None:
        notes += [tr("The class {name} has no text.", name=name) for name in names if name not in present]
    return tuple(notes)
