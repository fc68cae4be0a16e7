"""The TensorBoard child process of the window: starts it, reads its address, ends it, reports how it ended.

The server itself is `engine.tensorboard_server`; `gui.control.tensorboard.watch` finds out when it has data,
and the views show its page. Lives in the window's thread: on Linux the child ends with the thread that
started it.
"""

import os
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal, Slot

from engine.child_command import clean_environment, program_command
from engine.tensorboard_server import ANNOUNCEMENT, LOOPBACK
from gui.text import tr

READY_SECONDS = 30
STOP_SECONDS = 5
CLOSE_MS = 2000
KEPT_LINES = 20


@dataclass(frozen=True, slots=True)
class Listening:
    """Where a server listens.

    Attributes:
        host: An address of this machine, or its name.
        port: 0 takes a free one.
    """

    host: str = LOOPBACK
    port: int = 0


@dataclass(frozen=True, slots=True)
class ChildEnd:
    """How a child process ended.

    Attributes:
        exit_code: Its exit status; None if it was ended by a signal or a crash, or never started.
        last_lines: The last lines of its stderr, at most `KEPT_LINES`.
        asked: Whether the window had asked it to end.
    """

    exit_code: int | None
    last_lines: tuple[str, ...]
    asked: bool

    def sentence(self) -> str:
        """Return the sentence for the person."""
        if self.asked:
            return tr("TensorBoard was stopped.")
        if self.last_lines:
            return tr("TensorBoard ended: {reason}", reason=self.last_lines[-1])
        if self.exit_code is None:
            return tr("TensorBoard was ended by the system. Start it again.")
        return tr("TensorBoard ended with status {code}. Start it again.", code=self.exit_code)


class TensorBoardProcess(QObject):
    """One TensorBoard server at a time. Every child ends with exactly one `failed` or `stopped`.

    Attributes:
        url: The address of the running server; "" while there is none.
        logdir: The folder that is served, or was served last.
        listening: Where the next server listens.
        end: How the last child ended; None before one has.
    """

    started = Signal(str)  # the address of the server
    failed = Signal(str)  # why the child ended without being asked, as a sentence
    stopped = Signal()  # the child ended as it was asked to

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.url = ""
        self.logdir: Path | None = None
        self.listening = Listening()
        self._listens: Listening | None = None
        self.end: ChildEnd | None = None
        self._process: QProcess | None = None
        self._next: Path | None = None
        self._asked = False
        self._late = False
        self._output = b""
        self._lines: deque[str] = deque(maxlen=KEPT_LINES)
        self._ready_timer = _timer(self, READY_SECONDS)
        self._ready_timer.timeout.connect(self._give_up)
        self._stop_timer = _timer(self, STOP_SECONDS)
        self._stop_timer.timeout.connect(self._kill)

    @property
    def running(self) -> bool:
        """Whether a child process exists: starting, serving or ending."""
        return self._process is not None

    def serves(self, logdir: Path) -> bool:
        """Whether a server for `logdir` that listens where it should is there, or is on its way."""
        return self.running and (self.logdir, self._listens) == (logdir, self.listening)

    def start(self, logdir: Path) -> None:
        """Start a server for `logdir`; `started` follows, also if one runs for this folder already.

        A server for another folder, or one that listens elsewhere, is ended first.
        """
        if self._process is None:
            self._launch(logdir)
        elif self._asked or not self.serves(logdir):
            self._next = logdir
            self._ask_to_end()
        elif self.url:
            self.started.emit(self.url)

    @Slot()
    def stop(self) -> None:
        """Ask the child to end, if there is one; it is killed after `STOP_SECONDS`. `stopped` follows."""
        self._next = None
        if self._process is not None:
            self._ask_to_end()

    def close(self) -> None:
        """End the child before the program ends: wait for at most `CLOSE_MS`, then kill it."""
        process = self._process
        if process is None:
            return
        self.stop()
        if not process.waitForFinished(CLOSE_MS):
            process.kill()
            process.waitForFinished(CLOSE_MS)

    def _launch(self, logdir: Path) -> None:
        self.logdir, self.end, self._asked, self._late, self._output = logdir, None, False, False, b""
        self._lines.clear()
        self._listens = self.listening
        process = QProcess(self)
        process.setProcessEnvironment(_qt_environment(clean_environment(os.environ)))
        process.readyReadStandardOutput.connect(self._read_address)
        process.readyReadStandardError.connect(self._read_errors)
        process.errorOccurred.connect(self._check_start)
        process.finished.connect(self._finish)
        self._process = process
        program, *arguments = program_command(
            *("tensorboard", "--logdir", str(logdir), "--parent", str(os.getpid())),
            *("--host", self._listens.host, "--port", str(self._listens.port)),
        )
        self._ready_timer.start()
        process.start(program, arguments)

    def _ask_to_end(self) -> None:
        if self._process is not None and not self._asked:
            self._asked = True
            # the child ends when its stdin is closed; a signal would not reach it on Windows
            self._process.closeWriteChannel()
            self._stop_timer.start()

    @Slot()
    def _read_address(self) -> None:
        if self._process is None:
            return
        self._output += bytes(self._process.readAllStandardOutput().data())
        *lines, self._output = self._output.split(b"\n")
        for line in (line.decode(errors="replace").strip() for line in lines):
            if line.startswith(ANNOUNCEMENT) and not self._asked:
                self._ready_timer.stop()
                self.url = line.removeprefix(ANNOUNCEMENT)
                self.started.emit(self.url)

    @Slot()
    def _read_errors(self) -> None:
        if self._process is not None:
            text = bytes(self._process.readAllStandardError().data()).decode(errors="replace")
            self._lines.extend(line.strip() for line in text.splitlines() if line.strip())

    @Slot(QProcess.ProcessError)
    def _check_start(self, error: QProcess.ProcessError) -> None:
        # every other error is followed by `finished`
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            self._lines.append(self._process.errorString())
            self._ended(None)

    @Slot(int, QProcess.ExitStatus)
    def _finish(self, exit_code: int, status: QProcess.ExitStatus) -> None:
        self._read_errors()
        self._ended(exit_code if status == QProcess.ExitStatus.NormalExit else None)

    @Slot()
    def _give_up(self) -> None:
        self._late = True
        self._kill()

    @Slot()
    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _ended(self, exit_code: int | None) -> None:
        process, asked = self._process, self._asked
        if process is None:
            return
        self._ready_timer.stop()
        self._stop_timer.stop()
        self._process, self.url = None, ""
        process.deleteLater()
        self.end = ChildEnd(exit_code, tuple(self._lines), asked)
        if asked:
            self.stopped.emit()
        elif self._late:
            self.failed.emit(
                tr(
                    "TensorBoard did not answer within {seconds} seconds. Start it again.",
                    seconds=READY_SECONDS,
                )
            )
        else:
            self.failed.emit(self.end.sentence())
        if self._next is not None and self._process is None:
            logdir, self._next = self._next, None
            self._launch(logdir)


def _qt_environment(environment: Mapping[str, str]) -> QProcessEnvironment:
    made = QProcessEnvironment()
    for name, value in environment.items():
        made.insert(name, value)
    return made


def _timer(parent: QObject, seconds: int) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(seconds * 1000)
    return timer
