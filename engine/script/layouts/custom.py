"""What a script must know of a Python file that makes batches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class CustomLayout:
    """A Python file that makes batches: x of `dtype`, y as `targets` says, for so many `outputs`.

    `in_order` says that a generator does, `endless` that they have no end; the last two say the same of the
    validation batches, or that there are none.
    """

    path: Path
    dtype: str
    targets: str
    outputs: int
    in_order: bool = False
    endless: bool = False
    validated_in_order: bool = False
    validated_any_order: bool = False

    @property
    def validated(self) -> bool:
        """Whether there are validation batches."""
        return self.validated_in_order or self.validated_any_order
