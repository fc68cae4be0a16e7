"""The load of the device and its memory in use, as two bars with words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QWidget

from gui.style import SPACE
from gui.text import tr
from gui.views.parts import numbers

if TYPE_CHECKING:
    from engine.device_usage import DeviceUse

_FULL = 1000


class DeviceGauge(QWidget):
    """Two bars, filled by `show_use`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE.m)
        grid.setVerticalSpacing(SPACE.xs)
        grid.setColumnStretch(1, 1)
        self._device, self._memory = QLabel(), QLabel(tr("Memory"))
        self._device.setProperty("role", "muted")
        self._memory.setProperty("role", "muted")
        self._busy_words, self._memory_words = QLabel(), QLabel()
        self._busy_bar, self._memory_bar = QProgressBar(), QProgressBar()
        for row, (title, words, bar) in enumerate(
            (
                (self._device, self._busy_words, self._busy_bar),
                (self._memory, self._memory_words, self._memory_bar),
            )
        ):
            words.setAlignment(Qt.AlignmentFlag.AlignRight)
            bar.setTextVisible(False)
            bar.setRange(0, _FULL)
            grid.addWidget(title, 2 * row, 0)
            grid.addWidget(words, 2 * row, 1)
            grid.addWidget(bar, 2 * row + 1, 0, 1, 2)
        self._busy_bar.setAccessibleName(tr("How busy the device is"))
        self._memory_bar.setAccessibleName(tr("Memory of the device"))

    def show_use(self, use: DeviceUse, *, device: str) -> None:
        """Show how a device is used.

        Args:
            use: Memory in bytes, and load from 0 to 1.
            device: The name of the device.
        """
        self._device.setText(device)
        self._busy_words.setText(f"{100 * use.busy:.0f} %")
        self._busy_bar.setValue(round(_FULL * use.busy))
        self._memory_words.setText(
            tr("{used} of {all}", used=numbers.size(use.memory), all=numbers.size(use.memory_total))
        )
        self._memory_bar.setValue(round(_FULL * use.memory / max(use.memory_total, 1)))
