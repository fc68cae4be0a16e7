"""The proposed model that the Model page shows; which model fits the data is decided in `engine.models`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.language import tr
from engine.models.proposal import Proposal, propose
from engine.settings import Project
from engine.settings.declaration.declare import Section, walk

if TYPE_CHECKING:
    from engine.inspect.facts import DataFacts


def proposal_for(project: Project, facts: DataFacts | None) -> Proposal | None:
    """Return the proposed model for the data.

    Args:
        project: The present settings.
        facts: What is known about the data; None while it has not been read.

    Returns:
        The proposal; None if the data is unknown or the proposed model is the chosen one.
    """
    if facts is None or not facts.shape:
        return None
    found = propose(facts)
    return None if found.model == project.model else found


def name_of(model: Section) -> str:
    """Return the title of a model with its non-default settings, as in "Small CNN (Filters 32)"."""
    changed = [
        f"{tr(declared.info.title)} {_in_words(getattr(model, declared.name), declared.info.choices)}"
        for declared in walk(type(model))
        if getattr(model, declared.name) != declared.default
    ]
    return tr(model.title) + (f" ({'; '.join(changed)})" if changed else "")


def _in_words(value: Any, choices: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return tr("on") if value else tr("off")
    return tr(choices[value]) if value in choices else str(value)
