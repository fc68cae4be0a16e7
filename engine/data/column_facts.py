"""A column of a table as people are shown it, beside the choice of its kind."""

from dataclasses import dataclass

from engine.settings.data.tables import ColumnKind


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """A column as people are shown it.

    found: the kind that its values speak for; chosen: the one that is used. missing: rows without a value;
    distinct: different values, of which `examples` are the most frequent ones. problem: what is odd about it.
    """

    name: str
    found: ColumnKind
    chosen: ColumnKind
    missing: int
    distinct: int
    examples: tuple[str, ...]
    problem: str = ""
