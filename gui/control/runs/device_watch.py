"""Measures the device of the present run once a second; `engine.device_usage` reads the driver."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.device_usage import DeviceMeter, meter_for
from gui.control.workers.unexpected_errors import reported

_LOOK_MS = 1000


class DeviceWatch(QObject):
    """A timer that reads the use of one device."""

    measured = Signal(object)  # DeviceUse: memory in bytes, busy as a share of time

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._meter: DeviceMeter | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)

    @Slot(str)
    def watch(self, device: str) -> None:
        """Start to measure `device`, named as in the events of a run."""
        try:
            self._meter = meter_for(device)
        except Exception as error:  # noqa: BLE001 - a driver may raise anything, and training needs no gauge
            self.stop()
            reported(error)
        else:
            self._timer.start()

    @Slot()
    def stop(self) -> None:
        """Stop measuring."""
        self._timer.stop()
        self._meter = None

    @Slot()
    def look(self) -> None:
        """Measure now; stop if the driver raises an error."""
        try:
            found = self._meter.read() if self._meter is not None else None
        except Exception as error:  # noqa: BLE001 - a driver may raise anything, and would do so every second
            self.stop()
            reported(error)
            return
        if found is not None:
            self.measured.emit(found)
