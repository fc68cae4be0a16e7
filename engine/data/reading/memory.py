"""How much memory is free, and sizes in words. What needs how much is left to the readers."""

from pathlib import Path

import psutil

_LIMIT = Path("/sys/fs/cgroup/memory.max")
_USED = Path("/sys/fs/cgroup/memory.current")


def available_memory() -> int:
    """Return the bytes that can be taken without swapping; the limit of a container counts too."""
    free = psutil.virtual_memory().available
    try:
        limit = int(_LIMIT.read_text("ascii")) - int(_USED.read_text("ascii"))
    except (OSError, ValueError):  # no container, or one whose limit is the word "max"
        return free
    return max(0, min(free, limit))


def readable_size(size: int) -> str:
    """Return a size in bytes in words, such as "1.5 GB"."""
    value = float(size)
    for unit in ("bytes", "KB", "MB", "GB"):
        if value < 1000:
            return f"{value:.3g} {unit}"
        value /= 1000
    return f"{value:,.3g} TB"
