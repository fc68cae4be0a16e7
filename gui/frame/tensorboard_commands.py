"""Connects the TensorBoard child process, the watch for its first data, and the view."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from gui.control.tensorboard.process import TensorBoardProcess
from gui.control.tensorboard.watch import TensorBoardWatch
from gui.text import tr
from gui.views.tensorboard.tensorboard_view import TensorBoardView


class TensorBoardDesk(QObject):
    """Owner of the TensorBoard child; `close` must be called before the program ends.

    Args:
        view: Shows the state of the child, and its page.
        parent: The Qt parent.

    Attributes:
        process: The child process.
    """

    def __init__(self, view: TensorBoardView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.process = TensorBoardProcess(self)
        self._watch = TensorBoardWatch(self)
        self.process.started.connect(view.show_waiting)
        self.process.started.connect(self._watch.watch)
        self.process.failed.connect(view.show_message)
        self.process.failed.connect(self._watch.stop)
        self.process.stopped.connect(self._on_stopped)
        self.process.stopped.connect(self._watch.stop)
        self._watch.data_arrived.connect(view.show_page)
        view.stop_requested.connect(self.process.stop)

    def show(self, logs: Path) -> None:
        """Start TensorBoard for the folder `logs`, unless it is running for this folder already."""
        if self.process.running and self.process.logdir == logs:
            return
        self._view.show_message(tr("TensorBoard is starting..."))
        self.process.start(logs)

    def close(self) -> None:
        """End the child and wait for it."""
        self._watch.stop()
        self.process.close()

    @Slot()
    def _on_stopped(self) -> None:
        self._view.show_message(tr("TensorBoard was stopped."))
