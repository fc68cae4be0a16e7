"""What the figures were measured on, and how busy it was."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

_PACKAGES = ("keras", "numpy", "pyqtgraph", "pyside6", "tensorboard")


def describe() -> dict[str, Any]:
    """Processor, cores, memory, system, versions and load; plain values only."""
    return {
        "processor": _line("/proc/cpuinfo", "model name") or platform.processor() or platform.machine(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gb": _memory_gb(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in _PACKAGES} | {"tensorflow": _tensorflow()},
        "qt_platform": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "load": load(),
    }


def load() -> float | None:
    """How many processes wanted a core in the last minute; None where the system does not say."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def _tensorflow() -> str:
    for name in ("tensorflow", "tensorflow-cpu"):
        try:
            return f"{version(name)} ({name})"
        except ModuleNotFoundError:
            continue
    return "none"


def _memory_gb() -> float | None:
    total = _line("/proc/meminfo", "MemTotal")
    return round(int(total.split()[0]) * 1024 / 1e9, 1) if total else None


def _line(path: str, name: str) -> str:
    file = Path(path)
    if not file.exists():
        return ""
    found = (
        line.partition(":")[2].strip() for line in file.read_text().splitlines() if line.startswith(name)
    )
    return next(found, "")
