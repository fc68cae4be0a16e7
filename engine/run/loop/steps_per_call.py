"""How many steps to run in one call: so many that calling costs nothing, so few that Stop answers at once.

Whether it pays at all is measured on the run's own first steps: a few are run one a call and timed, then the
calls grow. What was measured before and is remembered (`engine.run.pace.timing_cache`) is not measured again.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass

_TARGET_SECONDS = 0.03
_MOST = 1024
_WARM = 1  # the first call is slow: it allocates
_PROBES = 4
_SETTLED = 3  # calls of many steps after which their speed is believed
_PAYS = 0.95  # many steps a call take at most this part of the time, or one step a call is as good


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTimes:
    """Measured seconds of one step.

    Attributes:
        single: Where each call runs one step.
        fused: Where each call runs `steps` steps.
        steps: See `fused`.
    """

    single: float
    fused: float
    steps: int

    @property
    def pays(self) -> bool:
        """Whether many steps a call are faster."""
        return self.fused <= self.single * _PAYS

    @property
    def times_faster(self) -> float:
        """How many times as fast as one step a call."""
        return self.single / self.fused if self.pays else 1.0


class Pace:
    """Adapts the number of fused steps to the time that a step takes.

    Args:
        fixed: Steps a call as set by hand; None to adapt.
        known: Times of the same model on the same device with the same batches; None where not measured.
    """

    def __init__(self, fixed: int | None, known: StepTimes | None = None) -> None:
        self._fixed, self._known = fixed, known
        self._singles: list[float] = []
        self._calls = 0
        self._seconds_per_step = known.fused if known is not None else 0.0
        self._found: StepTimes | None = None

    @property
    def steps(self) -> int:
        """How many steps the next call should run."""
        if self._fixed is not None:
            return self._fixed
        times = self.found or self._known
        if times is None and len(self._singles) < _WARM + _PROBES:
            return 1
        if times is not None and not times.pays:
            return 1
        return max(1, min(_MOST, int(_TARGET_SECONDS / self._seconds_per_step)))

    @property
    def found(self) -> StepTimes | None:
        """What was measured in this run, once it is known."""
        return self._found

    def took(self, steps: int, seconds: float) -> None:
        """Learn from a call. Growth is bounded, as a first short call may mislead.

        Args:
            steps: How many it ran.
            seconds: How long it took, all steps together.
        """
        measured = max(seconds / steps, 1e-7)
        before = self._seconds_per_step or measured
        self._seconds_per_step = max(measured, before / 4) if measured < before else (before + measured) / 2
        if steps == 1:
            self._singles.append(measured)
            del self._singles[_WARM + _PROBES :]
            return
        self._calls += 1
        if self._calls >= _SETTLED and len(self._singles) >= _WARM + _PROBES and self._found is None:
            single = statistics.median(self._singles[_WARM:])
            self._found = StepTimes(single=single, fused=measured, steps=steps)
