"""How fast a run trains, whether it waits for data, and how long other work takes, from its events.

Only time spent training counts for the speed: pauses, validation, writing and compiling are left out.
"""

from __future__ import annotations

from collections import deque

_WINDOW_S = 2.0
_SAMPLE_S = 0.05  # finer samples add nothing, and a run may have 100,000 batches a second


class Throughput:
    """A clock that runs only while the run trains, and the examples trained. All times are `Event.at`."""

    def __init__(self) -> None:
        self._clock = 0.0
        self._last: float | None = None
        self._examples = 0
        self._waited: float | None = None
        self._samples: deque[tuple[float, int, float]] = deque()
        self._epoch_began: float | None = None
        self._epoch_clock = 0.0
        self._paused = 0.0
        self._paused_since: float | None = None
        self._beside: list[float] = []

    def train(self, examples: int, *, at: float, waited: float | None = None) -> None:
        """Count examples. The first call only starts the clock: it compiled.

        Args:
            examples: How many were trained since the last call.
            at: The time now.
            waited: Seconds of waiting for their batches; None where all data is in memory.
        """
        samples, last = self._samples, self._last
        self._last = at
        if not samples:
            samples.append((self._clock, 0, 0.0))
            self._epoch_began = at
            return
        if last is None:
            return  # the clock was stopped: how long these took is not known
        if at > last:
            self._clock += at - last
        self._examples += examples
        if waited is not None:
            self._waited = (self._waited or 0.0) + waited
        if self._clock - samples[-1][0] >= _SAMPLE_S:
            samples.append((self._clock, self._examples, self._waited or 0.0))
            while len(samples) > 2 and self._clock - samples[1][0] >= _WINDOW_S:
                samples.popleft()

    def rest(self, *, at: float, paused: bool = False) -> None:
        """Stop the clock, for validation or other work.

        Args:
            at: The time now.
            paused: Whether the run is paused; this is not counted as work beside training.
        """
        if self._last is not None and at > self._last:
            self._clock += at - self._last
        self._last = None
        if paused and self._paused_since is None:
            self._paused_since = at

    def resumed(self, *, at: float) -> None:
        """Start the clock again at `at`."""
        if self._paused_since is not None:
            self._paused += max(at - self._paused_since, 0.0)
            self._paused_since = None
        if self._samples:
            self._last = at

    def end_epoch(self, *, at: float) -> None:
        """End an epoch at `at`: measure how long it took beside training, without pauses."""
        if self._epoch_began is not None:
            trained = self._clock - self._epoch_clock
            self._beside.append(max(at - self._epoch_began - trained - self._paused, 0.0))
        self._epoch_began, self._epoch_clock, self._paused = at, self._clock, 0.0
        if self._last is not None:
            self._last = at

    @property
    def examples_per_second(self) -> float | None:
        """The mean over the last two seconds of training; None while unknown."""
        if not self._samples:
            return None
        began, before, _ = self._samples[0]
        took, done = self._clock - began, self._examples - before
        return done / took if took > 0 and done > 0 else None

    @property
    def waiting(self) -> float | None:
        """The share, 0 to 1, of the last two seconds of training that was waiting for batches.

        None while unknown, and where all data is in memory.
        """
        if not self._samples or self._waited is None:
            return None
        began, _, before = self._samples[0]
        took = self._clock - began
        return min((self._waited - before) / took, 1.0) if took > 0 else None

    @property
    def seconds_beside(self) -> float:
        """Mean seconds of an epoch beside training (validation, checkpoints)."""
        return sum(self._beside) / len(self._beside) if self._beside else 0.0
