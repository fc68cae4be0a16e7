"""Layers that are fitted on the training part and turn rows into numbers, as a script: by kind of data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.script.table_layers import write_table_layers
from engine.settings.data.kinds import DataSection, TableData

if TYPE_CHECKING:
    from engine.script.layouts.facts import ScriptFacts
    from engine.script.page import Page

WRITERS: dict[type[DataSection], Any] = {TableData: write_table_layers}


def has_layers(settings: DataSection) -> bool:
    """Whether this kind of data is turned into numbers by layers."""
    return type(settings) in WRITERS


def write_preprocessing(page: Page, settings: DataSection, *, facts: ScriptFacts) -> None:
    """Write lines that set `preprocess`, a model, and `numbers`, a function of x.

    The script has set x, and the row numbers `train` of the training part, before.
    """
    WRITERS[type(settings)](page, settings, facts=facts)


def write_whole(page: Page) -> None:
    """Write lines that save the preprocessing and the trained model as one model."""
    page.line("# the whole model takes the columns as they are")
    page.line("trained = keras.Model(model.inputs, model.outputs)")
    page.line("whole = keras.Model(preprocess.input, trained(preprocess.output))")
    page.line('whole.save("model.keras")')
