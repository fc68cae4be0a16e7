"""Which reader reads which kind of data: one table, and `load`, which calls it.

The readers are in the rooms beside this module: `read_images` in `images.read`, and so on.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args, overload

from engine.custom_code.run_file import Trusted, trust_nothing
from engine.data.arrays.read import read_arrays
from engine.data.dataset import AnyDataset, DataError, Dataset, RawDataset
from engine.data.images.read import read_images
from engine.data.keras_datasets.read import read_keras
from engine.data.problems import noted
from engine.data.python_file import read_python
from engine.data.reading.context import PartName, Progress, Reading, damaged, rules_of, unreadable
from engine.data.reading.limits import Limits
from engine.data.series.labelled import read_labelled
from engine.data.series.read import read_series
from engine.data.tables.read import read_table
from engine.data.text.read import read_text
from engine.isolated.errors import CORRUPT
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
from engine.settings.data.sections import Rules
from engine.settings.declaration.declare import alternatives

READERS: dict[type[DataSection], Callable[[Any, Reading], AnyDataset]] = {
    ImagesData: read_images,
    ArraysData: read_arrays,
    TableData: read_table,
    SeriesData: read_series,
    TextData: read_text,
    LabelledData: read_labelled,
    KerasData: read_keras,
    PythonData: read_python,
}

if set(READERS) != set(alternatives(get_args(DataSettings)[0])):
    raise TypeError("each kind of data in engine.settings.data.kinds needs a reader in engine.data.readers")


@overload
def load(
    settings: TableData | TextData,
    base: Path | None,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    like: Dataset | None = None,
    part: PartName = "train",
    trusted: Trusted = trust_nothing,
) -> RawDataset: ...
@overload
def load(
    settings: ImagesData | ArraysData | SeriesData | LabelledData | KerasData | PythonData,
    base: Path | None,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    like: Dataset | None = None,
    part: PartName = "train",
    trusted: Trusted = trust_nothing,
) -> Dataset: ...
@overload
def load(
    settings: DataSection,
    base: Path | None,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    like: Dataset | None = None,
    part: PartName = "train",
    trusted: Trusted = trust_nothing,
) -> AnyDataset: ...
def load(
    settings: DataSection,
    base: Path | None,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    like: Dataset | None = None,
    part: PartName = "train",
    trusted: Trusted = trust_nothing,
) -> AnyDataset:
    """Read all examples that `settings` name.

    Args:
        settings: one kind of data.
        base: the folder of relative paths; None for the working directory.
        progress: called as `Progress` says, in the calling thread; None for nobody.
        cancelled: called between files or rows; True ends the reading. None never does.
        like: the training data whose classes and features separate validation data must have; else None.
        part: which part is read; of a file with several, validation data is not the training inputs.
        trusted: whether a custom Python file, by its path and sha256, may run.

    Returns:
        A `RawDataset` of tables and texts, as their inputs are numbers only after `fit`; else a `Dataset`.

    Raises:
        DataError: the data cannot be used; the message is a sentence for people.
        LoadCancelled: `cancelled` returned True.
    """
    reading = Reading(
        base, progress, cancelled, like, trusted, Limits.of(settings), part=part, rules=rules_of(settings)
    )
    try:
        found: AnyDataset = READERS[type(settings)](settings, reading)
        return found if like is not None else _with_note_of_rules(found, reading.rules)
    except OSError as error:
        raise DataError(unreadable(error.filename or settings.called, error)) from error
    except MemoryError as error:
        raise DataError(
            tr("There is not enough memory for this data; choose less data or a smaller size.")
        ) from error
    except CORRUPT as error:
        # every library has its own errors for files that are corrupt or malicious
        raise DataError(damaged(settings.called, error)) from error


def _with_note_of_rules(dataset: AnyDataset, rules: Rules) -> AnyDataset:
    """Return the data set with a note where it is read as an earlier program did."""
    if rules == "version_3":
        return dataset
    note = tr(
        "This project keeps the reading rules of an earlier Fitroom. The setting Reading rules takes those of"
        " now, which understand more numbers, dates, encodings, folders and labels."
    )
    rules_of_now = (tr("Read by the current rules"), "data.rules=version_3")
    return replace(dataset, notes=(*dataset.notes, noted(note, "data.rules", cure=rules_of_now)))
