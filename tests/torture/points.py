"""Fault injection: one operation of a short run on its files fails, whoever asks for it.

Each point is a training in a copy of a process that has imported TensorFlow. It must end with a sentence,
and a resume without the fault must leave what a run without faults leaves.
"""

from __future__ import annotations

import json
import random
import shutil
import time
from collections import Counter
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from engine.record.events import Result
from engine.record.run_folder import RunFolder
from tests.clean_python import CleanPython, clean_python
from tests.torture.facts import differences
from tests.torture.kinds import SHORT, project_of, write_data
from tests.torture.preloaded import NEVER, Fault, How, Operation, build

_CHILD = Path(__file__).with_name("fault_child.py")
_PRELOADED = ("engine.cli.run_command", "engine.run.session", "tests.torture.kinds", "tests.torture.points")
_KILLED = 137
_ALL = Operation.WRITE | Operation.SYNC | Operation.RENAME | Operation.CREATE | Operation.REMOVE
FAULTS: dict[str, Fault] = {
    "a write fails (ENOSPC)": Fault(Operation.WRITE),
    "the disk is full from a write on (ENOSPC)": Fault(Operation.WRITE | Operation.CREATE, stays=True),
    "a write fails (EIO)": Fault(Operation.WRITE, "EIO"),
    "half is written, the next write fails (ENOSPC)": Fault(Operation.WRITE, how=How.SHORT),
    "an fsync fails (EIO)": Fault(Operation.SYNC, "EIO"),
    "a rename fails (EIO)": Fault(Operation.RENAME, "EIO"),
    "a file or folder cannot be made (ENOSPC)": Fault(Operation.CREATE),
    "a file or folder cannot be deleted (EACCES)": Fault(Operation.REMOVE, "EACCES"),
    "the disk turns read-only (EROFS)": Fault(_ALL, "EROFS", stays=True),
    "killed, the last rename not synced": Fault(_ALL, how=How.KILL),
}
"""Name -> fault. The first one is tried at every operation, the others at as many as are asked for."""
IN_A_RESUME = "in a resume: "
"""Stands before the name of a fault that a resume has."""
_IN_A_RESUME = ("a write fails (ENOSPC)", "the disk is full from a write on (ENOSPC)",
                "killed, the last rename not synced")  # fmt: skip
NAMES = [*FAULTS, *(IN_A_RESUME + name for name in _IN_A_RESUME)]
"""What `Faults.try_all` knows."""


@dataclass(frozen=True, slots=True)
class Said:
    """How a training with a fault ended; `status` is the exit status of its process."""

    status: int
    result: str = ""
    reason: str = ""
    warned: tuple[str, ...] = ()
    counted: int = 0


@dataclass(frozen=True, slots=True)
class Points:
    """Trainings with faults, one after the other, each in a fresh run folder in `folder`.

    Attributes:
        whole: The run without faults.
        cut: A run that was killed in the middle, for faults in a resume.
    """

    python: CleanPython
    folder: Path
    whole: RunFolder
    cut: RunFolder

    def count(self, name: str) -> int:
        """How many operations a training has that the fault may fail."""
        return self._train(self._fresh(name), name.removeprefix(IN_A_RESUME), NEVER).counted

    def try_one(self, name: str, number: int) -> str:
        """Train with the fault at one operation, then resume without it; what the training said.

        Raises AssertionError where it does not end with a sentence, or its resume is another run.
        """
        run, fault = self._fresh(name), name.removeprefix(IN_A_RESUME)
        said = self._train(run, fault, number)
        words = "killed"
        if FAULTS[fault].how is not How.KILL:
            words = _checked_words(said, run)
            if said.result == Result.COMPLETED.value and not said.warned:
                _check_same(run, self.whole, "was completed without a word")
        elif said.status != _KILLED:
            assert said.counted < number, f"status {said.status} in the place of a kill"
            words = "over before the kill"
        again = self._train(run, "", NEVER)
        assert again.status == 0, f"{words}; then the resume ended with {again.status}: {again.reason}"
        _check_same(run, self.whole, f"{words}; then the resume")
        return words

    def _fresh(self, name: str) -> RunFolder:
        path = self.folder / "run"
        for old in (path, self.folder / "replaced"):
            shutil.rmtree(old, ignore_errors=True)
        if not name.startswith(IN_A_RESUME):
            return RunFolder.create_at(path, self.whole.project())
        shutil.copytree(self.cut.path, path)
        return RunFolder(path)

    def _train(self, run: RunFolder, fault: str, number: int) -> Said:
        # where its process runs is no part of the run's folder, so that what it says is never lost
        self.python.start([str(_CHILD), str(run.path), fault, str(number)], folder=self.folder)
        status = self.python.wait()
        errors = (self.folder / "stderr.txt").read_text("utf-8", "replace")
        assert "Traceback" not in errors, f"status {status}, a traceback on stderr:\n{errors[-3000:]}"
        assert status in (0, 1, _KILLED), f"status {status}: {errors[-2000:]}"
        if status == _KILLED:
            return Said(status)
        lines = (self.folder / "stdout.txt").read_text("utf-8").splitlines()
        content: dict[str, Any] = json.loads(lines[-1])
        return Said(status, warned=tuple(content.pop("warned")), **content)


@dataclass(frozen=True, slots=True)
class Faults:
    """Points that are tried in several processes at once. Made by `open_faults`."""

    lanes: tuple[Points, ...]

    def try_all(self, name: str, *, most: int | None, seed: int) -> str:
        """Try a fault at every operation, or at `most` of them; what was said how often.

        Raises AssertionError with all the points at which `Points.try_one` does.
        """
        started = time.monotonic()
        count = self.lanes[0].count(name)
        numbers: Sequence[int] = range(1, count + 1)
        if most is not None and most < count:
            numbers = sorted(random.Random(f"{seed} {name}").sample(numbers, most))
        free: SimpleQueue[Points] = SimpleQueue()
        for lane in self.lanes:
            free.put(lane)

        def tried(number: int) -> tuple[str, str]:
            lane = free.get()
            try:
                return lane.try_one(name, number), ""
            except AssertionError as error:
                return "", f"at {number}: {error}"
            finally:
                free.put(lane)

        with ThreadPoolExecutor(len(self.lanes)) as executor:
            results = list(executor.map(tried, numbers))
        wrong = "".join(f"\n  {what}" for _, what in results if what)
        sentences = Counter(sentence for sentence, what in results if not what)
        said = "".join(f"\n    {times} x {sentence}" for sentence, times in sentences.most_common())
        assert not wrong, f"{len(numbers)} points, of which differ:{wrong}{said}"
        seconds = time.monotonic() - started
        return f"the same after {len(numbers)} of {count} points ({seconds:.0f} s){said}"


@contextmanager
def open_faults(folder: Path, *, lanes: int = 2) -> Generator[Faults]:
    """Build the library, and train the run without faults and the one that is cut."""
    write_data(folder)
    project = project_of(SHORT, folder)
    environment = {"LD_PRELOAD": str(build(folder))}
    whole = RunFolder.create_at(folder / "whole", project)
    cut = RunFolder.create_at(folder / "cut", project)
    with ExitStack() as stack:
        opened: list[Points] = []
        for number in range(lanes):
            python = stack.enter_context(clean_python(preload=_PRELOADED, environment=environment))
            place = folder / f"lane-{number}"
            place.mkdir()
            opened.append(Points(python, place, whole, cut))
        said = opened[0]._train(whole, NAMES[0], NEVER)
        assert said.status == 0, said.reason
        opened[0]._train(cut, "killed, the last rename not synced", said.counted)
        yield Faults(tuple(opened))


def _checked_words(said: Said, run: RunFolder) -> str:
    """The reason and the first warning, without the folder's name. AssertionError when it is no sentence."""
    reason = said.reason
    assert "\n" not in reason, reason
    assert len(reason) > 20, reason
    for words in ("Training failed with", "made a mistake", "not enough memory"):
        assert words not in reason, f"{reason}\n{run.log_txt.read_text('utf-8', 'replace')[-2500:]}"
    spoken = " + ".join([said.reason, *said.warned[:1]])
    return f"{said.result}: {spoken.replace(str(run.path), 'FOLDER')}"


def _check_same(run: RunFolder, whole: RunFolder, what: str) -> None:
    different = differences(run, whole)
    assert not different, f"{what}: {', '.join(different)} differ"
