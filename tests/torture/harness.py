"""Attacks trainings at random moments, resumes them until they are done, compares them with whole ones.

`__main__` is what asks for it.
"""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from engine.record.events import Result
from engine.record.run_folder import RunFolder
from tests.clean_python import CleanPython
from tests.torture.attacks import Attack, How, attacks, carry_out
from tests.torture.facts import differences
from tests.torture.kinds import KINDS, project_of, write_data

_CHILD = Path(__file__).with_name("child.py")
_WITHOUT_WORKER = "A process that prepares batches has ended"
# what is imported before a training is a copy of the waiting process: nothing of it executes an operation
PRELOADED = ("engine.cli.run_command", "engine.run.session", "tests.torture.kinds")


@dataclass(slots=True)
class Trainings:
    """Trainings of one kind, each in an isolated process; what they print goes into `folder`."""

    python: CleanPython
    folder: Path
    kind: str

    def train(self, run: RunFolder, attack: Attack | None = None) -> bool:
        """Train until the end or an attack; whether that attack found something to do.

        Raises AssertionError when the training fails in another way than the attack explains.
        """
        said = self.folder / "stdout.txt"
        said.unlink(missing_ok=True)
        process = self.python.start([str(_CHILD), str(run.path), self.kind], folder=self.folder)
        done = attack is not None and carry_out(
            attack, process, begun=lambda: said.exists() and b"training\n" in said.read_bytes()
        )
        status = self.python.wait()
        allowed = {0}
        if attack is not None and done:
            allowed |= {-signal.SIGKILL, -signal.SIGTERM, 130}
            if attack.how is How.WORKER and _ended_without_worker(run):
                allowed.add(1)
        if status not in allowed:
            raise AssertionError(f"the training ended with status {status}:\n{self._last_words(run)}")
        return done

    def torture(self, run: RunFolder, planned: list[Attack]) -> Counter[How]:
        """Train with one attack after the other, go on after each; how often each way was used."""
        used: Counter[How] = Counter()
        waiting = list(planned)
        # one more than there are attacks, as the last training is left alone
        for _ in range(len(planned) + 1):
            if _is_done(run):
                break
            attack = waiting.pop(0) if waiting else None
            if self.train(run, attack) and attack is not None:
                used[attack.how] += 1
        assert _is_done(run), f"the run is not done though nothing stopped it:\n{self._last_words(run)}"
        return used

    def _last_words(self, run: RunFolder) -> str:
        files = (self.folder / "stderr.txt", run.log_txt)
        return "\n".join(path.read_text("utf-8", "replace")[-3000:] for path in files if path.exists())


def compare(kind: str, folder: Path, *, kills: int, seed: int, python: CleanPython) -> str:
    """Attack one kind of training `kills` times, and say how often.

    Raises AssertionError where the run differs from the whole one.
    """
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    write_data(data)
    project = project_of(KINDS[kind], data)
    whole = RunFolder.create_at(folder / "whole", project)
    run = RunFolder.create_at(folder / "attacked", project)
    started = time.monotonic()
    trainings = Trainings(python, folder, kind)
    trainings.train(whole)
    planned = attacks(
        kills,
        random.Random(f"{seed} {kind}"),
        span=_seconds_between(whole.environment_json, whole.model_file) / max(kills, 1) * 1.5,
        start=_seconds_between(whole.project_json, whole.environment_json),
        workers=project.fit.use_multiprocessing,
    )
    used = trainings.torture(run, planned)
    what = ", ".join(f"{count} {way.value}" for way, count in used.items())
    different = differences(run, whole)
    unkept = str(run.environment().get("not_restored") or "")
    result = "the same"
    if KINDS[kind].not_restored:
        assert KINDS[kind].not_restored in unkept, f"what is not exact is not said: {unkept or 'nothing'}"
        result = f"said not to be exact, for {unkept},"
    else:
        assert not unkept, f"said not to be exact: {unkept}"
        assert not different, f"{', '.join(different)} differ after {what} in {run.path}"
    return f"{result} after {used.total()} attacks ({what}; {time.monotonic() - started:.0f} s)"


def _is_done(run: RunFolder) -> bool:
    outcome = run.outcome()
    return outcome is not None and outcome.result is Result.COMPLETED


def _ended_without_worker(run: RunFolder) -> bool:
    outcome = run.outcome()
    return outcome is not None and outcome.reason.startswith(_WITHOUT_WORKER)


def _seconds_between(first: Path, second: Path) -> float:
    return second.stat().st_mtime - first.stat().st_mtime
