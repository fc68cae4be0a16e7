"""Which process works in a run folder, as its lock file says: written by that process, read by all others.

The lock itself ends with its process, but the content of the file stays after a crash, and may be anything.
So it counts only while the lock is held (`lock`), and only where it is valid.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any, Literal

from engine.language import tr

Program = Literal["window", "command"]
_MOST_BYTES = 1000
_MOST_LETTERS = 253  # of a host's name
_LARGEST_PID = 2**32 - 1


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that works in a folder.

    Attributes:
        pid: Its process id on `host`.
        program: The window, or a command without one.
        host: The name of its machine, as folders can be shared.
    """

    pid: int
    program: Program
    host: str

    @classmethod
    def this_process(cls, program: Program) -> Holder:
        """Return the calling process."""
        return cls(os.getpid(), program, platform.node()[:_MOST_LETTERS])

    def encoded(self) -> bytes:
        """Return the content of the lock file for this process."""
        return json.dumps(asdict(self)).encode()

    @property
    def words(self) -> str:
        """Who it is, as a part of a sentence."""
        where = "" if self.host == platform.node() else " " + tr("on {host}", host=self.host)
        name = (
            tr("Fitroom's window (process {pid})", pid=self.pid)
            if self.program == "window"
            else tr("Fitroom's command line (process {pid})", pid=self.pid)
        )
        return name + where


def decoded(content: bytes) -> Holder | None:
    """Return who has written the lock file; None where it is invalid, or names a process that has ended."""
    try:
        found: Any = json.loads(content[:_MOST_BYTES])
        pid, program, host = found["pid"], found["program"], found["host"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if type(pid) is not int or not 0 < pid <= _LARGEST_PID or not isinstance(host, str):
        return None
    if not 0 < len(host) <= _MOST_LETTERS or not host.isprintable():
        return None
    if program not in ("window", "command"):
        return None
    holder = Holder(pid, program, host)
    return holder if host != platform.node() or _is_alive(pid) else None


def holder_words(holder: Holder | None) -> str:
    """Return who works in a folder, as a part of a sentence; None is an unknown process."""
    return holder.words if holder is not None else tr("another process")


def _is_alive(pid: int) -> bool:
    if sys.platform == "win32":  # where signal 0 would end the process
        return True
    with suppress(PermissionError):  # someone else's, so it is there
        try:
            os.kill(pid, 0)
        except (ProcessLookupError, OverflowError):
            return False
    return True
