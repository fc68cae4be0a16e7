"""What a model must know of the data: shapes, task, and the numbers that scaling layers hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from engine.settings.data.raw_inputs import Embedded
    from engine.settings.declaration.call import Named
    from engine.settings.losses import Encoding


class ModelError(Exception):
    """A model that cannot be made. The message is one sentence for people, `path` the setting to look at."""

    def __init__(self, message: str, *, path: str = "model") -> None:
        super().__init__(message)
        self.path = path


@dataclass(frozen=True, slots=True)
class ModelInputs:
    """shape: one example's input. outputs: classes, or numbers to be given. kind: the kind of data.

    scaling says what the first layer does; mean and variance (shape (features,), float32, of the training
    part along the last axis) are set for "standard". target_mean and target_std (shape (outputs,), float32)
    are set where the last layer undoes the scaling of the targets. is_bytes: whether inputs are uint8.

    Where examples are words, (length,) int32, `vocabulary` says how many words there are, with 0 for padding;
    else it is 0. `embedded` is what the last columns of a table stand for where they are numbers of words;
    mean and variance are then those of the columns before them. `padding` is the value of steps that only
    fill sequences up, None where there are none.
    """

    kind: str
    shape: tuple[int, ...]
    outputs: int
    encoding: Encoding
    scaling: Literal["none", "unit", "standard"] = "none"
    mean: Named | None = None
    variance: Named | None = None
    target_mean: Named | None = None
    target_std: Named | None = None
    is_bytes: bool = True
    vocabulary: int = 0
    embedded: tuple[Embedded, ...] = ()
    padding: Named | None = None
