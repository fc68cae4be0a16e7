"""How many steps to run in one call: so many that calling costs nothing, so few that Stop answers at once."""

from __future__ import annotations

_TARGET_SECONDS = 0.03
_MOST = 1024


class Pace:
    """Adapts the number of fused steps to the time that a step takes; `fixed` sets it by hand."""

    def __init__(self, fixed: int | None) -> None:
        self._fixed = fixed
        self._seconds_per_step = 0.0

    @property
    def steps(self) -> int:
        """How many steps the next call should run."""
        if self._fixed is not None:
            return self._fixed
        if self._seconds_per_step == 0.0:
            return 1
        return max(1, min(_MOST, int(_TARGET_SECONDS / self._seconds_per_step)))

    def took(self, steps: int, seconds: float) -> None:
        """Learn from a call. Growth is bounded, as a first short call may mislead."""
        measured = max(seconds / steps, 1e-7)
        before = self._seconds_per_step or measured
        self._seconds_per_step = max(measured, before / 4) if measured < before else (before + measured) / 2
