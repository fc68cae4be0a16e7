"""A problem that a person can mend: which setting, what is wrong, how bad it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """`path` is the dotted setting to look at, "" for none. Only an "error" keeps a run from starting."""

    path: str
    message: str
    severity: Literal["error", "warning"] = "error"


class RunError(Exception):
    """A run that cannot go on; the reason is one sentence for people, `path` the setting to look at."""

    def __init__(self, message: str, *, path: str = "") -> None:
        super().__init__(message)
        self.path = path
