"""What every random change has."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.settings.declaration.declare import setting
from engine.settings.declaration.section_list import ListedSection


def percent(share: float) -> str:
    """A share as people write it in a sentence: 0.1 is 10."""
    return f"{share * 100:g}"


class AugmentationSection(ListedSection):
    """What every change has. `acts_on` says which data has it, `in_batch` that it is no layer."""

    acts_on: ClassVar[Literal["images", "series", "classes"]] = "images"
    in_batch: ClassVar[bool] = False

    enabled: bool = setting(True, title="On", help="Off keeps the change in the list without using it.")
