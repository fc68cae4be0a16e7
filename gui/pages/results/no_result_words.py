"""What the Results page says while it is not known how good a run is: a heading, a sentence, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from gui.control.results.run_result import RunResult, Standing
from gui.text import tr


class Way(Enum):
    """Where the button leads."""

    NOWHERE = "nowhere"
    TRAIN = "train"
    EVALUATE = "evaluate"


@dataclass(frozen=True, slots=True)
class StandingWords:
    """What is said.

    Attributes:
        title: The heading.
        sentence: The sentence below it.
        button: The label of the button; "" for none.
        way: Where it leads.
        icon: The name of an icon in `resources/icons`.
    """

    title: str
    sentence: str
    button: str = ""
    way: Way = Way.NOWHERE
    icon: str = "results"


def standing_words(result: RunResult, *, looks: int = 0) -> StandingWords:
    """Return what is said of a result that is not known.

    Args:
        result: How it stands; of one that is KNOWN nothing is said.
        looks: How often the test part of the run was evaluated.
    """
    to_train = tr("Go to Train")
    said = {
        Standing.NO_RUN: lambda: StandingWords(
            tr("Train a model first"),
            tr("Here you see how good it is, which examples it gets wrong, and how to use it."),
            to_train,
            Way.TRAIN,
        ),
        Standing.TRAINING: lambda: StandingWords(
            tr("Training is under way"),
            tr("How good the model is, you see here as soon as the run has ended."),
            to_train,
            Way.TRAIN,
            "train",
        ),
        Standing.LOADING: lambda: StandingWords(
            tr("TensorFlow is being loaded"), tr("The run is evaluated in a moment.")
        ),
        Standing.HELD: lambda: StandingWords(
            tr("Another run is under way"),
            tr("This one is evaluated as soon as that has ended, so that neither slows the other down."),
            to_train,
            Way.TRAIN,
            "train",
        ),
        Standing.NOT_ASKED: lambda: _test_words(looks),
        Standing.FAILED: lambda: StandingWords(
            tr("This cannot be evaluated"), result.sentence, tr("Try again"), Way.EVALUATE, "warning"
        ),
        Standing.CANCELLED: lambda: StandingWords(
            tr("Not evaluated"), tr("The evaluation was cancelled."), tr("Evaluate"), Way.EVALUATE
        ),
        Standing.WORKING: lambda: StandingWords(
            tr("Evaluating..."), tr("The model answers every example of this part.")
        ),
    }
    return said[result.standing]()


def _test_words(looks: int) -> StandingWords:
    seen = looks_words(looks)
    why = tr(
        "The test part stands for data that nobody has seen. Look at it once, at the very end: whoever"
        " chooses the best of several models by it, finds a number that new data will not reach."
    )
    return StandingWords(
        tr("The test part is evaluated only when you ask for it"),
        f"{why}\n{seen}",
        tr("Evaluate the test part"),
        Way.EVALUATE,
    )


def looks_words(looks: int) -> str:
    """Say how often the test part of a run was looked at.

    Args:
        looks: In the window and on the command line together.
    """
    if not looks:
        return tr("It has not been looked at yet.")
    if looks == 1:
        return tr("It has been looked at once.")
    return tr("It has been looked at {count} times.", count=looks)
