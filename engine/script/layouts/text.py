"""How texts are written in their table or folder: what a script that reads them must do."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from engine.data.folders.system_files import system_names
from engine.data.images.inner_folders import inner_folder
from engine.data.images.split_folders import parts_in, spelled_otherwise
from engine.data.reading.encodings import SEVEN_BITS
from engine.data.tables.notation.missing_signs import is_usual_sign, signs_for
from engine.data.tables.notation.number_notation import NumberNotation
from engine.data.text.files import ENCODINGS, read_folder
from engine.data.text.read import read_text_table
from engine.script.layouts.csv import CsvLayout, csv_layout

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from engine.data.dataset import Dataset
    from engine.data.folders.part_names import PartFolders
    from engine.data.reading.context import Reading
    from engine.settings.data.kinds import TextData


@dataclass(frozen=True, slots=True)
class TextLayout:
    """Texts in a CSV file or in a folder of files.

    Attributes:
        path: The file or folder.
        csv: How the CSV file is written, None for a folder.
        text: The column of the texts, "" for a folder.
        encodings: Encodings of the files, in the order in which they are tried.
        left_out: Names of the files that cannot be used.
        composed: Whether decomposed letters are composed (Unicode NFC).
        parts: Sub-folders of the parts, None without.
        system: Names of system files and folders that are there and are no data, in small letters.
        otherwise: Names of class folders that are spelled otherwise, by (folder of the part, class).
        ending: Of the names of the files, in small letters.
    """

    path: Path
    csv: CsvLayout | None
    text: str
    encodings: tuple[str, ...]
    left_out: tuple[str, ...]
    composed: bool
    parts: PartFolders | None = None
    system: tuple[str, ...] = ()
    otherwise: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    ending: str = ".txt"


def text_layout(settings: TextData, dataset: Dataset, *, reading: Reading) -> TextLayout:
    """Return how the texts that were read as `dataset` are written.

    Raises:
        DataError: A file cannot be read any more.
    """
    path = reading.find(settings.path)
    if path.is_dir():
        has_parts = settings.parts and reading.part == "train"
        folder = read_folder(path, reading, has_parts=has_parts, encoding=settings.encoding)
        encodings = {file.encoding for file in folder.files}
        texts = [file.text for file in folder.files]
        names = [left.name for left in dataset.left_out]
        left_out = tuple(name for name in names if PurePosixPath(name).suffix.lower() == folder.ending)
        # a strict encoding first: one of single bytes reads whatever it is given
        ranked = (
            *sorted(SEVEN_BITS),
            *ENCODINGS,
            "utf-16",
            *sorted(encodings, key=lambda name: name.startswith("cp12")),
        )
        order = tuple(dict.fromkeys(name for name in ranked if name in encodings))
        path = inner_folder(path, reading.rules)
        parts = parts_in(path, reading) if has_parts else None
        otherwise = {} if parts is None else spelled_otherwise(path, parts, classes=dataset.class_names)
        system = system_names(path, reading.rules)
        return TextLayout(
            path, None, "", order, left_out, _composed(texts), parts, system, otherwise, folder.ending
        )
    file, text, target = read_text_table(path, settings, reading=reading)
    names = {str(value).strip() for value in file.table[target].dropna()}
    notation = file.cells[target].notation if target in file.cells else None
    signs = set(signs_for(target, settings.missing_signs)) if file.cells or settings.missing_signs else set()
    if isinstance(notation, NumberNotation):
        signs |= {text for text in file.text(target).dropna().unique() if is_usual_sign(text)}
    layout = csv_layout(
        file,
        path,
        target=target,
        signs=tuple(sorted(signs)),
        replacements=notation.replacements if isinstance(notation, NumberNotation) else (),
        missing=bool(dataset.left_out),
        whole=dataset.task == "classification" and not names <= set(dataset.class_names),
    )
    return TextLayout(path, layout, text, (), (), _composed(file.table[text].dropna()))


def _composed(texts: Iterable[str]) -> bool:
    return not all(unicodedata.is_normalized("NFC", text) for text in texts)
