"""What can be wrong with data: all of it, or a part that is left out; and what is to be known of the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, SupportsIndex

from engine.message import Message, Sentence
from engine.message.parts import override, parts_of
from engine.problems import Cure

PARTS = "parts"
CLASSES = "classes"
COLUMNS = "data.columns"


class DataError(Exception):
    """Data that cannot be used. The message is one sentence for people.

    Attributes:
        path: the dotted path of the setting to look at.
    """

    def __init__(self, message: str, *, path: str = "data.path") -> None:
        super().__init__(message)
        self.path = path


class DataQuestionError(DataError):
    """Data that can be read in two ways, or not at all: the setting `path` must say how. It ends with 2.

    Attributes:
        choices: the values of that setting that are as plausible; () where they are not known.
        sign: a column, and a text in it that may mean that a value is missing; None where there is none.
    """

    def __init__(
        self,
        message: str,
        *,
        path: str = "data.path",
        choices: tuple[str, ...] = (),
        sign: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(message, path=path)
        self.choices, self.sign = choices, sign


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that was not used.

    Attributes:
        name: the file or rows.
        reason: why, as a sentence.
    """

    name: str
    reason: str


class Note(Message):
    """A sentence on data that knows what it is about, so that it can stand beside it.

    Attributes:
        about: the dotted path of the setting that decides it, or `PARTS` or `CLASSES`.
        cure: the change of settings after which it no longer holds; None where there is no one change.
    """

    __slots__ = ("about", "cure")
    about: str
    cure: Cure | None

    @override
    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        return _noted, (Message.of(str.__str__(self), self.parts), self.about, self.cure)


def noted(text: Sentence, about: str, *, cure: tuple[Sentence, str] | None = None) -> Note:
    """Return a sentence with what it is about.

    Args:
        text: for people.
        about: see `Note`.
        cure: the text of its button, and an assignment such as "data.channels=last".
    """
    return _noted(text, about, None if cure is None else Cure(cure[0], cure[1:]))


def _noted(text: str, about: str, cure: Cure | None) -> Note:
    note = Note(text)
    note.parts, note.about, note.cure = parts_of(text), about, cure
    return note
