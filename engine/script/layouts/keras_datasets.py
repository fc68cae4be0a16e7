"""Which function loads one of Keras's data sets, and how its parts are used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.data.keras_datasets.catalogue import load_call

if TYPE_CHECKING:
    from engine.settings.data.keras_datasets import KerasData
    from engine.settings.declaration.call import Call


@dataclass(frozen=True, slots=True)
class KerasLayout:
    """One of Keras's data sets.

    Attributes:
        call: The call that loads its training and test part.
        test_part: What the test part is for, as the setting says.
    """

    call: Call
    test_part: str

    @classmethod
    def of(cls, settings: KerasData) -> KerasLayout:
        """Return the layout of the data set that the settings name."""
        return cls(load_call(settings), settings.test_part)
