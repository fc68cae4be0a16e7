"""Which reader reads which kind of data: one table, and `load`, which asks it.

The readers are in the modules beside this one.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

from engine.custom_code.run_file import Trusted, trust_nothing
from engine.data.arrays.read import read_arrays
from engine.data.dataset import DataError, Dataset
from engine.data.images.read import read_images
from engine.data.keras_datasets.read import read_keras
from engine.data.python_file import read_python
from engine.data.reading.context import Progress, Reading, damaged, unreadable
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
from engine.settings.declaration.declare import alternatives

READERS: dict[type[DataSection], Callable[[Any, Reading], Dataset]] = {
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


def load(
    settings: DataSection,
    base: Path | None,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    like: Dataset | None = None,
    trusted: Trusted = trust_nothing,
) -> Dataset:
    """Read all examples that `settings` name; relative paths begin at `base`.

    progress is told (done, total, doing) in files or rows, or in bytes while `doing` says that something is
    downloaded, in the calling thread. cancelled is asked between them and ends the reading with
    `LoadCancelled`. like is the training data whose classes and features this data
    must have, for separate validation data. trusted is asked whether a Python file may run. Raises
    DataError, with a sentence for people, when the data cannot be used.
    """
    reading = Reading(base, progress, cancelled, like, trusted, Limits.of(settings))
    try:
        return READERS[type(settings)](settings, reading)
    except OSError as error:
        raise DataError(unreadable(error.filename or settings.called, error)) from error
    except MemoryError as error:
        raise DataError(
            tr("There is not enough memory for this data; choose less data or a smaller size.")
        ) from error
    except CORRUPT as error:
        # every library has errors of its own for files that are damaged or made to do harm
        raise DataError(damaged(settings.called, error)) from error
