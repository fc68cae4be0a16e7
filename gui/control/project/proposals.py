"""What the model page is told of the data: the model to begin with, and the kinds that do not fit."""

from __future__ import annotations

from typing import Any

from engine.models.proposal import Proposal, propose
from engine.settings import Project
from engine.settings.declaration.declare import Section, walk
from gui.control.engine_port import DataFacts
from gui.text import tr


def proposal_for(project: Project, facts: DataFacts | None) -> Proposal | None:
    """The proposal, while another model is chosen; None where there is nothing to propose."""
    if facts is None or not facts.shape:
        return None
    found = propose(facts)
    return None if found.model == project.model else found


def name_of(model: Section) -> str:
    """What a model is called, with its settings that are not at their default: "Small CNN (Filters 32)"."""
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
