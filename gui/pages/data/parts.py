"""What the Data page makes of facts and settings: the parts as its bar shows them, and unread columns.

An edit of the bar becomes an edit of the two shares in `fit`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.data.kind_facts import ColumnFacts
from engine.inspect.inactive import inactive
from engine.settings import Project
from gui.views.data.parts_bar import Parts

if TYPE_CHECKING:
    from engine.data.describe import Description, Range
    from engine.inspect.facts import DataFacts
    from engine.settings.data.sections import DataSection
    from engine.settings.data.tables import ColumnKind

_PERCENTS_FROM = 100  # examples; shares of fewer are those of whole examples
SETTINGS = ("fit.validation_", "fit.test_")
"""How the paths of the settings begin that the parts follow from."""


def parts_of(project: Project, facts: DataFacts | None) -> Parts | None:
    """Return the parts, and why a share cannot be set where the data or another setting decides.

    Args:
        project: The settings.
        facts: What is known of the data; None while it has not been read.
    """
    if facts is None or facts.made is not None:
        return None
    reasons = inactive(project, facts)
    return Parts(
        facts.train,
        facts.validation,
        facts.test,
        fixed_validation=reasons.get("fit.validation_split", ""),
        fixed_test=reasons.get("fit.test_split", ""),
    )


def with_parts(project: Project, parts: Parts, *, validation: int, test: int) -> Project:
    """Return the project with the shares that give so many examples; shares that have no effect are kept.

    Args:
        project: The settings.
        parts: The parts now.
        validation: How many examples shall validate.
        test: How many shall test. They are taken away first, from what the data itself does not validate on.
    """
    if not parts.fixed_test:
        among = parts.count - (parts.validation if parts.fixed_validation else 0)
        project = project.with_value("fit.test_split", _share(test, among))
    if not parts.fixed_validation:
        project = project.with_value("fit.validation_split", _share(validation, parts.count - test))
    return project


def columns_of(description: Description) -> list[tuple[ColumnFacts, Range | None]]:
    """Return the columns of a table that was read, those with numbers with their range."""
    spans = {span.name: span for span in (*description.features, *description.targets)}
    return [
        (facts, spans.get(facts.name) if facts.found == "number" else None) for facts in description.columns
    ]


def unread_columns(data: DataSection, names: Sequence[str]) -> list[tuple[ColumnFacts, None]]:
    """Return the columns of a file that could not be read, with all that is known: names, and what is set.

    Args:
        data: The settings of the data.
        names: The columns in the header.
    """
    chosen: dict[str, ColumnKind] = {
        getattr(data, "target", ""): "target",
        getattr(data, "weight", ""): "weight",
    }
    return [
        (ColumnFacts(name, "number", chosen.get(name, "number"), 0, 0, (), is_read=False), None)
        for name in names
    ]


def _share(part: int, count: int) -> float:
    """The share as a person would write it: a whole percent where that is what the part was snapped to."""
    share = part / count if count else 0.0
    percent = round(share, 2)
    is_percent = count >= _PERCENTS_FROM and abs(share - percent) * count <= 0.5
    return percent if is_percent else min(round(share, 4), 0.9999)
