"""Texts that came as numbers of words: what the numbers stand for, and how long texts were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class NumberedTexts:
    """What is known of texts of which x, (n, length) int32, has the numbers, with 0 behind their ends.

    vocabulary: how many numbers there are, 0 among them. words: what each stands for, () where that is not
    known. unknown: the number of every unknown word. lengths: (n,) int64, of the texts before they were cut.
    """

    vocabulary: int
    words: tuple[str, ...]
    unknown: int
    lengths: NDArray[np.int64]

    def tokens(self, row: NDArray[np.int32]) -> tuple[str, ...]:
        """The words of one row of x, or their numbers; what is filled up is left away."""
        return tuple(self.words[number] if self.words else str(number) for number in row.tolist() if number)
