"""What was found about one thing."""

from dataclasses import dataclass
from enum import Enum

from engine.message import Sentence


class State(Enum):
    """How serious a finding is."""

    GOOD = "good"
    NOTE = "note"  # something is missing that not everyone needs
    BAD = "bad"  # the program cannot work


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one thing.

    Attributes:
        topic: What was looked at: the name of a thing, or a message for `tr`, so that programs find it under
            one name.
        text: What was found.
        state: How serious it is.
        advice: One sentence on what to do, "" for nothing.
    """

    topic: str
    text: Sentence
    state: State = State.GOOD
    advice: Sentence = ""
