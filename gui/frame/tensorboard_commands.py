"""Connects the TensorBoard child process, the watch for its first data, and the view."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from engine.tensorboard_server import LOOPBACK
from gui.control.program.preferences import Preferences
from gui.control.tensorboard.process import Listening, TensorBoardProcess
from gui.control.tensorboard.watch import TensorBoardWatch
from gui.text import tr
from gui.views.tensorboard.tensorboard_view import TensorBoardView

_HOST, _PORT = "tensorboard_host", "tensorboard_port"


class TensorBoardDesk(QObject):
    """Owner of the TensorBoard child; `close` must be called before the program ends.

    Args:
        view: Shows the state of the child, and its page.
        preferences: Store where it listens, which belongs to this machine and to no project.
        parent: The Qt parent.

    Attributes:
        process: The child process.
    """

    def __init__(
        self, view: TensorBoardView, *, preferences: Preferences, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._preferences = preferences
        self.process = TensorBoardProcess(self)
        self.process.listening = Listening(
            preferences.text(_HOST, LOOPBACK), preferences.number(_PORT, default=0)
        )
        view.listening.show_listening(self.process.listening.host, self.process.listening.port)
        view.listening.chosen.connect(self.listen)
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
        if self.process.serves(logs):
            return
        self._view.show_message(tr("TensorBoard is starting..."))
        self.process.start(logs)

    @Slot(str, int)
    def listen(self, host: str, port: int) -> None:
        """Listen there from now on, in later sessions too; a server that runs is started again."""
        self._preferences.keep(_HOST, host)
        self._preferences.keep(_PORT, port)
        self.process.listening = Listening(host, port)
        if self.process.logdir is not None and (self.process.running or self.process.end is not None):
            self.show(self.process.logdir)

    def close(self) -> None:
        """End the child and wait for it."""
        self._watch.stop()
        self.process.close()

    @Slot()
    def _on_stopped(self) -> None:
        self._view.show_message(tr("TensorBoard was stopped."))
