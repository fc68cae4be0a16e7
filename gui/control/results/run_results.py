"""Decides what the Results page shows: which part of the data, and when the shown run is evaluated on it.

It evaluates only while the page is seen, drops the work when another run or part is chosen, and makes room
for a run that begins. The work is done by `gui.control.workers.job_worker`.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from gui.control.result_data import AheadResult, Part, PartOfRun, ResultData
from gui.control.results.job import Job
from gui.control.results.run_result import RunResult, Standing
from gui.control.runs.run_controller import RunController
from gui.control.runs.shown_run import ShownRun
from gui.control.workers.job_worker import JobWorker

if TYPE_CHECKING:
    from gui.control.engine_port import Cancelled, Engine, Progress

_Key = tuple[PartOfRun, float]
"""What is asked for, and when the run ended: one that was trained longer has another result."""
_KEPT = 8


class RunResults(QObject):
    """What is known of the shown run.

    Args:
        worker: Evaluates in its thread.
        shown: The run.
        controller: Says when TensorFlow is there, and when a run of this window is under way.
        parent: The Qt parent.

    Attributes:
        result: What is known now.
        job: The evaluation that is under way; for its progress.
    """

    changed = Signal()  # `result` is another one

    def __init__(
        self,
        worker: JobWorker,
        *,
        shown: ShownRun,
        controller: RunController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shown, self._controller = shown, controller
        self._seen = self._ready = False
        self._parts: dict[Path, tuple[Part, Path | None]] = {}
        self._known: dict[_Key, ResultData] = {}
        self._before: dict[_Key, ResultData] = {}
        self._refused: dict[_Key, str] = {}
        self._asked: set[PartOfRun] = set()
        self._cancelled: _Key | None = None
        self._wanted: _Key | None = None
        self.result = RunResult(Standing.NO_RUN)
        self.job = Job(worker, parent=self)
        self.job.done.connect(self._on_done)
        self.job.failed.connect(self._on_failed)
        self.job.changed.connect(self.look)
        shown.changed.connect(self.look)
        controller.ready.connect(self._on_ready)
        controller.state_changed.connect(self.look)
        controller.ended.connect(self.look)

    def see(self, *, seen: bool) -> None:
        """Take note that the page is seen, or no longer: only then is anything evaluated.

        Args:
            seen: Whether it is seen.
        """
        self._seen = seen
        self.look()

    def choose(self, part: Part, data: Path | None = None) -> None:
        """Show another part of the data.

        Args:
            part: The part.
            data: The file or folder of other data; None for the data of the run.
        """
        if self._shown.folder is not None:
            self._parts[self._shown.folder] = (part, data)
            self.look()

    @Slot()
    def evaluate(self) -> None:
        """Evaluate what is shown: the test part that nobody has asked for, or again after an error."""
        key = self._key()
        if key is not None:
            self._asked.add(key[0])
            self._refused.pop(key, None)
            self._cancelled = None
            self.look()

    def forget(self, folder: Path) -> None:
        """Evaluate a run again, as its threshold is another one; what was known is shown until then."""
        self._before = {key: found for key, found in self._known.items() if key[0].folder == folder}
        self._known = {key: found for key, found in self._known.items() if key[0].folder != folder}
        self.look()

    @Slot()
    def cancel(self) -> None:
        """Evaluate no more of what is under way."""
        self._cancelled = self._wanted
        self._wanted = None
        self.job.cancel()

    @Slot()
    @Slot(object)
    def look(self, _what: object = None) -> None:
        """Find out how it stands, and begin to evaluate where that is needed."""
        key = self._key()
        standing = Standing.NO_RUN if key is None else self._standing(key)
        if standing is Standing.WORKING and key is not None and key != self._wanted:
            self._wanted = key
            self.job.ask(partial(_evaluate, key[0]))  # comes back here
            return
        if key != self._wanted and self._wanted is not None:
            self._wanted = None
            self.job.cancel()
        self._show(standing, key)

    @property
    def ahead(self) -> AheadResult | None:
        """What is known of the forecast of the shown run over its validation part; None for nothing yet."""
        folder = self._shown.folder
        known = (
            found.ahead
            for (asked, _ended), found in self._known.items()
            if asked.folder == folder and asked.part == "validation" and asked.data is None
        )
        return next(known, None)

    def _key(self) -> _Key | None:
        folder = self._shown.folder
        if folder is None:
            return None
        part, data = self._parts.get(folder, ("validation", None))
        outcome = self._shown.history.outcome
        return PartOfRun(folder, part, data), outcome.at if outcome is not None else 0.0

    def _standing(self, key: _Key) -> Standing:
        asked = key[0]
        here = {
            Standing.TRAINING: self._shown.state == "running",
            Standing.KNOWN: key in self._known,
            Standing.FAILED: key in self._refused,
            Standing.NOT_ASKED: asked.part == "test" and asked not in self._asked,
            Standing.CANCELLED: key == self._cancelled,
            Standing.HELD: self._controller.busy,
            Standing.LOADING: not self._ready or not self._seen,
        }
        return next((standing for standing, holds in here.items() if holds), Standing.WORKING)

    def _show(self, standing: Standing, key: _Key | None) -> None:
        result = RunResult(standing)
        if key is not None:
            known = self._before if standing is Standing.WORKING else self._known
            result = RunResult(standing, key[0], self._refused.get(key, ""), known.get(key))
        if result != self.result:
            self.result = result
            self.changed.emit()

    @Slot(object)
    def _on_ready(self, _devices: object) -> None:
        self._ready = True
        self.look()

    @Slot(object)
    def _on_done(self, found: ResultData) -> None:
        key, self._wanted = self._wanted, None
        if key is not None:
            self._known[key] = found
            self._before.pop(key, None)
            while len(self._known) > _KEPT:
                del self._known[next(iter(self._known))]
        self.look()

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        key, self._wanted = self._wanted, None
        if key is not None:
            self._refused[key] = sentence
        self.look()


def _evaluate(asked: PartOfRun, engine: Engine, progress: Progress, cancelled: Cancelled) -> ResultData:
    return engine.evaluate(asked, progress=progress, cancelled=cancelled)
