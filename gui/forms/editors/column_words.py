"""What the table of columns says of a column: the kind that was found, its values, why its box is grey."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gui.text import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.data.describe import Range
    from engine.data.kind_facts import ColumnFacts


def is_chosen_above(facts: ColumnFacts, chosen: Mapping[str, str]) -> bool:
    """Whether a field of its own has made the column the target or the weight.

    Args:
        facts: What is known of the column.
        chosen: The kinds that were chosen in the table, by column.
    """
    return facts.chosen in ("target", "weight") and facts.name not in chosen


def chosen_words(facts: ColumnFacts, titles: Mapping[str, str]) -> str:
    """Return why the kind of a column that another field uses cannot be changed in the table."""
    return tr("{name} is chosen as {kind} in a field of its own.", name=facts.name, kind=titles[facts.chosen])


def found_words(facts: ColumnFacts, titles: Mapping[str, str]) -> str:
    """Return the kind that was found, as the first entry of the box says it."""
    return tr("{kind} (found)", kind=titles[facts.found]) if facts.is_read else tr("as it is found")


def value_words(facts: ColumnFacts, span: Range | None) -> str:
    """Return what is in the column: its range, or how many values it has and the first of them.

    Args:
        facts: What is known of the column.
        span: The lowest and the highest value of a column of numbers.
    """
    if facts.problem or not facts.is_read:
        return facts.problem
    if span is not None:
        return tr("{low} to {high}", low=f"{span.low:.5g}", high=f"{span.high:.5g}")
    more = ", …" if facts.distinct > len(facts.examples) else ""
    return f"{facts.distinct:,}: {', '.join(facts.examples)}{more}"
