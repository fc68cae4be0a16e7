"""How long closing the program may take: started by the first request to close, read by all who wait.

The run is waited for first, then the threads; the rest of the time is for child processes and files. Ending
a process that takes longer is done by `engine.forced_exit`.
"""

from __future__ import annotations

import time

from engine.forced_exit import END_SECONDS, cancel_end, end_process_within

_FOR_RUN_S = END_SECONDS - 4
_FOR_THREADS_S = END_SECONDS - 2
_AT_ONCE_S = 0.5


class ExitDeadline:
    """The time that is left for closing, counted from the first `begin`.

    Attributes:
        ends_process: Whether the process is ended after `END_SECONDS`, whatever it is waiting for.
    """

    def __init__(self) -> None:
        self.ends_process = False
        self._began: float | None = None
        self._hurried = 0.0

    @property
    def begun(self) -> bool:
        """Whether the program is closing."""
        return self._began is not None

    def begin(self) -> None:
        """Start the time, if it has not been started."""
        if self._began is None:
            self._began = time.monotonic()
            if self.ends_process:
                end_process_within(END_SECONDS)

    def hurry(self) -> None:
        """Reduce the time that is left to half a second, after a second request to close."""
        self._hurried = self._hurried or time.monotonic()

    def left_ms(self) -> int:
        """Return for how many milliseconds the threads may still be waited for; 0 if the time is used up."""
        return self._left(_FOR_THREADS_S)

    def left_for_run_ms(self) -> int:
        """Return for how many milliseconds the run may still be waited for; 0 if the time is used up."""
        return self._left(_FOR_RUN_S)

    def _left(self, seconds: float) -> int:
        now = time.monotonic()
        left = seconds - (now - self._began if self._began is not None else 0.0)
        if self._hurried:
            left = min(left, _AT_ONCE_S - (now - self._hurried))
        return max(0, round(1000 * left))

    def end(self) -> None:
        """Cancel the end of the process, after a normal end."""
        if self.ends_process:
            cancel_end()
