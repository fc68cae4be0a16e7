"""One kind of job, such as evaluating or exporting: one at a time, and the latest request counts."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gui.control.workers.job_worker import Carry, JobRequest, JobWorker, Reporter

_numbers = itertools.count(1)
_REST_MS = 100


class Job(QObject):
    """Asks a worker, and passes on the answer to the latest request only.

    A request that comes while a run is under way is kept, and made again when that has ended.

    Args:
        worker: Carries it out in its thread.
        loads_model: Whether it must wait for the end of a run that is under way.
        parent: The Qt parent.
    """

    requested = Signal(object)  # JobRequest, to the worker
    done = Signal(object)  # what was asked for
    failed = Signal(str)  # why there is none, as a sentence
    progressed = Signal(int, int, str)  # how much is done, of how much, what is being done
    changed = Signal()  # `busy` or `postponed`

    def __init__(self, worker: JobWorker, *, loads_model: bool = True, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loads_model = loads_model
        self._running = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._send)
        self._reporter = Reporter(self)
        self._number = 0
        self._carry: Carry | None = None
        self._postponed = False
        self.requested.connect(worker.carry_out)
        self._reporter.done.connect(self._on_done)
        self._reporter.failed.connect(self._on_failed)
        self._reporter.postponed.connect(self._on_postponed)
        self._reporter.dropped.connect(self._on_dropped)
        self._reporter.progressed.connect(self._on_progressed)

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._carry is not None

    @property
    def at_work(self) -> bool:
        """Whether a model is at work on it."""
        return self.busy and self._loads_model and not self._postponed

    @property
    def postponed(self) -> bool:
        """Whether the job waits for the end of a run."""
        return self._postponed

    def ask(self, carry: Carry) -> None:
        """Have this done; what was asked before is dropped."""
        self._carry = carry
        self._send()

    @Slot()
    def cancel(self) -> None:
        """Drop what was asked; it has no answer."""
        self._reporter.want(0)
        self._end()

    def hold(self, *, running: bool) -> None:
        """Make room for a run that begins; ask again for what was postponed when it has ended."""
        began, self._running = running and not self._running, running
        if began and self.busy and self._loads_model:
            self._reporter.want(0)
            self._postponed = True
            self.changed.emit()
        elif not running and self._postponed:
            self._send()

    @Slot()
    def _send(self) -> None:
        if self._carry is None:
            return
        self._postponed = False
        self._number = next(_numbers)
        self._reporter.want(self._number)
        self.changed.emit()
        self.requested.emit(JobRequest(self._number, self._carry, self._reporter, self._loads_model))

    def _end(self) -> None:
        self._reporter.want(0)
        self._carry, self._postponed = None, False
        self.changed.emit()

    @Slot(int, object)
    def _on_done(self, number: int, answer: object) -> None:
        if self._reporter.wants(number):
            self._end()
            self.done.emit(answer)

    @Slot(int, str)
    def _on_failed(self, number: int, sentence: str) -> None:
        if self._reporter.wants(number):
            self._end()
            self.failed.emit(sentence)

    @Slot(int)
    def _on_dropped(self, number: int) -> None:
        if self._reporter.wants(number):
            self._end()

    @Slot(int)
    def _on_postponed(self, number: int) -> None:
        if self._reporter.wants(number):
            self._postponed = True
            self.changed.emit()
            if not self._running:
                self._rest.start()  # another worker has the lock, for a moment

    @Slot(int, int, int, str)
    def _on_progressed(self, number: int, done: int, total: int, doing: str) -> None:
        if self._reporter.wants(number):
            self.progressed.emit(done, total, doing)
