"""The split of the plain script: scikit-learn's `train_test_split`, or Keras's `validation_split`.

Parts that the data itself decides (folders, marked examples, the end of each series) are those of the
program, written by `engine.script.parts.split`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.script.inputs import SHARE, Draft, method_of, trains_on_all
from engine.script.layouts.custom import CustomLayout
from engine.script.page import Page, Set
from engine.settings.data.kinds import TableData
from engine.settings.declaration.call import Call, Named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.models.inputs import ModelInputs

DRAWN = ("stratified", "random")
"""The splits whose rows are drawn at random."""


def keras_splits(draft: Draft, inputs: ModelInputs) -> bool:
    """Whether `fit(validation_split=...)` makes the split: of the last rows, with nothing fitted before."""
    project, facts = draft.project, draft.facts
    fitted = inputs.mean is not None or inputs.target_mean is not None or facts.vocabulary > 0
    fitted = fitted or isinstance(project.data, TableData)
    plain = not draft.exact and not facts.gap and not draft.weighted and project.fit.class_weight == "none"
    decided = trains_on_all(project, facts) or facts.has_validation_part or facts.has_test_part
    decided = decided or draws_test(draft)
    return plain and not fitted and not decided and method_of(project.fit, facts) == "last"


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is drawn from the examples, and the names that the script gives to it.

    Attributes:
        setting: Dotted path of the share.
        share: Of the examples.
        drawn: "validation" or "test": also the name of the row numbers that are drawn.
        kept: Name of the row numbers that stay.
        counts: Number of examples of each class to draw from, () where they are not classes.
        count: Number of examples to draw from, 0 where the data is not read.
    """

    setting: str
    share: float
    drawn: str
    kept: str
    counts: tuple[int, ...]
    count: int

    def kept_name(self, name: str) -> str:
        """Return the variable of what stays: the whole again after a test part, else what trains."""
        return name if self.drawn == "test" else f"{name}_train"

    def drawn_name(self, name: str) -> str:
        """Return the variable of what is drawn."""
        return f"{name}_test" if self.drawn == "test" else f"{name}_val"

    def sizes(self, method: str) -> tuple[int, tuple[int, ...]]:
        """Return how many examples the program draws, and how many of each class stay where it says so."""
        if method != "stratified":
            size = max(1, round(self.count * self.share)) if self.count else 0
            left = tuple(round(count * (1 - self.share)) for count in self.counts)
            return size, left
        drawn = [min(max(round(size * self.share), 1), max(size - 1, 0)) for size in self.counts]
        left = tuple(size - taken for size, taken in zip(self.counts, drawn, strict=True))
        return sum(drawn), left


def draws_test(draft: Draft) -> bool:
    """Whether the settings draw the test part from the examples."""
    project, facts = draft.project, draft.facts
    fit, custom = project.fit, isinstance(facts.layout, CustomLayout)
    return bool(fit.test_split) and not custom and not fit.test_data and not facts.has_test_part


def test_part(draft: Draft) -> Part:
    """Return the test part, drawn from all examples."""
    facts = draft.facts
    share = draft.project.fit.test_split
    return Part("fit.test_split", share, "test", "rest", facts.class_counts, facts.split_count)


def validation_part(draft: Draft) -> Part | None:
    """Return the validation part, drawn from what is no test part; None where the data decides it."""
    facts, share = draft.facts, draft.project.fit.validation_split
    if facts.has_validation_part:
        return None
    count, counts = facts.split_count, facts.class_counts
    if draws_test(draft):
        taken, counts = test_part(draft).sizes(method_of(draft.project.fit, facts))
        count -= taken
    return Part(SHARE, share, "validation", "train", counts, count)


def write_cut(page: Page, draft: Draft, *, part: Part, names: Sequence[str]) -> None:
    """Write lines that take the last rows of each array, as `validation_split` does."""
    gap = draft.facts.gap
    page.line("cut = int(len(y) * (1 - ", Set(part.setting, part.share), "))")
    if gap:
        page.line(f"end = max(cut - {gap}, 0)  # no window is in both parts")
    for name in names:
        end = "end" if gap else "cut"
        page.line(f"{part.kept_name(name)}, {part.drawn_name(name)} = {name}[:{end}], {name}[cut:]")


def split_call(draft: Draft, *, part: Part, names: Sequence[str]) -> Call:
    """Return the call of `train_test_split` for these arrays: it draws as many examples as the program."""
    method = method_of(draft.project.fit, draft.facts)
    count, _ = part.sizes(method)
    size: Any = part.share if not count or math.ceil(part.share * part.count) == count else count
    kwargs: dict[str, Any] = {"test_size": size, "random_state": Named("SEED", None)}
    if method == "stratified" and _can_stratify(part, count):
        kwargs["stratify"] = Named("y", None)
    arrays = tuple(Named(name, None) for name in names)
    origin = {"test_size": part.setting, "stratify": "fit.validation_method"}
    return Call("train_test_split", args=arrays, kwargs=kwargs, origin=origin)


def _can_stratify(part: Part, count: int) -> bool:
    """Whether `train_test_split` can: it wants two examples of each class, and one of each in both parts."""
    present = [size for size in part.counts if size]
    enough = len(present) <= min(count, part.count - count)
    return not part.count or (min(present, default=0) >= 2 and enough)
