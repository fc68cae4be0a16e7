"""How one of Keras's own data sets is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.data.keras_facts import load_call

if TYPE_CHECKING:
    from engine.settings.call import Call
    from engine.settings.keras_data import KerasData


@dataclass(frozen=True, slots=True)
class KerasLayout:
    """`call` gives both parts; `tests` says that the test part validates."""

    call: Call
    tests: bool

    @classmethod
    def of(cls, settings: KerasData) -> KerasLayout:
        """The form of the set that the settings name."""
        return cls(load_call(settings), settings.test_part == "validates")
