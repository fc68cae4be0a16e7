"""Texts that know what they say, so that they can be said in any language.

- `parts`: `Message`, a text with its messages and their values, and what is kept of it in a file.
- `singular`: English with a number of one.

Looking messages up is left to `engine.language`.
"""

from engine.message.parts import (
    Message,
    Say,
    Sentence,
    as_json,
    english,
    filled,
    joined,
    override,
    phrase,
    plain,
    rendered,
    restored,
)

__all__ = [
    "Message",
    "Say",
    "Sentence",
    "as_json",
    "english",
    "filled",
    "joined",
    "override",
    "phrase",
    "plain",
    "rendered",
    "restored",
]
