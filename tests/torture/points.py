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
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.run.events import Result
from engine.run.run_folder import RunFolder
from tests.clean_python import CleanPython, clean_python
from tests.torture.facts import differences
from tests.torture.kinds import SHORT, project_of, write_data
from tests.torture.preloaded import NEVER, Fault, How, Operation, build

_CHILD = Path(__file__).with_name("fault_child.py")
_PRELOADED = ("engine.cli.running", "engine.run.session", "tests.torture.kinds", "tests.torture.points")
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
"""What `Points.try_all` knows."""


@dataclass(frozen=True, slots=True)
class Said:
    """How a training with a fault ended; `status` is the exit status of its process."""

    status: int
    result: str = ""
    reason: str = ""
    warned: tuple[str, ...] = ()
    counted: int = 0


@dataclass(slots=True)
class Points:
    """Trainings with faults, in `folder`. Made by `open_points`.

    Attributes:
        whole: The run without faults.
        cut: A run that was killed in the middle, for faults in a resume.
    """

    python: CleanPython
    folder: Path
    whole: RunFolder
    cut: RunFolder

    def try_all(self, name: str, *, most: int | None, seed: int) -> str:
        """Try a fault at every operation, or at `most` of them; one line of what was said.

        Raises AssertionError where a run does not end with a sentence, or its resume is another run.
        """
        started = time.monotonic()
        resumes = name.startswith(IN_A_RESUME)
        fault = name.removeprefix(IN_A_RESUME)
        count = self._train(self._fresh(resumes=resumes), fault, NEVER).counted
        numbers: Sequence[int] = range(1, count + 1)
        if most is not None and most < count:
            numbers = sorted(random.Random(f"{seed} {name}").sample(numbers, most))
        sentences: Counter[str] = Counter()
        wrong: list[str] = []
        for number in numbers:
            try:
                sentences[self.try_one(fault, number, resumes=resumes)] += 1
            except AssertionError as error:
                wrong.append(f"at {number}: {error}")
        said = "".join(f"\n    {times} x {sentence}" for sentence, times in sentences.most_common())
        seconds = time.monotonic() - started
        assert not wrong, f"{len(wrong)} of {len(numbers)} points:\n  " + "\n  ".join(wrong) + said
        return f"the same after {len(numbers)} of {count} points ({seconds:.0f} s){said}"

    def try_one(self, fault: str, number: int, *, resumes: bool = False) -> str:
        """Train with the fault at one operation, then resume without it; what the training said."""
        run = self._fresh(resumes=resumes)
        said = self._train(run, fault, number)
        words = "killed"
        if FAULTS[fault].how is not How.KILL:
            words = _checked_words(said, run)
            if said.result == Result.COMPLETED.value and not said.warned:
                _check_same(run, self.whole, "was completed without a word")
        elif said.status != _KILLED:
            raise AssertionError(f"status {said.status} in the place of a kill")
        again = self._train(run, "", NEVER)
        assert again.status == 0, f"{words}; then the resume ended with {again.status}: {again.reason}"
        _check_same(run, self.whole, f"{words}; then the resume")
        return words

    def _fresh(self, *, resumes: bool) -> RunFolder:
        path = self.folder / "run"
        for old in (path, self.folder / "replaced"):
            shutil.rmtree(old, ignore_errors=True)
        if not resumes:
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


@contextmanager
def open_points(folder: Path) -> Generator[Points]:
    """Build the library, and train the run without faults and the one that is cut."""
    write_data(folder)
    project = project_of(SHORT, folder)
    library = build(folder)
    with clean_python(preload=_PRELOADED, environment={"LD_PRELOAD": str(library)}) as python:
        whole = RunFolder.create_at(folder / "whole", project)
        cut = RunFolder.create_at(folder / "cut", project)
        points = Points(python, folder, whole, cut)
        counted = points._train(whole, next(iter(FAULTS)), NEVER)
        assert counted.status == 0, counted.reason
        points._train(cut, "killed, the last rename not synced", counted.counted)
        yield points


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
