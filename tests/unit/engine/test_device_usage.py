"""What looks at a device: this process on the CPU, NVIDIA's library (played here) on a GPU."""

import importlib.machinery
import sys
import types

from engine.device_usage import CpuMeter, GpuMeter, meter_for


class Nvml(types.ModuleType):
    """Stands for the module pynvml."""

    class NVMLError(Exception):
        """As the module has it."""

    def __init__(self, *, present=True):
        super().__init__("pynvml")
        self.__spec__ = importlib.machinery.ModuleSpec("pynvml", None)
        self.present, self.lost = present, False

    def nvmlInit(self):  # noqa: N802 - NVIDIA's name
        if not self.present:
            raise self.NVMLError

    def nvmlDeviceGetHandleByIndex(self, index):  # noqa: N802 - NVIDIA's name
        return f"handle {index}"

    def nvmlDeviceGetMemoryInfo(self, handle):  # noqa: N802 - NVIDIA's name
        if self.lost:
            raise self.NVMLError
        assert handle == "handle 0"
        return types.SimpleNamespace(used=2_000, total=8_000)

    def nvmlDeviceGetUtilizationRates(self, _handle):  # noqa: N802 - NVIDIA's name
        return types.SimpleNamespace(gpu=73, memory=5)


def test_the_cpu_is_this_process():
    meter = CpuMeter()
    block = bytearray(50_000_000)
    found = meter.read()
    assert len(block) < found.memory < found.memory_total
    assert 0 <= found.busy <= 1


def test_a_gpu_tells_its_memory_and_how_busy_it_is(monkeypatch):
    nvml = Nvml()
    monkeypatch.setitem(sys.modules, "pynvml", nvml)
    meter = meter_for("2 × GPU")
    assert isinstance(meter, GpuMeter)
    found = meter.read()
    assert found is not None
    assert (found.memory, found.memory_total, found.busy) == (2_000, 8_000, 0.73)
    nvml.lost = True
    assert meter.read() is None


def test_without_a_driver_the_process_is_looked_at(monkeypatch):
    monkeypatch.setitem(sys.modules, "pynvml", Nvml(present=False))
    assert isinstance(meter_for("GPU"), CpuMeter)
    assert isinstance(meter_for("CPU"), CpuMeter)


def test_without_the_library_the_process_is_looked_at(monkeypatch):
    monkeypatch.setattr("engine.device_usage.importlib.util.find_spec", lambda _name: None)
    assert isinstance(meter_for("GPU"), CpuMeter)
