"""The names that a data file offers for choosing: its arrays or its columns.

Only the beginning of a file is read. `load` does not need this; editors of settings do.
"""

from collections.abc import Callable
from pathlib import Path
from typing import get_args

from engine.data.array_file import members
from engine.data.csv_file import column_names
from engine.data.dataset import DataError
from engine.data.image_labels import labels_path
from engine.data.reading import Reading
from engine.data.table_file import table_column_names
from engine.language import tr
from engine.settings.data import (
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
from engine.settings.declare import alternatives

_NAMES: dict[type[DataSection], Callable[[Path], tuple[str, ...]]] = {
    ImagesData: lambda path: column_names(path) if path.is_file() else (),
    ArraysData: lambda path: tuple(members(path)),
    TableData: table_column_names,
    SeriesData: column_names,
    TextData: lambda path: () if path.is_dir() else column_names(path),
    LabelledData: lambda _path: (),
    KerasData: lambda _path: (),
    PythonData: lambda _path: (),
}

if set(_NAMES) != set(alternatives(get_args(DataSettings)[0])):
    raise TypeError("each kind of data in engine.settings.data needs an entry in engine.data.choices")


def names_in(settings: DataSection, base: Path | None) -> tuple[str, ...]:
    """The names of the arrays or columns in the file that `settings` name; () where there are none.

    Raises DataError when it cannot be read.
    """
    if settings.source is None:
        return ()
    reading = Reading(base)
    found = reading.find(settings.source)
    if isinstance(settings, ImagesData):
        found = labels_path(settings, found, reading=reading) or found
    try:
        return _NAMES[type(settings)](found)
    except OSError as error:
        raise DataError(
            tr("{name} cannot be read: {reason}.", name=found.name, reason=error.strerror or error)
        ) from error
