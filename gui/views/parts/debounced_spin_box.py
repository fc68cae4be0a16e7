"""A spin box that is debounced: it reports a value once it has come to rest, not at every click."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSpinBox, QWidget

from gui.style import pad_spin_box

REST_MS = 600


class DebouncedSpinBox(QSpinBox):
    """A spin box that waits 600 ms, or for Enter or the loss of focus, before it reports a value.

    Args:
        low: The smallest value.
        high: The largest value.

    Signals:
        settled(int): The value that the person has chosen.
    """

    settled = Signal(int)

    def __init__(self, low: int, high: int, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lineEdit().setAcceptDrops(False)  # a dropped file is for the window
        self.setRange(low, high)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        pad_spin_box(self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._emit_value)
        self.valueChanged.connect(self._wait)
        self.editingFinished.connect(self._emit_now)

    def show_least(self, least: int) -> None:
        """Set the smallest value; a value that is raised by it emits nothing."""
        with QSignalBlocker(self):
            self.setMinimum(least)

    def show_value(self, value: int) -> None:
        """Show `value` without a signal, unless another one is being chosen."""
        if self._rest.isActive() or value == self.value() or self._is_typed_into():
            return
        with QSignalBlocker(self):
            self.setValue(value)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Let the scroll area around it scroll: a passing wheel must not change a value."""
        event.ignore()

    def _is_typed_into(self) -> bool:
        return self.hasFocus() and self.lineEdit().isModified()

    @Slot(int)
    def _wait(self, _value: int) -> None:
        self._rest.start()

    @Slot()
    def _emit_now(self) -> None:
        if self._rest.isActive():
            self._rest.stop()
            self._emit_value()

    @Slot()
    def _emit_value(self) -> None:
        self.lineEdit().setModified(False)
        self.settled.emit(self.value())
