"""Texts -> token ids, by a vocabulary that is counted on the training part alone.

How a text is cut is left to `tokens`; what people are shown of it to `facts`. Id 0 is padding, 1 is every
unknown token, and the known ones follow from 2 on, the most frequent first, as in Keras.
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
"""How many ids come before the known tokens: padding and unknown."""
MOST_TOKENS = 20_000
LONGEST = 512
_SHARE = 95


@dataclass(frozen=True)
class Texts(Preprocessing):
    """Texts as they were read, and as numbers of all different tokens in them.

    Attributes:
        texts: as they were read.
        tokenizer: how they are cut.
        different: all tokens, in the order of their first appearance.
        numbers: (total,) int32, the tokens of all texts as places in `different`, text after text.
        starts: (n + 1,) int64, where each text begins in `numbers`.
        most: the size of the vocabulary, as set; None to decide by the training texts.
        length: the tokens of a text that are used, as set; None to decide by the training texts.
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
        """Cut texts into tokens.

        Args:
            texts: n strings.
            tokenizer: how they are cut.
            most: as the attribute.
            length: as the attribute.
        """
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
        """(n,) int64, how many tokens each text has."""
        return np.diff(self.starts)

    def counts(self, rows: Indices) -> NDArray[np.int64]:
        """Return how often each token occurs in the texts at `rows`, (different,) int64."""
        chosen = np.zeros(len(self.texts), np.bool_)
        chosen[rows] = True
        return np.bincount(self.numbers[np.repeat(chosen, self.lengths)], minlength=len(self.different))

    def fit(self, train: Indices) -> FittedTexts:
        """Measure the vocabulary and the length on the texts at `train`.

        Raises:
            DataError: they have no token that can be known.
        """
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
            # what occurs once cannot be learned and validated; where all do, all are taken
            most = min(sum(count > 1 for count, _ in ranked) or len(ranked), MOST_TOKENS)
        longest = self.length
        if longest is None:
            share = np.percentile(self.lengths[train], _SHARE, method="higher")
            longest = int(np.clip(share, 1, LONGEST))
        known = tuple(token for _, token in islice(ranked, most))
        return FittedTexts(self.tokenizer, known, longest, train)


@dataclass
class FittedTexts(Fitted):
    """What was measured on the training texts.

    Attributes:
        tokenizer: how texts are cut.
        known: the vocabulary, most frequent first.
        length: how many tokens of a text are used.
        train: int64 indices of the training texts.
    """

    tokenizer: Tokenizer
    known: tuple[str, ...]
    length: int
    train: Indices

    def __post_init__(self) -> None:
        self.vocabulary = len(self.known) + SPECIAL

    @cached_property
    def places(self) -> dict[str, int]:
        """The id of each known token."""
        return {token: number for number, token in enumerate(self.known, start=SPECIAL)}

    def numbered(self, rows: Texts) -> NDArray[np.int32]:
        """Return the ids of the tokens of all texts, uncut, text after text, (total,) int32."""
        table = np.array([self.places.get(token, 1) for token in rows.different], np.int32)
        return table[rows.numbers]

    def apply(self, rows: Texts) -> NDArray[np.int32]:
        """Return the ids as (n, length) int32, with 0 after the end of a text.

        Raises:
            DataError: they do not fit into memory.
        """
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
        """Return one input, the text; its layer has the vocabulary."""
        layer = Call("keras.layers.TextVectorization", kwargs=self.keras())
        return (RawInput("text", "string", (layer,)),)

    def keras(self) -> dict[str, Any]:
        """Return the arguments of a `keras.layers.TextVectorization` that does the same."""
        return {
            **self.tokenizer.keras(),
            "output_sequence_length": self.length,
            "vocabulary": list(self.known),
        }

    def words(self, row: NDArray[np.int32]) -> tuple[str, ...]:
        """Return the tokens of one row of x, as the model gets them, without padding."""
        names = (UNKNOWN, *self.known)
        return tuple(names[number - 1] for number in row.tolist() if number)
