"""The answers to a question about how data are written, each a change of settings that a button can make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.data.problems import DataQuestionError
from engine.data.tables.notation.missing_signs import means_missing
from engine.language import tr
from engine.problems import Cure
from engine.settings.data.sections import TableFileSection
from engine.settings.declaration.declare import info_of

if TYPE_CHECKING:
    from engine.settings.data.sections import DataSection


def answers_to(settings: DataSection, error: Exception) -> tuple[Cure, ...]:
    """Return what may be meant, where an error is a question.

    Args:
        settings: Of the data that raised it.
        error: What was raised.

    Returns:
        A change of settings for each answer; () where the error is no question, or has no known answers.
    """
    if not isinstance(error, DataQuestionError) or not isinstance(settings, TableFileSection):
        return ()
    found: list[Cure] = []
    name = error.path.rpartition(".")[2]
    if error.choices and name in type(settings).model_fields:
        info = info_of(type(settings), name)
        found += [
            Cure(
                tr(
                    "{setting}: {value}",
                    setting=tr(info.title),
                    value=tr(info.choices[choice]) if choice in info.choices else choice,
                ),
                (f"{error.path}={choice}",),
            )
            for choice in error.choices
        ]
    if error.sign is not None:
        column, sign = error.sign
        change = means_missing(column, (sign,), settings=settings.missing_signs)
        if change is not None:
            title, assignment = change
            found.append(Cure(title, (assignment,)))
    return tuple(found)
