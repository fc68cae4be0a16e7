"""What a model must know of the data: shapes, task, and the constants of its scaling layers.

The values are measured in `engine.models.measure_inputs`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from engine.settings.data.raw_inputs import Embedded
    from engine.settings.declaration.call import Named
    from engine.settings.losses import Encoding


class ModelError(Exception):
    """A model that cannot be built.

    Attributes:
        path: Dotted path of the setting to look at. The message is one sentence for the user.
    """

    def __init__(self, message: str, *, path: str = "model") -> None:
        super().__init__(message)
        self.path = path


@dataclass(frozen=True, slots=True)
class ModelInputs:
    """What the layers of a model are derived from.

    Attributes:
        kind: The kind of data, as its section is called ("images", "series", ...).
        shape: Shape of one example, without the batch axis.
        outputs: Number of classes, or of values to predict.
        encoding: How the targets are passed to the loss.
        scaling: What the first layer does: nothing, divide by 255, or standardize.
        mean: (features,) float32, of the training part along the last axis; set for "standard" only. With
            `embedded` it covers the columns before those.
        variance: Like `mean`.
        target_mean: (outputs,) float32, set where the last layer undoes the scaling of the targets.
        target_std: Like `target_mean`.
        is_bytes: Whether the inputs are uint8.
        vocabulary: Number of tokens, 0 for padding included, where an example is (length,) int32; else 0.
        embedded: The last columns of a table, where they hold indices of categories.
        padding: Value of the time steps that only pad sequences; None where there are none.
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
