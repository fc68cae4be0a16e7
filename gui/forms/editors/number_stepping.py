"""How the up and down keys change a number. No Qt here; the keys are handled in `line_editors`."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.forms.editors.declared_types import Bounds

_LEAST_DOUBLED = 16


@dataclass(frozen=True, slots=True)
class Stepper:
    """Steps a number according to its declaration.

    Floats with an open lower bound of 0 (learning rates) are multiplied by 10; integers whose default is a
    power of two from 16 on (batch sizes, units) are doubled; other integers change by 1, other floats by one
    in their last digit.

    Attributes:
        kind: int or float.
        bounds: The range of the number.
        default: The default of the setting; None and words are allowed.
    """

    kind: type[int | float]
    bounds: Bounds
    default: object

    def step(self, number: float | None, steps: int) -> float:
        """Step a number within its bounds.

        Args:
            number: The present number; None for an empty field.
            steps: How many steps, positive for up.

        Returns:
            The number after as many steps as stay within the bounds; a first number for None.
        """
        if number is None:
            return self._first()
        direction = 1 if steps > 0 else -1
        for _ in range(abs(steps)):
            following = self._next(number, direction)
            if not self.bounds.allow(following):
                break
            number = following
        return number

    def _next(self, number: float, direction: int) -> float:
        if self.kind is int:
            if self._doubles and number >= 1:
                return int(number * 2 if direction > 0 else max(number // 2, 1))
            return int(number) + direction
        written = Decimal(repr(float(number)))
        if self.bounds.are_decades and number > 0:
            return float(written * 10 if direction > 0 else written / 10)
        exponent = written.normalize().as_tuple().exponent
        place = min(int(exponent), -1) if written else -1
        return float(written + direction * Decimal(1).scaleb(place))

    def _first(self) -> float:
        for number in (self.default, self.bounds.low, 1):
            if isinstance(number, int | float) and self.bounds.allow(number):
                return self.kind(number)
        return self.kind(1)

    @property
    def _doubles(self) -> bool:
        default = self.default
        return isinstance(default, int) and default >= _LEAST_DOUBLED and math.log2(default).is_integer()
