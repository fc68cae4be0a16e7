"""Which reader reads new examples for a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from engine.data.reading.context import Reading
from engine.language import tr
from engine.predict.new.arrays import ArrayReader
from engine.predict.new.columns import RowReader
from engine.predict.new.files import read_given
from engine.predict.new.pictures import PictureReader
from engine.predict.new.rows import NewRows, Reader
from engine.predict.new.sequences import SequenceReader
from engine.predict.new.texts import TextReader
from engine.predict.new.windows import WindowReader
from engine.predict.signature.examples import (
    Arrays,
    Examples,
    NumberedTexts,
    Pictures,
    Rows,
    Sequences,
    Texts,
    Windows,
)
from engine.problems import RunError
from engine.settings.data.kinds import ArraysData, DataSection, SeriesData, TableData, TextData

if TYPE_CHECKING:
    from engine.predict.finished_run import FinishedRun


def read_new(run: FinishedRun, given: Iterable[str], *, reading: Reading | None = None) -> Iterator[NewRows]:
    """Yield new examples as the model of a run takes them, in the order in which they are given.

    Args:
        run: The run.
        given: Paths of files and folders; where the run has learned from texts, also texts.
        reading: Can cancel; None for nothing.

    Raises:
        RunError: The run's signature does not fit its settings.
        DataError, ModelError: As `FinishedRun.signature`.
        LoadCancelled: `reading` was cancelled.
    """
    return read_given(reader_of(run), given, reading=reading or Reading())


def reader_of(run: FinishedRun) -> Reader:
    """Return the reader of new examples.

    Args:
        run: The run.

    Raises:
        RunError, DataError, ModelError: As `read_new`.
    """
    signature, settings = run.signature, run.project.data
    made = _reader(signature.examples, settings, signature.inputs[0].name)
    if made is None:
        raise RunError(
            tr("signature.json is not that of this run; delete it, and it is made again from the data.")
        )
    return made


def _reader(form: Examples, settings: DataSection, name: str) -> Reader | None:
    """Return the reader; None where the form of the examples does not fit the settings."""
    found: Reader | None = None
    match form, settings:
        case Pictures(), _:
            found = PictureReader(form, name=name)
        case Rows(), TableData():
            found = RowReader(form, settings)
        case Texts(), TextData():
            found = TextReader(form, settings, name=name)
        case NumberedTexts(), _:
            found = TextReader(form, None, name=name)
        case Windows(), SeriesData():
            found = WindowReader(form, settings, name=name)
        case Sequences(), _:
            found = SequenceReader(form, name=name)
        case Arrays(), _:
            found = ArrayReader(form, settings if isinstance(settings, ArraysData) else None, name=name)
        case _:
            pass
    return found
