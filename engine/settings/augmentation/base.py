"""The base class of every random change."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.settings.declaration.declare import setting
from engine.settings.declaration.section_list import ListedSection


def percent(share: float) -> str:
    """Return a share in percent, as text for a sentence: 0.1 is "10"."""
    return f"{share * 100:g}"


class AugmentationSection(ListedSection):
    """Base class of every random change.

    Attributes:
        acts_on: The data it is for; "classes" for any data with classes.
        in_batch: Whether it is applied to batches before the model, and is no layer.
    """

    acts_on: ClassVar[Literal["images", "series", "classes"]] = "images"
    in_batch: ClassVar[bool] = False

    enabled: bool = setting(True, title="On", help="Off keeps the change in the list without using it.")
