"""Remembers what a project was last found to be, stage by stage, each with the settings it was made from.

An edit then costs only the stages that depend on it. Which settings those are stands beside each stage in
`engine.inspect.inspection`, and when a file counts as changed in `engine.inspect.file_stamps`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_NUMBERS = itertools.count()


@dataclass(frozen=True, slots=True)
class Stage:
    """The value of a stage.

    Attributes:
        made_from: What it was made from: equal where the value is the same.
        value: The value.
        number: Different for every value that is made; what is made from this value names it in `made_from`.
    """

    made_from: object
    value: Any
    number: int


class Stages:
    """The last value of every stage. One thread uses it at a time."""

    def __init__(self) -> None:
        self._kept: dict[str, Stage] = {}

    def get(self, name: str, made_from: object, *, make: Callable[[], Any]) -> Stage:
        """Return a stage, made again only where what it is made from differs from the last time.

        Args:
            name: Of the stage.
            made_from: The settings, file stamps and numbers of other stages that decide the value.
            make: Called without arguments where the value is not known; what it raises is not remembered.
        """
        kept = self._kept.get(name)
        if kept is None or kept.made_from != made_from:
            # released before the new one is made, so that only one data set is in memory
            self._kept.pop(name, None)
            kept = self._kept[name] = Stage(made_from, make(), next(_NUMBERS))
        return kept

    def has(self, name: str, made_from: object) -> bool:
        """Whether the value of a stage is known."""
        kept = self._kept.get(name)
        return kept is not None and kept.made_from == made_from

    def forget(self) -> None:
        """Discard everything, so that the files are read again."""
        self._kept.clear()
