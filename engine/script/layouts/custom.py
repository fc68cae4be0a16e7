"""What a script must know of a Python file that makes batches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class CustomLayout:
    """A Python file that makes batches.

    Attributes:
        path: The file.
        dtype: dtype of the inputs.
        targets: Form of the targets: "index", "one_hot" or "numbers".
        outputs: Number of classes or target numbers.
        in_order: Whether a generator makes the batches, which can only be read in order.
        endless: Whether the number of batches is unknown or infinite.
        validated_in_order: Whether a generator makes the validation batches.
        validated_any_order: Whether a PyDataset makes the validation batches.
        length, validation_length: Batches after which a generator ends; None where that is not known. Of
            separate data, how many there are.
        name: Of separate data, what makes them in the file; "" for the training data.
        weighted: Of separate data, whether it has weights.
        numbers: The batches that are used, where they are not all or the first ones.
    """

    path: Path
    dtype: str
    targets: str
    outputs: int
    in_order: bool = False
    endless: bool = False
    validated_in_order: bool = False
    validated_any_order: bool = False
    length: int | None = None
    validation_length: int | None = None
    name: str = ""
    weighted: bool = False
    numbers: tuple[int, ...] = ()

    @property
    def validated(self) -> bool:
        """Whether there are validation batches."""
        return self.validated_in_order or self.validated_any_order
