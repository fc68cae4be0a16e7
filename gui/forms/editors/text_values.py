"""Formats values as text and parses them, the same in every language: numbers, lists of numbers, words.

No Qt here. Only the text is parsed; the settings validate the value.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from gui.text import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_DIGITS = re.compile(r"[+-]?\d+")
_LONGEST = 400  # characters; the smallest float written without an exponent has fewer
_COMMA_DECIMAL = re.compile(r"[+-]?\d*,\d+")


class UnreadableError(ValueError):
    """The text cannot be parsed; the message is a sentence for the person."""


class Codec(Protocol):
    """Formats a value as text, and parses text."""

    def text_of(self, value: Any) -> str:
        """Return the text of `value`, from which `value_of` returns the same value."""
        ...

    def value_of(self, text: str) -> Any:
        """Parse `text`.

        Raises:
            UnreadableError: It cannot be parsed.
        """
        ...


def number_text(number: float) -> str:
    """Return the shortest text from which the same number is parsed: 0.001, 1e-7, 32."""
    return re.sub(r"e([+-]?)0*(\d)", r"e\1\2", repr(number)).replace("e+", "e")


def read_number(text: str, kind: type[int | float]) -> float:
    """Parse a number; 1e-3, 0.001, 1,000 and 1_000 are all accepted.

    Args:
        text: The text.
        kind: int or float. A float without decimals is accepted as an int.

    Raises:
        UnreadableError: It is not a finite number of this kind.
    """
    written = text.strip().replace("\u2212", "-")
    if _GROUPED.fullmatch(written):
        written = written.replace(",", "")
    if len(written) > _LONGEST:
        raise UnreadableError(_what_to_type("", kind))
    if kind is int and _DIGITS.fullmatch(written):
        return int(written)
    try:
        number = float(written)
    except ValueError:
        raise UnreadableError(_what_to_type(written, kind)) from None
    if not math.isfinite(number):
        raise UnreadableError(_what_to_type(written, kind))
    if kind is float:
        return number
    if number != int(number):
        raise UnreadableError(tr("Type a whole number, such as 32"))
    return int(number)


def _what_to_type(written: str, kind: type[int | float]) -> str:
    if kind is int:
        return tr("Type a whole number, such as 32")
    if _COMMA_DECIMAL.fullmatch(written):
        return tr("Type a point for the decimals: {number}", number=written.replace(",", "."))
    return tr("Type a number, such as 0.001")


@dataclass(frozen=True, slots=True)
class TextCodec:
    """Text as a value.

    Attributes:
        exact: Whether the blanks around it are part of it, as in names of columns.
    """

    exact: bool = False

    def text_of(self, value: Any) -> str:
        """Return the text itself."""
        return str(value)

    def value_of(self, text: str) -> str:
        """Return the text itself."""
        return text if self.exact else text.strip()


@dataclass(frozen=True, slots=True)
class NumberCodec:
    """One number, None, or one of a few words.

    Attributes:
        kind: int or float.
        optional: Whether empty text means None.
        words: Other values and their titles.
    """

    kind: type[int | float]
    optional: bool = False
    words: Mapping[Any, str] = field(default_factory=dict[Any, str])

    def text_of(self, value: Any) -> str:
        """Return the number, the title of a word, or "" for None."""
        if value is None:
            return ""
        return self.words[value] if value in self.words else number_text(value)

    def value_of(self, text: str) -> Any:
        """Parse a number, a word (its title or value) or empty text."""
        written = text.strip()
        if not written and self.optional:
            return None
        for value, title in self.words.items():
            if written.casefold() in (title.casefold(), str(value).casefold()):
                return value
        try:
            return read_number(written, self.kind)
        except UnreadableError:
            if self.words:
                words = ", ".join(self.words.values())
                raise UnreadableError(tr("Type a whole number, or choose: {words}", words=words)) from None
            raise


class WordsCodec:
    """A tuple of texts, separated by commas."""

    def text_of(self, value: Any) -> str:
        """Return the texts, as in "output, dense_2"."""
        return ", ".join(value)

    def value_of(self, text: str) -> tuple[str, ...]:
        """Parse a tuple of texts."""
        return tuple(part.strip() for part in text.split(",") if part.strip())


@dataclass(frozen=True, slots=True)
class NumbersCodec:
    """A tuple of numbers, separated by commas.

    Attributes:
        kind: int or float.
        or_one: Whether the value can also be a single number; "5" is parsed as 5 then, and "5," as (5,).
    """

    kind: type[int | float]
    or_one: bool = False

    def text_of(self, value: Any) -> str:
        """Return the numbers, as in "64, 32"."""
        if not isinstance(value, tuple):
            return number_text(value)
        text = ", ".join(number_text(number) for number in value)
        return f"{text}," if self.or_one and len(value) == 1 else text

    def value_of(self, text: str) -> Any:
        """Parse a tuple of numbers, or a single number."""
        parts = [part for part in re.split(r"[,;\s]+", text.strip()) if part]
        try:
            numbers = tuple(read_number(part, self.kind) for part in parts)
        except UnreadableError:
            example = "64, 32" if self.kind is int else "0.01, 0.001"
            raise UnreadableError(
                tr("Type numbers with commas between, such as {example}", example=example)
            ) from None
        if self.or_one and not numbers:
            raise UnreadableError(tr("Type a number, or several with commas between, such as 10, 20"))
        if self.or_one and len(numbers) == 1 and not text.rstrip().endswith((",", ";")):
            return numbers[0]
        return numbers
