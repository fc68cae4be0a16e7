"""How busy the device of a run is, and how much of its memory is used.

On a GPU NVIDIA's NVML is read (its Python binding comes with the GPU build); on the CPU this process is
measured. When to read, and how it is shown, is left to the callers.
"""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import dataclass
from typing import Any, Protocol

import psutil


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceUse:
    """One reading of a device.

    Attributes:
        memory: bytes in use.
        memory_total: bytes that the device has.
        busy: the share of the time at work, 0 to 1.
    """

    memory: int
    memory_total: int
    busy: float


class DeviceMeter(Protocol):
    """Measures one device."""

    def read(self) -> DeviceUse | None:
        """Return the current use; None where it cannot be read."""
        ...


class CpuMeter:
    """Measures this process: its resident memory, and its share of all cores since the last reading."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._process.cpu_percent()  # the first call only starts the measurement

    def read(self) -> DeviceUse:
        """Return the current use."""
        cores = psutil.cpu_count() or 1
        return DeviceUse(
            memory=self._process.memory_info().rss,
            memory_total=psutil.virtual_memory().total,
            busy=min(self._process.cpu_percent() / 100 / cores, 1.0),
        )


class GpuMeter:
    """Measures the first GPU, with all processes that use it.

    Args:
        nvml: the module pynvml.

    Raises:
        nvml.NVMLError: the GPU cannot be accessed.
    """

    def __init__(self, nvml: Any) -> None:
        self._nvml = nvml
        nvml.nvmlInit()
        self._handle = nvml.nvmlDeviceGetHandleByIndex(0)

    def read(self) -> DeviceUse | None:
        """Return the current use; None where it cannot be read."""
        try:
            memory = self._nvml.nvmlDeviceGetMemoryInfo(self._handle)
            rates = self._nvml.nvmlDeviceGetUtilizationRates(self._handle)
        except self._nvml.NVMLError:  # a GPU that was reset or is lost
            return None
        return DeviceUse(memory=int(memory.used), memory_total=int(memory.total), busy=rates.gpu / 100)


def meter_for(device: str) -> DeviceMeter:
    """Return the meter of a device.

    Args:
        device: as `TrainingStarted` names it, such as "/GPU:0".

    Returns:
        The meter of the GPU; that of the CPU for other devices, and where NVML is missing.
    """
    if "GPU" not in device or importlib.util.find_spec("pynvml") is None:
        return CpuMeter()
    nvml: Any = importlib.import_module("pynvml")
    try:
        return GpuMeter(nvml)
    except nvml.NVMLError:
        return CpuMeter()
