"""Texts -> numbers of tokens, by a vocabulary that is counted on the training part alone.

How a text is cut is in `tokens`; what people are shown of it in `text_facts`. Number 0 fills short texts up,
1 is every unknown token, and the known ones follow from 2 on, the most frequent first, as in Keras.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.data.preprocessing import Fitted, Preprocessing
from engine.data.problems import DataError
from engine.data.reading.limits import require_memory
from engine.data.text.tokens import UNKNOWN, Tokenizer, can_be_known
from engine.language import tr
from engine.settings.data.raw_inputs import RawInput
from engine.settings.declaration.call import Call

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Indices = NDArray[np.int64]

SPECIAL = 2
"""The numbers before the known tokens: padding and unknown."""
MOST_TOKENS = 20_000
LONGEST = 512
_SHARE = 95


@dataclass(frozen=True)
class Texts(Preprocessing):
    """Texts as they were read, and as numbers of all different tokens that are in them.

    `different` are the tokens in the order of their first appearance, `numbers` (total,) int32 the places in
    it of the tokens of all texts, one text behind the other, and `starts` (n + 1,) int64 where each begins.
    `most` and `length` are the settings, None for what the training texts say.
    """

    texts: tuple[str, ...]
    tokenizer: Tokenizer
    different: tuple[str, ...]
    numbers: NDArray[np.int32]
    starts: NDArray[np.int64]
    most: int | None
    length: int | None

    @classmethod
    def of(cls, texts: Iterable[str], tokenizer: Tokenizer, *, most: int | None, length: int | None) -> Texts:
        """The texts, cut into tokens."""
        kept = tuple(texts)
        places: dict[str, int] = {}
        rows = [
            np.fromiter((places.setdefault(token, len(places)) for token in tokenizer.tokens(text)), np.int32)
            for text in kept
        ]
        starts = np.zeros(len(rows) + 1, np.int64)
        np.cumsum([len(row) for row in rows], out=starts[1:])
        numbers = np.concatenate(rows) if rows else np.zeros(0, np.int32)
        return cls(kept, tokenizer, tuple(places), numbers, starts, most, length)

    @property
    def lengths(self) -> NDArray[np.int64]:
        """(n,) how many tokens each text has."""
        return np.diff(self.starts)

    def counts(self, rows: Indices) -> NDArray[np.int64]:
        """(different,) how often each token occurs in the texts `rows`."""
        chosen = np.zeros(len(self.texts), np.bool_)
        chosen[rows] = True
        return np.bincount(self.numbers[np.repeat(chosen, self.lengths)], minlength=len(self.different))

    def fit(self, train: Indices) -> FittedTexts:
        """The vocabulary and the length that the texts `train` say. Raises DataError."""
        counts = self.counts(train)
        ranked = sorted(
            (
                (count, token)
                for count, token in zip(counts.tolist(), self.different, strict=True)
                if count and can_be_known(token)
            ),
            reverse=True,
        )
        if not ranked:
            raise DataError(
                tr("The training texts have no token that can be known; choose other texts."),
                path="data.text",
            )
        most = self.most
        if most is None:
            # what occurs once cannot be learned and checked; where all do, all are taken
            most = min(sum(count > 1 for count, _ in ranked) or len(ranked), MOST_TOKENS)
        longest = self.length
        if longest is None:
            share = np.percentile(self.lengths[train], _SHARE, method="higher")
            longest = int(np.clip(share, 1, LONGEST))
        known = tuple(token for _, token in islice(ranked, most))
        return FittedTexts(self.tokenizer, known, longest, train)


@dataclass
class FittedTexts(Fitted):
    """The `known` tokens, most frequent first, and how many of a text are read; measured on texts `train`."""

    tokenizer: Tokenizer
    known: tuple[str, ...]
    length: int
    train: Indices

    def __post_init__(self) -> None:
        self.vocabulary = len(self.known) + SPECIAL

    @cached_property
    def places(self) -> dict[str, int]:
        """The number of each known token."""
        return {token: number for number, token in enumerate(self.known, start=SPECIAL)}

    def numbered(self, rows: Texts) -> NDArray[np.int32]:
        """(total,) the numbers of the tokens of all texts, one text behind the other, uncut."""
        table = np.array([self.places.get(token, 1) for token in rows.different], np.int32)
        return table[rows.numbers]

    def apply(self, rows: Texts) -> NDArray[np.int32]:
        """(n, length) int32, with 0 behind the end of a text."""
        count = len(rows.texts)
        require_memory(
            count * self.length * np.dtype(np.int32).itemsize,
            tr("{count:,} texts of {length:,} tokens", count=count, length=self.length),
            path="data.length",
        )
        x = np.zeros((count, self.length), np.int32)
        numbers = self.numbered(rows)
        for row, start, end in zip(x, rows.starts[:-1].tolist(), rows.starts[1:].tolist(), strict=True):
            part = numbers[start : min(end, start + self.length)]
            row[: len(part)] = part
        return x

    def raw_inputs(self) -> tuple[RawInput, ...]:
        """One input, the text; the layer has the vocabulary in it."""
        layer = Call("keras.layers.TextVectorization", kwargs=self.keras())
        return (RawInput("text", "string", (layer,)),)

    def keras(self) -> dict[str, Any]:
        """The arguments of the TextVectorization that does the same."""
        return {
            **self.tokenizer.keras(),
            "output_sequence_length": self.length,
            "vocabulary": list(self.known),
        }

    def words(self, row: NDArray[np.int32]) -> tuple[str, ...]:
        """The tokens of one row of x, as the model sees them; what is filled up is left away."""
        names = (UNKNOWN, *self.known)
        return tuple(names[number - 1] for number in row.tolist() if number)
