"""The texts of a folder with one sub-folder a class, each decoded with its encoding.

They are its .txt files; where it has none, those without an ending, as mails and news are kept.

Tokens are left to `tokens`.
"""

from __future__ import annotations

import codecs
import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.data.dataset import DataError, LeftOut
from engine.data.images.files import files_in
from engine.data.images.inner_folders import from_outer, inner_folder
from engine.data.images.split_folders import files_of_parts, parts_in
from engine.data.problems import CLASSES, DataQuestionError, noted
from engine.data.reading.encodings import MOST_BYTES, SEVEN_BITS, judged, wide_encoding
from engine.language import tr
from engine.opening import read_regular

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from engine.data.images.files import FoundImage
    from engine.data.reading.context import PartName, Reading

ENCODINGS = ("utf-8-sig", "cp949")
"""The encodings that are tried, in this order; cp949 is that of Korean Windows, with EUC-KR in it."""
_MARKED = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MEMORY_PER_BYTE = 8
_JUDGED = 200  # files whose encoding is judged, from all over the folder
_ASCII = 0x80


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
        ending: of the names of the texts, in small letters; "" for none.
    """

    files: tuple[TextFile, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]
    fingerprint: str
    ending: str


def read_folder(root: Path, reading: Reading, *, has_parts: bool = True, encoding: str = "auto") -> Folder:
    """Read the texts in the sub-folders of a folder.

    Args:
        root: the folder.
        has_parts: whether sub-folders may be the parts of the data.
        encoding: of the files that are not UTF-8; "auto" to find it.
        reading: gets the progress, can cancel, and limits memory and time.

    Raises:
        DataError: there are not two classes with texts.
        LoadCancelled: `reading` was cancelled.
    """
    inner = inner_folder(root, reading.rules)
    parts = parts_in(inner, reading) if has_parts and reading.like is None else None
    if parts is None:
        found = files_in(inner, reading, advice=_no_classes(inner))
    else:
        found = files_of_parts(inner, parts, reading=reading, advice=_no_classes)
    found = from_outer(found, root, inner=inner)
    size = sum(file.size for file in found.files)
    reading = reading.within(size, name=root.name, files=len(found.files))
    reading.limits.require_memory(
        size * _MEMORY_PER_BYTE,
        tr("{count:,} files of text", count=len(found.files)),
    )
    digest, files, left_out = hashlib.sha256(), [], found.left_out
    ending = _ending(found.files, reading)
    odd: dict[int, bytes] = {}  # by place in `files`, where they are put in once their encoding is known
    for number, file in enumerate(found.files):
        if number % 128 == 0:
            reading.step(number, len(found.files))
        if file.path.suffix.lower() != ending:
            said = tr("its name does not end in .txt") if ending else tr("its name has an ending")
            left_out.append(LeftOut(file.name, said))
            continue
        try:
            raw = read_regular(file.file)
        except OSError as error:
            left_out.append(LeftOut(file.name, error.strerror or str(error)))
            continue
        digest.update(f"{file.name}\0{len(raw)}\0".encode("utf-8", "surrogateescape") + raw)
        decoded = decoded_text(raw) if reading.rules == "version_2" else plain_text(raw, encoding)
        if decoded is None and reading.rules != "version_2" and b"\0" not in raw:
            odd[len(files)] = raw
            files.append(TextFile(file.name, found.names[file.label], "", "", file.part))
        elif decoded is None:
            left_out.append(LeftOut(file.name, tr("it is no text in UTF-8, UTF-16 or Korean (cp949)")))
        else:
            files.append(TextFile(file.name, found.names[file.label], *decoded, file.part))
    texts = odd_texts(odd, encoding, name=root.name)
    for at, (text, used) in texts.items():
        files[at] = replace(files[at], text=text, encoding=used)
    gone = {at for at in odd if at not in texts}
    left_out += [
        LeftOut(files[at].name, tr("it is no text in UTF-8 or another encoding")) for at in sorted(gone)
    ]
    files = [file for at, file in enumerate(files) if at not in gone]
    if not files:
        raise DataError(tr("{name} has no .txt file that can be read in its sub-folders.", name=root.name))
    notes = (*found.notes, *_notes(found.names, files, reading))
    return Folder(tuple(files), tuple(left_out), notes, digest.hexdigest(), ending)


def _ending(files: Sequence[FoundImage], reading: Reading) -> str:
    """Return the ending of the texts: .txt, or none where no file has it and most have none."""
    endings = Counter(file.path.suffix.lower() for file in files)
    is_without = reading.rules != "version_2" and not endings[".txt"] and 2 * endings[""] > len(files)
    return "" if is_without else ".txt"


def _no_classes(root: Path) -> str:
    return tr(
        "{name} has no sub-folders; put the texts of each class into a folder of its own.",
        name=root.name,
    )


def odd_texts(files: Mapping[int, bytes], encoding: str, *, name: str) -> dict[int, tuple[str, str]]:
    """Return the texts of files that are not UTF-8, with the encoding of each; what is no text is not in it.

    The files of a folder are mostly written alike, so they are judged together; what is no text in their
    encoding is judged alone. Broken bytes are replaced where most of a file is plain.

    Args:
        files: their bytes, by any key.
        encoding: that is set; "auto" to find it.
        name: of the folder, for sentences.

    Raises:
        DataQuestionError: more than one encoding is as plausible.
    """
    if not files:
        return {}
    together = _together(list(files.values()), name=name) if encoding == "auto" else encoding
    texts: dict[int, tuple[str, str]] = {}
    for at, raw in files.items():
        used = together
        text = _text(raw, together)
        if text is None and encoding == "auto":
            alone = judged(_sample([raw]))
            used = together if alone.close or not alone.encoding else alone.encoding
            text = _text(raw, used)
        if text is None and 2 * sum(byte < _ASCII for byte in raw) > len(raw):
            text = raw.decode(used, "replace")
        if text is not None:
            texts[at] = (text, used)
    return texts


def _together(files: list[bytes], *, name: str) -> str:
    """Return the encoding that most files are in. Raises DataQuestionError."""
    some = files[:: max(len(files) // _JUDGED, 1)]
    votes = Counter(found.encoding for raw in some if not (found := judged(_sample([raw]))).close)
    del votes[""]
    if votes:
        return votes.most_common(1)[0][0]
    found = judged(_sample(files))
    if found.close:
        raise DataQuestionError(
            tr(
                "{name} is not UTF-8 and may be written in more than one encoding: {previews}. Choose its"
                " encoding.",
                name=name,
                previews="; ".join(f"{one}: {text}" for one, text in (found.preview or {}).items()),
            ),
            path="data.encoding",
            choices=tuple(found.preview or {}),
        )
    return found.encoding or "cp1252"


def _text(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _sample(files: Sequence[bytes]) -> bytes:
    """Return the lines beyond ASCII of files, as many as are judged."""
    lines: list[bytes] = []
    left = MOST_BYTES
    for raw in files:
        for line in raw.splitlines():
            if not line.isascii() and left > 0:
                lines.append(line)
                left -= len(line)
    return b"\n".join(lines)


def plain_text(raw: bytes, encoding: str) -> tuple[str, str] | None:
    """Return the text and its encoding where its bytes say it, or it is set and looks like UTF-8.

    Args:
        raw: the bytes of a file.
        encoding: that is set; "auto" to find it.

    Returns:
        None where the letters must say it, or it is no text.
    """
    found = wide_encoding(raw[:4], encoding) or (encoding if encoding in SEVEN_BITS else "")
    text = _text(raw, found) if found else None
    return (text, found) if text is not None and "\0" not in text else decoded_text(raw, ENCODINGS[:1])


def decoded_text(raw: bytes, encodings: tuple[str, ...] = ENCODINGS) -> tuple[str, str] | None:
    """Return the text and its encoding; None where it has no known encoding.

    Args:
        raw: the bytes of a file.
        encodings: that are tried, in this order.
    """
    for encoding in ("utf-16",) if raw.startswith(_MARKED) else encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else (text, encoding)
    return None


def _notes(names: tuple[str, ...], files: list[TextFile], reading: Reading) -> tuple[str, ...]:
    encodings = Counter(file.encoding for file in files)
    notes: list[str] = [
        noted(
            tr(
                "{count:,} files were read as {encoding}, as they are not UTF-8.",
                count=count,
                encoding=encoding,
            ),
            "data.encoding",
        )
        for encoding, count in encodings.items()
        if encoding != ENCODINGS[0]
    ]
    present = {file.label for file in files}
    if reading.like is None:
        notes += [
            noted(tr("The class {name} has no text.", name=name), CLASSES)
            for name in names
            if name not in present
        ]
    return tuple(notes)
