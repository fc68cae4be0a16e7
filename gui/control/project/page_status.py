"""The six pages that the rail shows, and the states that a page can have.

It imports no settings, as the window is shown before they are declared; the states are derived in
`gui.control.project.page_statuses`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Step(Enum):
    """A page of the window, in the order of the course."""

    DATA = "data"
    MODEL = "model"
    FIT = "fit"
    CALLBACKS = "callbacks"
    TRAIN = "train"
    RESULTS = "results"

    @property
    def is_of_a_run(self) -> bool:
        """Whether the page shows a run, and needs its whole width; the others have settings on them."""
        return self in (Step.TRAIN, Step.RESULTS)


class Readiness(Enum):
    """The state of a page; ATTENTION keeps a run from starting."""

    READY = "ready"
    CHANGED = "changed"  # since the last run
    WARNING = "warning"
    ATTENTION = "attention"


@dataclass(frozen=True, slots=True)
class PageState:
    """The state of a page, with the reason.

    Attributes:
        standing: The state.
        reason: Why, as one sentence; "" for READY.
    """

    standing: Readiness
    reason: str = ""
