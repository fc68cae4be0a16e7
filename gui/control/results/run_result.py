"""How it stands with the result of a run: what the Results page shows, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from gui.control.result_data import PartOfRun, ResultData


class Standing(Enum):
    """How far it is known how good a run is."""

    NO_RUN = "no run"
    TRAINING = "training"
    LOADING = "loading"  # TensorFlow is being imported
    HELD = "held"  # another run is under way, and a model can be loaded when it has ended
    NOT_ASKED = "not asked"  # the test part is evaluated only when it is asked for
    WORKING = "working"
    CANCELLED = "cancelled"
    FAILED = "failed"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class RunResult:
    """What is known of one part of the data of one run.

    Attributes:
        standing: How far it is known.
        asked: The run and the part; None for NO_RUN.
        sentence: Why it is not known, for FAILED; "" otherwise.
        found: What is known, for KNOWN; for WORKING what was known with another threshold; None otherwise.
    """

    standing: Standing
    asked: PartOfRun | None = None
    sentence: str = ""
    found: ResultData | None = None
