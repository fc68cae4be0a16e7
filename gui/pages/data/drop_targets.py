"""Decides what a dropped file or folder means: a kind of data, or a saved model.

It looks at suffixes, and at most at one line or the first bytes; reading the data is left to `engine.data`.
"""

from __future__ import annotations

from pathlib import Path

from engine.data.arrays.hdf5 import is_of_keras
from engine.opening import open_regular
from engine.settings.data.kinds import (
    ArraysData,
    DataSection,
    ImagesData,
    LabelledData,
    SeriesData,
    TableData,
    TextData,
)
from engine.settings.data.sections import PACKED_SUFFIXES
from engine.settings.model import FileModel
from gui.text import tr

_HDF5 = (".h5", ".hdf5")
_FILES: dict[str, type[ArraysData | TableData]] = {
    ".npz": ArraysData,
    ".npy": ArraysData,
    **dict.fromkeys(_HDF5, ArraysData),
    **dict.fromkeys((".csv", ".tsv", ".xlsx", ".xlsm", ".parquet", *PACKED_SUFFIXES), TableData),
}
_LONGEST_LINE = 1 << 20
_TABLES = (".csv", ".tsv", *PACKED_SUFFIXES)
_SERIES = (".tsv", ".txt")


def model_of(path: Path) -> FileModel | None:
    """Return the settings that start from a saved model.

    Args:
        path: A file or folder.

    Returns:
        The settings of a `.keras` file, and of a model or weights in HDF5, of which the Model page says what
        to do with it; None for anything else.
    """
    suffix = path.suffix.lower()
    is_model = suffix == ".keras" or (suffix in _HDF5 and _is_of_keras(path))
    return FileModel(path=str(path)) if is_model else None


def data_of(path: Path, *, present: DataSection) -> DataSection | None:
    """Return the settings that read a file or folder.

    A folder with .txt files in sub-folders is text, and so is any folder or table while text is chosen. A CSV
    file is a time series while one is chosen. An NPY file is taken as inputs. A TSV or TXT file whose first
    line is numbers alone has no header, so it holds labelled series.

    Args:
        path: The file or folder.
        present: The present data settings.

    Returns:
        New data settings; None for a file of no known kind.
    """
    if isinstance(present, TextData) and (path.is_dir() or path.suffix.lower() in _TABLES):
        return TextData(path=str(path), level=present.level)
    if path.is_dir() and next(path.glob("*/*.txt"), None) is not None:
        return TextData(path=str(path))
    if path.suffix.lower() == ".ts" or (path.suffix.lower() in _SERIES and _begins_with_numbers(path)):
        return LabelledData(path=str(path))
    if path.is_dir():
        kept = present if isinstance(present, ImagesData) else ImagesData()
        return kept.model_copy(update={"path": str(path)})
    kind = _FILES.get(path.suffix.lower())
    if kind is TableData and isinstance(present, SeriesData):
        return SeriesData(path=str(path))
    return kind(path=str(path)) if kind is not None else None


def no_data(path: Path) -> str:
    """Return the sentence for a file of no known kind."""
    return tr(
        "{name} is no data that can be read here. Use a folder of images, NPZ, NPY, HDF5, CSV, Excel or"
        " Parquet.",
        name=path.name,
    )


def _is_of_keras(path: Path) -> bool:
    try:
        return is_of_keras(path)
    except OSError:  # the reader of the data says why
        return False


def _begins_with_numbers(path: Path) -> bool:
    try:
        with open_regular(path) as file:
            line = file.readline(_LONGEST_LINE).decode("utf-8-sig", "replace")
        return len([float(part) for part in line.replace(",", " ").split()]) > 1
    except (OSError, ValueError):
        return False
