"""What people are shown of texts: how long they are, how much of them is known, and what the model gets.

Drawing it is left to views.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.data.text.tokens import can_be_known
from engine.data.text.vocabulary import FittedTexts, Texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from engine.data.dataset import Dataset
    from engine.data.kind_facts import NumberedTexts

_BARS = 40
_POINTS = 120
_TEXT = 3000  # letters: more are not read in a window
_TOKENS = 400


@dataclass(frozen=True, slots=True)
class TextExample:
    """One text, as it is shown.

    Attributes:
        text: its beginning.
        tokens: those that the model gets.
    """

    text: str
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What is known of the training texts. All shares are from 0 to 1.

    Of texts that came as token ids the original is not known: `coverage` is () and `different` 0, and the
    rest is measured on all of them, cut as the model gets them.

    Attributes:
        bars: how many texts have how many tokens, in equal steps from 0 to `longest`; the last has the longer
            ones too.
        longest: the end of the last bar, in tokens.
        length: where texts are cut, in tokens.
        cut: the share of texts that are longer.
        coverage: (number of most frequent tokens, share of all tokens that they make up).
        vocabulary: how many tokens are known.
        different: how many different tokens the training texts have.
        unknown: the share of unknown tokens in the training texts.
        unknown_elsewhere: the same in all other texts; None where there are none.
        examples: a few texts.
    """

    bars: tuple[int, ...]
    longest: int
    length: int
    cut: float
    coverage: tuple[tuple[int, float], ...]
    vocabulary: int
    different: int
    unknown: float
    unknown_elsewhere: float | None
    examples: tuple[TextExample, ...]


def text_facts(dataset: Dataset, shown: Sequence[int]) -> TextFacts | None:
    """Return the facts of a data set of texts.

    Args:
        dataset: the data.
        shown: the indices of the texts that are shown.

    Returns:
        The facts; None for other data.
    """
    if dataset.numbered is not None:
        return _of_numbers(dataset.numbered, np.asarray(dataset.x), shown)
    rows, fitted = dataset.rows, dataset.fitted
    if not isinstance(rows, Texts) or not isinstance(fitted, FittedTexts):
        return None
    lengths = rows.lengths[fitted.train]
    bars, longest = _bars(lengths, fitted.length)
    known, elsewhere = _unknown(rows, fitted)
    counts = rows.counts(fitted.train)
    return TextFacts(
        bars=bars,
        longest=longest,
        length=fitted.length,
        cut=float((lengths > fitted.length).mean()),
        coverage=_coverage(rows, counts),
        vocabulary=len(fitted.known),
        different=int(np.count_nonzero(counts)),
        unknown=known,
        unknown_elsewhere=elsewhere,
        examples=tuple(
            TextExample(rows.texts[index][:_TEXT], fitted.words(np.asarray(dataset.x[index]))[:_TOKENS])
            for index in shown
        ),
    )


def _of_numbers(texts: NumberedTexts, x: NDArray[np.int32], shown: Sequence[int]) -> TextFacts:
    length = x.shape[1]
    bars, longest = _bars(texts.lengths, length)
    read = [texts.tokens(x[index]) for index in shown]
    return TextFacts(
        bars=bars,
        longest=longest,
        length=length,
        cut=float((texts.lengths > length).mean()),
        coverage=(),
        vocabulary=texts.vocabulary,
        different=0,
        unknown=float(np.count_nonzero(x == texts.unknown) / np.count_nonzero(x)),
        unknown_elsewhere=None,
        examples=tuple(TextExample(" ".join(tokens)[:_TEXT], tokens[:_TOKENS]) for tokens in read),
    )


def _bars(lengths: NDArray[np.int64], length: int) -> tuple[tuple[int, ...], int]:
    """Return how many texts are how long, and the longest that is drawn."""
    # a few very long texts would squeeze all others into one bar
    longest = int(min(lengths.max(), max(2 * length, np.percentile(lengths, 99))))
    bars, _ = np.histogram(np.minimum(lengths, longest), bins=min(_BARS, longest), range=(0, longest))
    return tuple(bars.tolist()), longest


def _coverage(rows: Texts, counts: NDArray[np.int64]) -> tuple[tuple[int, float], ...]:
    can = np.array([can_be_known(token) for token in rows.different], np.bool_)
    ranked = np.sort(counts[can & (counts > 0)])[::-1]
    share = np.cumsum(ranked) / counts.sum()
    places = np.unique(np.geomspace(1, len(ranked), _POINTS).round().astype(np.int64))
    return tuple(zip(places.tolist(), share[places - 1].tolist(), strict=True))


def _unknown(rows: Texts, fitted: FittedTexts) -> tuple[float, float | None]:
    """Return the share of unknown tokens in the training texts, and in all others."""
    train = np.zeros(len(rows.texts), np.bool_)
    train[fitted.train] = True
    in_train = np.repeat(train, rows.lengths)
    unknown = fitted.numbered(rows) == 1
    elsewhere = None if in_train.all() else float(unknown[~in_train].mean())
    return float(unknown[in_train].mean()), elsewhere
