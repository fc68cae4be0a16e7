"""What people are shown of the random changes: training examples before and after them."""

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Variant:
    """One picture or series as it may reach the model: values as in `describe.Example`, and its label."""

    values: NDArray[Any]
    label: str


@dataclass(frozen=True, slots=True)
class Variants:
    """Each row has the original first, then its variants. There are no rows where nothing is changed."""

    rows: tuple[tuple[Variant, ...], ...]
    are_images: bool
