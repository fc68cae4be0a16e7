"""The names that a data file offers for choosing: its arrays or its columns.

Only the beginning of a file is read. `load` does not need this; editors of settings do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from engine.data.arrays.file import members
from engine.data.dataset import DataError
from engine.data.images.labels_file import labelled_folder, labels_path
from engine.data.reading.context import Reading, rules_of
from engine.data.tables.csv import column_names
from engine.data.tables.file import table_names
from engine.data.tables.notation.written import Written
from engine.language import tr
from engine.settings.data.kinds import (
    ArraysData,
    DataSection,
    DataSettings,
    ImagesData,
    KerasData,
    LabelledData,
    PythonData,
    SeriesData,
    TableData,
    TextData,
)
from engine.settings.declaration.declare import alternatives


@dataclass(frozen=True, slots=True)
class Choices:
    """What a data file offers to choose from.

    Attributes:
        names: of its arrays or columns.
        sheets: of an Excel file; else empty.
    """

    names: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()


_CHOICES: dict[type[DataSection], Callable[[Any, Path], Choices]] = {
    ImagesData: lambda _settings, path: Choices(column_names(path) if path.is_file() else ()),
    ArraysData: lambda _settings, path: Choices(tuple(members(path, Reading()))),
    TableData: lambda settings, path: Choices(
        *table_names(path, sheet=settings.sheet, written=Written.of(settings))
    ),
    SeriesData: lambda settings, path: Choices(column_names(path, Written.of(settings))),
    TextData: lambda settings, path: Choices(
        () if path.is_dir() else column_names(path, Written.of(settings))
    ),
    LabelledData: lambda _settings, _path: Choices(),
    KerasData: lambda _settings, _path: Choices(),
    PythonData: lambda _settings, _path: Choices(),
}

if set(_CHOICES) != set(alternatives(get_args(DataSettings)[0])):
    raise TypeError(
        "each kind of data in engine.settings.data.kinds needs an entry in engine.data.names_in_file"
    )


def choices_in(settings: DataSection, base: Path | None) -> Choices:
    """Return what the file that `settings` name offers; nothing where no file is set.

    Args:
        settings: one kind of data.
        base: the folder of relative paths; None for the working directory.

    Raises:
        DataError: the file cannot be read.
    """
    if settings.source is None:
        return Choices()
    reading = Reading(base, rules=rules_of(settings))
    found = reading.find(settings.source)
    try:
        if isinstance(settings, ImagesData) and found.is_dir():
            folder = labelled_folder(settings, found, reading=reading)
            found = labels_path(settings, folder, reading=reading) or folder
        return _CHOICES[type(settings)](settings, found)
    except OSError as error:
        raise DataError(
            tr("{name} cannot be read: {reason}.", name=found.name, reason=error.strerror or error)
        ) from error
