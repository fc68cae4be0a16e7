"""A text -> its tokens, as `keras.layers.TextVectorization` cuts it. Which are known is `vocabulary`'s.

The arithmetic is Keras's own, on the bytes of UTF-8, so that the layer in the saved model gives the very
numbers that were trained on: only A to Z become small, only the marks of ASCII are taken away, and words
stand between the spaces of ASCII. A test holds both against each other.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.settings.data.text import TextData

UNKNOWN = "[UNK]"
"""What Keras calls the token that stands for all unknown ones."""
_MARKS = re.compile(rb"[!\"#$%&()*+,\-./:;<=>?@\[\\\]^_`{|}~']")
_STANDARDIZE = {
    (True, True): "lower_and_strip_punctuation",
    (True, False): "lower",
    (False, True): "strip_punctuation",
    (False, False): None,
}
_SPLIT = {"word": "whitespace", "character": "character"}


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """How texts are cut, as the settings of the same names say."""

    level: str
    lower: bool
    punctuation: bool

    @classmethod
    def of(cls, settings: TextData) -> Tokenizer:
        """The tokenizer that the settings describe."""
        return cls(settings.level, settings.lower, settings.punctuation)

    def tokens(self, text: str) -> list[str]:
        """The tokens of a text, in order. `text` has no lone surrogates."""
        raw = text.encode()
        if self.lower:
            raw = raw.lower()
        if self.punctuation:
            raw = _MARKS.sub(b"", raw)
        if self.level == "character":
            return list(raw.decode())
        return [word.decode() for word in raw.split()]

    @property
    def ignored(self) -> str:
        """The characters that make no text by themselves."""
        return string.whitespace + (string.punctuation if self.punctuation else "")

    def is_empty(self, text: str) -> bool:
        """Whether a text has no token, or nothing but spaces."""
        return not text.strip(self.ignored)

    def keras(self) -> dict[str, Any]:
        """The arguments of TextVectorization that say the same."""
        return {
            "standardize": _STANDARDIZE[self.lower, self.punctuation],
            "split": _SPLIT[self.level],
        }


def can_be_known(token: str) -> bool:
    """Whether a token may stand in a vocabulary.

    Keras keeps a vocabulary as a file with one token a line, so what breaks a line is always unknown, and
    holds it as a NumPy array of text, which loses the character 0 at an end. The name of the unknown token
    is no other's.
    """
    return token != UNKNOWN and token.splitlines() == [token] and "\0" not in token
