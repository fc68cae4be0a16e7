"""A text -> its tokens, as `keras.layers.TextVectorization` cuts it. Which are known is left to `vocabulary`.

The arithmetic is Keras's, on the bytes of UTF-8, so that the layer in the saved model gives exactly the ids
that were trained on: only A to Z are lowered, only ASCII punctuation is removed, and words are split at ASCII
whitespace. A test compares both.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.settings.data.text import TextData

UNKNOWN = "[UNK]"
"""Keras's name of the token that stands for all unknown ones."""
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
    """How texts are cut into tokens, as the settings of the same names say.

    Attributes:
        level: "word" or "character".
        lower: whether A to Z are lowered.
        punctuation: whether ASCII punctuation is removed.
    """

    level: str
    lower: bool
    punctuation: bool

    @classmethod
    def of(cls, settings: TextData) -> Tokenizer:
        """Return the tokenizer that the settings describe."""
        return cls(settings.level, settings.lower, settings.punctuation)

    def tokens(self, text: str) -> list[str]:
        """Return the tokens of a text, in order. `text` has no lone surrogates."""
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
        """The characters that alone make no text."""
        return string.whitespace + (string.punctuation if self.punctuation else "")

    def is_empty(self, text: str) -> bool:
        """Return whether a text has no token, or only spaces."""
        return not text.strip(self.ignored)

    def keras(self) -> dict[str, Any]:
        """Return the arguments of a `keras.layers.TextVectorization` that does the same."""
        return {
            "standardize": _STANDARDIZE[self.lower, self.punctuation],
            "split": _SPLIT[self.level],
        }


def can_be_known(token: str) -> bool:
    """Return whether a token may be in a vocabulary.

    Keras stores a vocabulary as a file with one token a line, so a token with a line break is always unknown,
    and holds it as a NumPy array of text, which loses the character 0 at an end. The name of the unknown
    token is reserved.
    """
    return token != UNKNOWN and token.splitlines() == [token] and "\0" not in token
