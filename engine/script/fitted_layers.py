"""What is fitted on the training part after the split, and how it is saved with the model, by kind of data.

The program's own counterpart is `engine.data.preprocessing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.script.layouts.tables import TableLayout
from engine.script.reading.short_tables import is_prepared, write_prepared
from engine.script.reading.text import write_vectorizing, write_whole
from engine.script.table_layers import write_table_layers
from engine.settings.data.kinds import DataSection, TableData, TextData

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.script.inputs import Draft
    from engine.script.layouts.facts import ScriptFacts
    from engine.script.page import Page

WRITERS: dict[type[DataSection], Any] = {TableData: write_table_layers}


def write_preprocessing(page: Page, settings: DataSection, *, facts: ScriptFacts) -> None:
    """Write lines that set `preprocess`, a model, and `numbers`, a function of x.

    The script has set x, and the row numbers `train` of the training part, before.
    """
    WRITERS[type(settings)](page, settings, facts=facts)


def _write_whole_table(page: Page) -> None:
    """Write lines that save the preprocessing and the trained model as one model."""
    page.line("# the whole model takes the columns as they are")
    page.line("trained = keras.Model(model.inputs, model.outputs)")
    page.line("whole = keras.Model(preprocess.input, trained(preprocess.output))")
    page.line('whole.save("model.keras")')


_MEASURED: dict[type[DataSection], Any] = {TextData: write_vectorizing}
_SAVED: dict[type[DataSection], Callable[[Page], Any]] = {
    TextData: write_whole,
    TableData: _write_whole_table,
}
if {*_MEASURED, *WRITERS} != set(_SAVED):
    raise TypeError("what is measured on the training part belongs into the saved model")


def is_prepared_table(draft: Draft) -> bool:
    """Whether scikit-learn prepares the columns of a table."""
    return draft.short_table and is_prepared(draft.facts.layout)


def write_measured(page: Page, draft: Draft) -> None:
    """Write lines that turn x_train and x_val into numbers, with what is fitted on x_train.

    Nothing is written for kinds of data whose inputs are numbers already.
    """
    data, layout = draft.project.data, draft.facts.layout
    if isinstance(data, TableData) and isinstance(layout, TableLayout) and draft.short_table:
        if is_prepared(layout):
            write_prepared(page, data, layout=layout, validated=draft.validates)
    elif type(data) in _MEASURED:
        _MEASURED[type(data)](page, data, facts=draft.facts, validated=draft.validates)


def write_saving(page: Page, draft: Draft) -> None:
    """Write lines that save the model, together with fitted preprocessing where there is some."""
    settings = draft.project.data
    if type(settings) in _SAVED and not draft.short_table:
        _SAVED[type(settings)](page)
    else:
        page.line('model.save("model.keras")')
