"""How much memory is free, and sizes in words. What needs how much is known where it is read."""

import os
import sys
from pathlib import Path

_LIMIT = Path("/sys/fs/cgroup/memory.max")
_USED = Path("/sys/fs/cgroup/memory.current")


def available_memory() -> int:
    """Bytes that can still be taken without others being swapped out; a container's own limit counts too.

    Where the system does not tell how much is free (macOS), it is all the memory there is.
    """
    if sys.platform == "win32":
        return _windows_memory()
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
        free = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration):
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        limit = int(_LIMIT.read_text("ascii")) - int(_USED.read_text("ascii"))
    except (OSError, ValueError):  # no container, or one whose limit is the word "max"
        return free
    return max(0, min(free, limit))


def readable_size(size: int) -> str:
    """A size in bytes in words, such as "1.5 GB"."""
    value = float(size)
    for unit in ("bytes", "KB", "MB", "GB"):
        if value < 1000:
            return f"{value:.3g} {unit}"
        value /= 1000
    return f"{value:,.3g} TB"


def _windows_memory() -> int:
    if sys.platform != "win32":  # for the type checker: what follows exists on Windows alone
        return 0
    import ctypes

    class Status(ctypes.Structure):
        """MEMORYSTATUSEX of the Windows API."""

        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *(
                (name, ctypes.c_ulonglong)
                for name in ("total", "free", "p_total", "p_free", "v_total", "v_free", "x")
            ),
        )

    status = Status()
    status.length = ctypes.sizeof(status)
    ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))
    return int(status.free)
