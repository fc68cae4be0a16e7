"""Looks once a second at the device of the run that is under way."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.device_usage import DeviceMeter, meter_for
from gui.control.workers.mistakes import reported

_LOOK_MS = 1000


class DeviceWatch(QObject):
    """`measured` carries a `DeviceUse` while it watches."""

    measured = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._meter: DeviceMeter | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)

    @Slot(str)
    def watch(self, device: str) -> None:
        """Look at `device`, as a run names it, from now on."""
        try:
            self._meter = meter_for(device)
        except Exception as error:  # noqa: BLE001 - a driver may raise anything, and training needs no gauge
            self.stop()
            reported(error)
        else:
            self._timer.start()

    @Slot()
    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._meter = None

    @Slot()
    def look(self) -> None:
        """Look now."""
        try:
            found = self._meter.read() if self._meter is not None else None
        except Exception as error:  # noqa: BLE001 - a driver may raise anything, and would do so every second
            self.stop()
            reported(error)
            return
        if found is not None:
            self.measured.emit(found)
