"""The five steps that the rail shows, and how one can stand. What that follows from is `steps`'s matter.

Plain names: the window stands before any setting is declared.
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


class Readiness(Enum):
    """How a step stands."""

    READY = "ready"
    CHANGED = "changed"  # since the last run
    WARNING = "warning"
    ATTENTION = "attention"  # it keeps the run from starting


@dataclass(frozen=True, slots=True)
class PageState:
    """How a step stands, and why as one sentence ("" when it is simply ready)."""

    standing: Readiness
    reason: str = ""
