"""How one of Keras's own data sets is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.data.keras_datasets.catalogue import load_call

if TYPE_CHECKING:
    from engine.settings.data.keras_datasets import KerasData
    from engine.settings.declaration.call import Call


@dataclass(frozen=True, slots=True)
class KerasLayout:
    """`call` gives both parts; `tests` says that the test part validates."""

    call: Call
    tests: bool

    @classmethod
    def of(cls, settings: KerasData) -> KerasLayout:
        """The form of the set that the settings name."""
        return cls(load_call(settings), settings.test_part == "validates")
