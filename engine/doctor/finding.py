"""What was found when one thing was looked at."""

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """How it stands with one thing."""

    GOOD = "good"
    NOTE = "note"  # something is lacking that not everyone needs
    BAD = "bad"  # the program cannot do its work


@dataclass(frozen=True, slots=True)
class Finding:
    """`text` is what was found, `advice` one sentence about what to do, "" where there is nothing to do."""

    topic: str
    text: str
    state: State = State.GOOD
    advice: str = ""
