"""How busy the device of a run is, and how much of its memory is taken.

On a GPU NVIDIA's own library is asked (its Python binding comes with the GPU build); on the CPU it is this
process that is looked at.
"""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import dataclass
from typing import Any, Protocol

import psutil


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceUse:
    """`memory` of `memory_total` bytes are taken; `busy` is the share of the time at work, 0 to 1."""

    memory: int
    memory_total: int
    busy: float


class DeviceMeter(Protocol):
    """Looks at one device."""

    def read(self) -> DeviceUse | None:
        """How it is now; None where it does not tell."""
        ...


class CpuMeter:
    """This process: its resident memory, and its share of all cores since the last reading."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._process.cpu_percent()  # the first call only starts the clock

    def read(self) -> DeviceUse:
        """How it is now."""
        cores = psutil.cpu_count() or 1
        return DeviceUse(
            memory=self._process.memory_info().rss,
            memory_total=psutil.virtual_memory().total,
            busy=min(self._process.cpu_percent() / 100 / cores, 1.0),
        )


class GpuMeter:
    """The first GPU, whoever uses it. `nvml` is the module pynvml."""

    def __init__(self, nvml: Any) -> None:
        self._nvml = nvml
        nvml.nvmlInit()
        self._handle = nvml.nvmlDeviceGetHandleByIndex(0)

    def read(self) -> DeviceUse | None:
        """How it is now."""
        try:
            memory = self._nvml.nvmlDeviceGetMemoryInfo(self._handle)
            rates = self._nvml.nvmlDeviceGetUtilizationRates(self._handle)
        except self._nvml.NVMLError:  # a GPU that was reset or is lost
            return None
        return DeviceUse(memory=int(memory.used), memory_total=int(memory.total), busy=rates.gpu / 100)


def meter_for(device: str) -> DeviceMeter:
    """What looks at `device`, as `TrainingStarted` names it; the CPU's where a GPU cannot be looked at."""
    if "GPU" not in device or importlib.util.find_spec("pynvml") is None:
        return CpuMeter()
    nvml: Any = importlib.import_module("pynvml")
    try:
        return GpuMeter(nvml)
    except nvml.NVMLError:
        return CpuMeter()
