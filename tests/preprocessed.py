"""A small kind of preprocessing for tests: one column of numbers with gaps, and one of words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.data.dataset import RawDataset
from engine.data.preprocessing import Fitted, Preprocessing
from engine.settings.data.raw_inputs import Embedded, RawInput
from engine.settings.declaration.call import Call
from engine.settings.layers import Operation


@dataclass(frozen=True)
class Rows(Preprocessing):
    """numbers: (n,) float32 with NaN for gaps; words: (n,) str."""

    numbers: Any
    words: Any

    def fit(self, train: Any) -> Measured:
        fill = float(np.nanmean(self.numbers[train]))
        return Measured(fill, tuple(sorted(set(self.words[train].tolist()))))


class Measured(Fitted):
    feature_names = ("number", "word")

    def __init__(self, fill: float, words: tuple[str, ...]) -> None:
        self.fill, self.words = fill, words
        self.embedded = (Embedded("word", len(words) + 1, 3),)

    def apply(self, rows: Any) -> Any:
        places = {word: number + 1 for number, word in enumerate(self.words)}
        words = [places.get(word, 0) for word in rows.words.tolist()]
        return np.stack([np.nan_to_num(rows.numbers, nan=self.fill), words], axis=1).astype(np.float32)

    def raw_inputs(self) -> tuple[RawInput, ...]:
        lookup = Call("keras.layers.StringLookup", kwargs={"vocabulary": list(self.words)})
        return (
            RawInput("number", "float32", (Operation("keras.ops.nan_to_num", {"nan": self.fill}),)),
            RawInput("단어 = word", "string", (lookup, Operation("keras.ops.cast", {"dtype": "float32"}))),
        )


def mixed(count: int = 60, *, seed: int = 1) -> RawDataset:
    """Numbers with gaps and words, of which both say the class."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 2, count)
    numbers = (rng.normal(size=count) + y).astype(np.float32)
    numbers[rng.random(count) < 0.2] = np.nan
    words = np.array(["ㄱ", "b", "c d"])[rng.integers(0, 2, count) + y]
    return RawDataset(
        kind="table",
        task="classification",
        y=y,
        fingerprint=f"mixed {count} {seed}",
        class_names=("no", "yes"),
        rows=Rows(numbers, words),
    )
