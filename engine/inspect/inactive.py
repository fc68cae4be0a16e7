"""Which settings have no effect at present, and why: the pages disable their fields accordingly.

The rules are in `engine.inspect.inactive_rules` and the modules that it names. A setting retains its value
while it has no effect, and is active again as soon as it has one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.inspect.inactive_batch_rules import MADE_RULES
from engine.inspect.inactive_rules import RULES, State
from engine.inspect.inactive_section_rules import ENTRY_RULES
from engine.language import tr
from engine.settings import Project
from engine.settings.declaration.declare import Section
from engine.settings.stack.model import StackModel

if TYPE_CHECKING:
    from engine.inspect.facts import DataFacts


def inactive(project: Project, facts: DataFacts | None) -> dict[str, str]:
    """Find the settings without effect.

    Args:
        project: The settings.
        facts: What is known about the data; None while it has not been read.

    Returns:
        The translated reason by dotted path; of several reasons the first one in the table.
    """
    found: dict[str, str] = {}
    for path, why in _reasons(State(project, facts)):
        found.setdefault(path, tr(why))
    return found


def _reasons(state: State) -> Iterator[tuple[str, str]]:
    for rule in (*MADE_RULES, *RULES):
        if rule.when(state):
            yield from ((path, rule.why) for path in rule.paths)
    for path, section in _entries(state.project):
        for rule in ENTRY_RULES:
            if isinstance(section, rule.kind) and rule.when(section):
                yield from ((f"{path}.{name}", rule.why) for name in rule.names)


def _entries(project: Project) -> Iterator[tuple[str, Section]]:
    """Yield the sections that `ENTRY_RULES` apply to, with their paths."""
    yield "model", project.model
    layers = project.model.layers if isinstance(project.model, StackModel) else ()
    for path, sections in (("callbacks", project.callbacks), ("model.layers", layers)):
        yield from ((f"{path}.{number}", section) for number, section in enumerate(sections))
