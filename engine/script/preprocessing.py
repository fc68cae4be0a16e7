"""Layers that are measured on the training part and make numbers of rows, as a script: by kind of data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.script.table_layers import write_table_layers
from engine.settings.data.kinds import DataSection, TableData

if TYPE_CHECKING:
    from engine.script.layouts.facts import ScriptFacts
    from engine.script.page import Page

WRITERS: dict[type[DataSection], Any] = {TableData: write_table_layers}


def has_layers(settings: DataSection) -> bool:
    """Whether layers make the numbers of this kind of data."""
    return type(settings) in WRITERS


def write_preprocessing(page: Page, settings: DataSection, *, facts: ScriptFacts) -> None:
    """Lines that set `preprocess`, a model, and `numbers`, a function of x; x and train are set before."""
    WRITERS[type(settings)](page, settings, facts=facts)


def write_whole(page: Page) -> None:
    """Lines that save the whole model: preprocessing, and behind it what was trained."""
    page.line("# the whole model takes the columns as they are")
    page.line("trained = keras.Model(model.inputs, model.outputs)")
    page.line("whole = keras.Model(preprocess.input, trained(preprocess.output))")
    page.line('whole.save("model.keras")')
