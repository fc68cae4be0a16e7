"""The answers of the run and of an exported file, side by side: what differs, and what is warned of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.language import tr
from engine.predict.signature.schema import HALF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from engine.export.formats import Format
    from engine.predict.signature.schema import Outputs

_NEAR = 0.1  # of the spread of the run's answers: numbers this near are the same answer
_NAMED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What `compare` finds; the attributes are those of `Evidence`."""

    max_difference: float
    same_answers: float
    metric: str
    metric_before: float
    metric_after: float
    changed: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """The examples that are compared.

    Attributes:
        y: (n,) int64 class numbers, or (n, m) float32.
        names: n names for people: files, or numbers of rows.
        outputs: What the model gives, with the threshold of two classes.
    """

    y: NDArray[Any]
    names: tuple[str, ...]
    outputs: Outputs

    @property
    def classes(self) -> bool:
        """Whether answers are classes."""
        return bool(self.outputs.classes)

    def answers(self, given: NDArray[np.float32]) -> NDArray[Any]:
        """Return class numbers (n,), or the outputs themselves as (n, m)."""
        flat = given.reshape(len(given), -1)
        if not self.classes:
            return flat
        decided = self.outputs.holds == "probabilities" and self.outputs.threshold is not None
        if flat.shape[1] > 1 and not decided:
            return flat.argmax(axis=1)
        threshold = HALF if self.outputs.threshold is None else self.outputs.threshold
        above = 2 * threshold - 1 if self.outputs.holds == "margins" else threshold
        return (flat[:, -1] > above).astype(np.int64)


def compare(
    before: NDArray[np.float32],
    after: NDArray[np.float32],
    *,
    made: Format,
    truth: Truth,
    mixed: bool = False,
) -> Comparison:
    """Compare outputs.

    Args:
        before: (n, m) outputs of the run's model.
        after: (n, m) outputs of the file.
        made: The format of the file.
        truth: The examples.
        mixed: Whether the run's model calculated in 16 bits, so that float32 differs from it.
    """
    largest = float(np.abs(before).max(initial=0.0)) or 1.0
    # a file that gives NaN differs by infinity
    differences = np.nan_to_num(np.abs(after.astype(np.float64) - before), nan=np.inf)
    difference = float(differences.max(initial=0.0)) / largest
    one, other = truth.answers(before), truth.answers(after)
    if truth.classes:
        same = one == other
    else:
        near = _NEAR * np.maximum(np.std(before, axis=0), np.finfo(np.float32).eps * largest)
        same = (differences.reshape(len(differences), -1) <= near).all(axis=1)
    share = float(np.mean(same)) if len(same) else 1.0
    changed = tuple(truth.names[place] for place in np.flatnonzero(~same)[:_NAMED])
    return Comparison(
        max_difference=difference,
        same_answers=share,
        metric="accuracy" if truth.classes else "mae",
        metric_before=_metric(one, truth),
        metric_after=_metric(other, truth),
        changed=changed,
        warnings=tuple(_warnings(made, difference, share=share, changed=changed, mixed=mixed)),
    )


def _metric(answers: NDArray[Any], truth: Truth) -> float:
    if truth.classes:
        return float(np.mean(answers == truth.y))
    return float(np.mean(np.abs(answers.astype(np.float64) - truth.y.reshape(answers.shape))))


def _warnings(
    made: Format, difference: float, *, share: float, changed: Sequence[str], mixed: bool
) -> list[str]:
    found: list[str] = []
    if difference > made.most_different and not mixed:
        found.append(
            tr(
                "Its outputs differ by up to {difference:.2g} of the largest one, more than the {most:.0e}"
                " that rounding explains.",
                difference=difference,
                most=made.most_different,
            )
        )
    least = min(made.least_same, 0.99) if mixed else made.least_same
    if share < least:
        found.append(
            tr(
                "{share:.1%} of its answers are those of the run, fewer than {least:.0%}; changed: {names}.",
                share=share,
                least=least,
                names=", ".join(changed),
            )
        )
    return found
