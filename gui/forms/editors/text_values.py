"""Values as text and back, the same in every language: numbers, lists of numbers, words. No Qt here.

What is read here is only what the text means; whether the value is allowed is for the settings to say.
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
    """The text means no value; the message is the sentence for the person."""


class Codec(Protocol):
    """Turns a value into text and text into a value."""

    def text_of(self, value: Any) -> str:
        """The text that stands for `value`."""
        ...

    def value_of(self, text: str) -> Any:
        """The value that `text` means; UnreadableError with a sentence if it means none."""
        ...


def number_text(number: float) -> str:
    """The shortest text that reads back as the same number: 0.001, 1e-7, 32."""
    return re.sub(r"e([+-]?)0*(\d)", r"e\1\2", repr(number)).replace("e+", "e")


def read_number(text: str, kind: type[int | float]) -> float:
    """The int or float that `text` means: 1e-3, 0.001, 1,000 and 1_000 are all understood."""
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
    """Text as it is; `exact` keeps blanks around it, as the name of a column may have them."""

    exact: bool = False

    def text_of(self, value: Any) -> str:
        """The text itself."""
        return str(value)

    def value_of(self, text: str) -> str:
        """The text itself."""
        return text if self.exact else text.strip()


@dataclass(frozen=True, slots=True)
class NumberCodec:
    """One number; no text means None where that is allowed, and `words` are values that have a title."""

    kind: type[int | float]
    optional: bool = False
    words: Mapping[Any, str] = field(default_factory=dict[Any, str])

    def text_of(self, value: Any) -> str:
        """The number, the title of a word, or nothing for None."""
        if value is None:
            return ""
        return self.words[value] if value in self.words else number_text(value)

    def value_of(self, text: str) -> Any:
        """The number, word or None."""
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


@dataclass(frozen=True, slots=True)
class NumbersCodec:
    """Numbers with commas between; `or_one` reads a lone number as itself, and "5," as a list of one."""

    kind: type[int | float]
    or_one: bool = False

    def text_of(self, value: Any) -> str:
        """The numbers, as in 64, 32."""
        if not isinstance(value, tuple):
            return number_text(value)
        text = ", ".join(number_text(number) for number in value)
        return f"{text}," if self.or_one and len(value) == 1 else text

    def value_of(self, text: str) -> Any:
        """The tuple of numbers, or the lone number."""
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
