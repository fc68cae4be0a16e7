"""A problem that a person can fix: which setting, what is wrong, how bad it is.

What is checked is left to `engine.inspect.preflight` and to those who raise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from engine.message import Sentence


@dataclass(frozen=True, slots=True)
class Cure:
    """A change of settings that takes a problem away.

    Attributes:
        title: the text of its button.
        assignments: as `engine.settings.project_file.assign` takes them, such as "fit.batch_size=32".
    """

    title: Sentence
    assignments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem that was found before a run.

    Attributes:
        path: the dotted path of the setting to look at; "" for none.
        message: a sentence for people.
        severity: only an "error" prevents a run from starting.
        cure: what takes it away; None where there is no one change that surely does.
        answers: what may be meant, where it is a question: a change of settings each.
    """

    path: str
    message: Sentence
    severity: Literal["error", "warning"] = "error"
    cure: Cure | None = None
    answers: tuple[Cure, ...] = ()


class RunError(Exception):
    """A run that cannot continue. The message is one sentence for people.

    Attributes:
        path: the dotted path of the setting to look at; "" for none.
    """

    def __init__(self, message: Sentence, *, path: str = "") -> None:
        super().__init__(message)
        self.path = path


def refuse(problems: Iterable[Problem]) -> None:
    """Raise the first problem that keeps a run from starting, if there is one.

    Args:
        problems: What a check has found; warnings are passed over.

    Raises:
        RunError: With the sentence and the setting of that problem.
    """
    for problem in problems:
        if problem.severity == "error":
            raise RunError(problem.message, path=problem.path)
