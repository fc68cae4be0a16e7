"""What is fitted on the training part after the split, and how it is saved with the model, by kind of data.

The program's own counterpart is `engine.data.preprocessing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.script import preprocessing
from engine.script.inputs import validates
from engine.script.reading.text import write_vectorizing, write_whole
from engine.settings.data.kinds import TableData, TextData

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.script.layouts.facts import ScriptFacts
    from engine.script.page import Page
    from engine.settings.data.kinds import DataSection
    from engine.settings.project import Project

_MEASURED: dict[type[DataSection], Any] = {TextData: write_vectorizing}
_SAVED: dict[type[DataSection], Callable[[Page], Any]] = {
    TextData: write_whole,
    TableData: preprocessing.write_whole,
}
if {*_MEASURED, *preprocessing.WRITERS} != set(_SAVED):
    raise TypeError("what is measured on the training part belongs into the saved model")


def write_measured(page: Page, project: Project, *, facts: ScriptFacts) -> None:
    """Write lines that turn x_train and x_val into numbers, with layers that are fitted on x_train.

    Nothing is written for kinds of data whose inputs are numbers already.
    """
    if type(project.data) in _MEASURED:
        write = _MEASURED[type(project.data)]
        write(page, project.data, facts=facts, validated=validates(project, facts))


def write_saving(page: Page, settings: DataSection) -> None:
    """Write lines that save the model, together with fitted preprocessing where there is some."""
    if type(settings) in _SAVED:
        _SAVED[type(settings)](page)
    else:
        page.line('model.save("model.keras")')
