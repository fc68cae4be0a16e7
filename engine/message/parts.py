"""A text that knows what it says, so that it can be said in any language: messages with their values.

`engine.language` looks messages up. The folder of a run keeps each of them beside its sentence in English.
"""

from __future__ import annotations

import math
import numbers
import string
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, SupportsIndex

from engine.message.singular import in_number

if TYPE_CHECKING:
    from pathlib import PurePath

    from typing_extensions import override
else:

    def override(method: object) -> object:
        """Replaces that of typing_extensions, whose import would delay the first paint."""
        return method


Gettext = Callable[[str], str]
"""Returns the translation of a message."""
Sentence = str
"""A text that a person reads, made with `tr`: a house rule checks what is given where this is asked for."""
Say = Callable[[Sentence], None]
"""Takes a sentence, for the log of a run or a terminal."""
_DEEPEST = 4  # messages in the values of messages
_MOST_PARTS = 100


@dataclass(frozen=True, slots=True)
class Phrase:
    """One message.

    Attributes:
        message: In English; the key of the catalogue.
        values: What is filled in, by name; a value may be a text with messages itself.
    """

    message: str
    values: Mapping[str, Any]


Part = str | Phrase


class Message(str):
    """A text with the messages that it is made of; `+` keeps them, as does `str(error)` of an exception.

    Attributes:
        parts: Messages, and the plain text between them.
    """

    __slots__ = ("parts",)
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, text: str, parts: tuple[Part, ...]) -> Message:
        """Return a text with its parts.

        Args:
            text: The parts in some language.
            parts: Messages, and the plain text between them.
        """
        made = cls(text)
        made.parts = parts
        return made

    @override
    def __str__(self) -> str:
        return self

    @override
    def __add__(self, other: str) -> Message:
        return Message.of(str.__add__(self, other), self.parts + parts_of(other))

    def __radd__(self, other: str) -> Message:
        return Message.of(str.__add__(other, self), parts_of(other) + self.parts)

    def __rtruediv__(self, folder: PurePath) -> PurePath:
        """`folder / message`: pathlib before Python 3.12 interns names, and so needs a plain str."""
        return folder / plain(self)

    @override
    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        return Message.of, (str.__str__(self), self.parts)


def plain(text: str) -> str:
    """Return a text without its messages: for names of files, and for what takes nothing but a plain str.

    Types cannot tell the two apart, as a message is used wherever a text is.
    """
    return str.__str__(text)


def parts_of(text: str) -> tuple[Part, ...]:
    """Return the parts of a text; plain text is one part."""
    return text.parts if isinstance(text, Message) else (text,) if text else ()


def joined(texts: Iterable[str], separator: str = " ") -> str:
    """Return texts as one, as `separator.join(texts)` does, with their messages.

    Args:
        texts: Sentences; empty ones are left out.
        separator: What is between two of them.
    """
    whole = Message.of("", ())
    for text in filter(None, texts):
        whole = whole + (separator if whole else "") + text
    return whole


def phrase(message: str, values: Mapping[str, object]) -> Phrase:
    """Return a message with values that can be kept: numbers, texts, and texts of all else.

    Args:
        message: The key of the catalogue.
        values: What is filled in, by name.
    """
    return Phrase(message, {name: _kept(value) for name, value in values.items()})


def _kept(value: object) -> Any:
    if isinstance(value, Message) or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        return float(value)
    return str(value)


class _Filler(string.Formatter):
    """Fills in values as str.format does, with a space before a percent sign, as all texts here have it."""

    @override
    def format_field(self, value: Any, format_spec: str) -> str:
        text = super().format_field(value, format_spec)
        return f"{text[:-1]} %" if format_spec.endswith("%") else text


_FILLER = _Filler()


def filled(text: str, values: Mapping[str, Any]) -> str:
    """Return a text with its values: a share of 0.04 in "{share:.0%}" becomes "4 %".

    Args:
        text: A format string, as for str.format.
        values: What is filled in, by name.

    Raises:
        LookupError: The text asks for a value that is not there.
        ValueError: A value cannot be formatted as the text asks for.
        TypeError: The same.
    """
    return _FILLER.vformat(text, (), values) if "%}" in text else text.format(**values)


def rendered(parts: Iterable[Part], gettext: Gettext) -> str:
    """Return the text of parts in a language.

    Args:
        parts: Messages, and the plain text between them.
        gettext: Translates a message.

    Raises:
        LookupError: A translation asks for a value that is not there.
        ValueError: A value cannot be formatted as the translation asks for.
        TypeError: The same.
    """
    return "".join(part if isinstance(part, str) else _in_words(part, gettext) for part in parts)


def _in_words(said: Phrase, gettext: Gettext) -> str:
    text = gettext(said.message)
    if not said.values:
        return text
    if text == said.message:
        text = in_number(text, said.values)
    values = {
        name: rendered(value.parts, gettext) if isinstance(value, Message) else value
        for name, value in said.values.items()
    }
    return filled(text, values)


def english(text: str) -> str:
    """Return a text in English; plain text as it is."""
    return rendered(text.parts, str) if isinstance(text, Message) else text


def as_json(text: str) -> list[Any] | None:
    """Return the parts of a text for a JSON file; None for plain text, which has no message.

    Returns:
        A list of plain text and {"message": ..., "values": {...}}; a value with messages is such a list.
    """
    if not any(isinstance(part, Phrase) for part in parts_of(text)):
        return None
    return [
        part if isinstance(part, str) else {"message": part.message, "values": _json_values(part.values)}
        for part in parts_of(text)
    ]


def _json_values(values: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Message):
            found[name] = as_json(value) or str.__str__(value)
        elif isinstance(value, float) and not math.isfinite(value):
            found[name] = str(value)  # JSON has no such numbers
        else:
            found[name] = value
    return found


def restored(content: object, *, known: Callable[[str], bool], depth: int = 0) -> Message | None:
    """Return a text from the parts in a JSON file, in English; None where they are invalid.

    Args:
        content: What `as_json` has returned; it may be anything, as a file may come from anyone.
        known: Whether a message is one of the program's. Others are refused: a message is a format string,
            and one that asks for a billion digits fills the memory.
        depth: How deep in the values of other messages it is.
    """
    if not isinstance(content, list) or depth > _DEEPEST or len(content) > _MOST_PARTS:
        return None
    parts: list[Part] = []
    for item in content:
        match item:
            case str():
                parts.append(item)
            case {"message": str(message), "values": dict(values)} if known(message):
                kept = _restored_values(values, known=known, depth=depth)
                if kept is None:
                    return None
                parts.append(Phrase(message, kept))
            case _:
                return None
    try:
        return Message.of(rendered(parts, str), tuple(parts))
    except (LookupError, ValueError, TypeError, AttributeError):
        return None


def _restored_values(
    values: dict[Any, Any], *, known: Callable[[str], bool], depth: int
) -> dict[str, Any] | None:
    found: dict[str, Any] = {}
    for name, value in values.items():
        kept = restored(value, known=known, depth=depth + 1) if isinstance(value, list) else value
        if not isinstance(kept, str | int | float):
            return None
        found[name] = kept
    return found
