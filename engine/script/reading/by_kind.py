"""Which function writes the reading lines of which kind of data: one table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from engine.script.reading.arrays import write_arrays
from engine.script.reading.custom import write_custom_file
from engine.script.reading.images import write_images
from engine.script.reading.keras_datasets import write_keras
from engine.script.reading.labelled_series import write_labelled
from engine.script.reading.series import write_series
from engine.script.reading.tables import write_table
from engine.script.reading.text import write_text
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

if TYPE_CHECKING:
    from engine.script.layouts.facts import ScriptFacts
    from engine.script.page import Page

_WRITERS: dict[type[DataSection], Any] = {
    ArraysData: write_arrays,
    ImagesData: write_images,
    PythonData: write_custom_file,
    SeriesData: write_series,
    LabelledData: write_labelled,
    KerasData: write_keras,
    TableData: write_table,
    TextData: write_text,
}

if set(_WRITERS) != set(alternatives(get_args(DataSettings)[0])):
    raise TypeError(
        "each kind of data in engine.settings.data.kinds needs lines in engine.script.reading.by_kind"
    )


def write_reading(page: Page, settings: DataSection, *, facts: ScriptFacts, layout: Any) -> None:
    """Write lines that set x and y, and weight where examples have weights.

    Args:
        page: Receives the lines.
        settings: The settings of the data.
        facts: Facts about the data.
        layout: How the data is written in its files, from `engine.script.layouts`.
    """
    _WRITERS[type(settings)](page, settings, facts=facts, layout=layout)
