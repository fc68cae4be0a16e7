"""How long leaving may take: begun by whoever is asked to leave, and asked by all who wait for something.

The run is waited for first, then the threads; what is left of the time is for children and files.
"""

from __future__ import annotations

import time

from engine.way_out import END_SECONDS, cancel_end, end_process_within

_FOR_RUN_S = END_SECONDS - 4
_FOR_THREADS_S = END_SECONDS - 2
_AT_ONCE_S = 0.5


class WayOut:
    """The time that is left, from the first `begin` on.

    With `ends_process` a timer ends the process when even that is not enough.
    """

    def __init__(self) -> None:
        self.ends_process = False
        self._began: float | None = None
        self._hurried = 0.0

    @property
    def begun(self) -> bool:
        """Whether the program is leaving."""
        return self._began is not None

    def begin(self) -> None:
        """The program leaves from now on."""
        if self._began is None:
            self._began = time.monotonic()
            if self.ends_process:
                end_process_within(END_SECONDS)

    def hurry(self) -> None:
        """The program was asked once more: wait for a moment only."""
        self._hurried = self._hurried or time.monotonic()

    def left_ms(self) -> int:
        """How many milliseconds the threads may still be waited for."""
        return self._left(_FOR_THREADS_S)

    def left_for_run_ms(self) -> int:
        """How many milliseconds the run may still be waited for, before the window goes."""
        return self._left(_FOR_RUN_S)

    def _left(self, seconds: float) -> int:
        now = time.monotonic()
        left = seconds - (now - self._began if self._began is not None else 0.0)
        if self._hurried:
            left = min(left, _AT_ONCE_S - (now - self._hurried))
        return max(0, round(1000 * left))

    def end(self) -> None:
        """The program has left in good order."""
        if self.ends_process:
            cancel_end()
