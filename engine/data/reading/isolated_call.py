"""A call in an isolated process while data is read: cancelled with the reading, and within its limits.

The process itself is left to `engine.isolated.process`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.data.reading.memory import available_memory
from engine.isolated.process import call_isolated

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.data.reading.context import Reading


def isolated_call(call: Callable[[Any], Any], argument: Any, *, size: int, reading: Reading) -> Any:
    """Return the result of `call`, a function of a module of `engine.isolated`, for `argument`.

    Args:
        call: what is called there.
        argument: its argument; it is pickled.
        size: the bytes that are read, which decide how long it may take.
        reading: the reading that waits for it.

    Raises:
        IsolatedError: `call` raised it, its process crashed, or it took too long or too much memory.
        LoadCancelled: at once when `reading` is cancelled.
    """
    limits = reading.limits
    return call_isolated(
        call,
        argument,
        seconds=limits.seconds(size),
        memory=None if limits.lifted else available_memory(),
        look=lambda: reading.step(0, 1),
    )
