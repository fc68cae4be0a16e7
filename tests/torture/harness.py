"""Kills a training at random moments, lets it go on until it is done, and compares it with a whole one.

`python -m tests.torture.harness [KILLS] [SEED]`, or `make torture`.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.run.run_folder import RunFolder
from engine.settings import Project
from tests.clean_python import CleanPython, clean_python
from tests.runs import assert_same_arrays, small_project, write_small_data
from tests.torture.facts import arrays, facts

_CHILD = Path(__file__).with_name("child.py")
_CALLBACKS: list[dict[str, Any]] = [
    {"kind": "early_stopping", "monitor": "val_loss", "patience": 30},
    {"kind": "reduce_lr", "monitor": "val_loss", "patience": 2, "factor": 0.8, "min_delta": 0.05},
    {"kind": "csv_logger", "filename": "log.csv"},
    {"kind": "tensorboard", "update_freq": "batch"},
    {"kind": "model_checkpoint", "save_best_only": True, "keep": "last", "keep_last": 3},
    {"kind": "model_checkpoint", "filepath": "checkpoints/{epoch:03d}-{batch:03d}", "save_freq": 7,
     "format": "weights", "keep": "last", "keep_last": 4},
]  # fmt: skip
KINDS: dict[str, dict[str, Any]] = {
    "dense": {"fit__epochs": 60},
    "dense, state every batch": {"fit__epochs": 20, "run__resume_every_batches": 1},
    "cnn": {"fit__epochs": 40},
    "lstm, state every 3 batches": {"fit__epochs": 40, "run__resume_every_batches": 3},
}


def project_of(kind: str, data: Path) -> Project:
    """The training of one kind; small, and with every callback that keeps something."""
    return small_project(
        data, kind.partition(",")[0], callbacks=_CALLBACKS, fit__validation_batch_size=3, **KINDS[kind]
    )


@dataclass(slots=True)
class Trainings:
    """Trainings of run folders, each in a process of its own; what they print goes into `folder`."""

    python: CleanPython
    folder: Path

    def train(self, run: RunFolder, *, kill_after: float | None = None) -> bool:
        """Train until the end, or kill it so many seconds after it began; whether it was killed."""
        said = self.folder / "stdout.txt"
        said.unlink(missing_ok=True)
        process = self.python.start([str(_CHILD), str(run.path)], folder=self.folder)
        if kill_after is not None:
            # it says so when it begins; a resume that finds nothing left to do ends without a word
            while not (said.exists() and said.read_bytes()) and _runs(process):
                time.sleep(0.005)
            time.sleep(kill_after)
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        status = self.python.wait()
        if status not in (0, -signal.SIGKILL):
            raise AssertionError(f"the training failed:\n{run.log_txt.read_text(encoding='utf-8')[-3000:]}")
        return status == -signal.SIGKILL

    def torture(self, run: RunFolder, *, kills: int, rng: random.Random, span: float) -> int:
        """Train, kill it within `span` seconds `kills` times, go on; how often it was killed."""
        killed = 0
        while run.outcome() is None:
            killed += self.train(run, kill_after=rng.uniform(0.0, span) if killed < kills else None)
        return killed


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def compare(kind: str, folder: Path, *, kills: int, seed: int) -> str:
    """Torture one kind; raises AssertionError where the run differs from the whole one. One line about it."""
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    write_small_data(data)
    project = project_of(kind, data)
    rng = random.Random(seed)
    whole = RunFolder.create_at(folder / f"{kind}-whole", project)
    run = RunFolder.create_at(folder / f"{kind}-{seed}", project)
    started = time.monotonic()
    with clean_python() as python:
        trainings = Trainings(python, folder)
        trainings.train(whole)
        span = _training_seconds(whole) / max(kills, 1) * 1.5
        killed = trainings.torture(run, kills=kills, rng=rng, span=span)
    expected, found = facts(whole), facts(run)
    different = [
        f"{name} ({str(expected[name])[:500]} became {str(found.get(name))[:500]})"
        for name in expected
        if expected[name] != found.get(name)
    ]
    assert not different, (
        f"{kind}, seed {seed}: {', '.join(different)} differ after {killed} kills in {run.path}"
    )
    assert_same_arrays(arrays(run), arrays(whole))
    return f"{kind}: the same after {killed} kills ({time.monotonic() - started:.0f} s)"


def _training_seconds(run: RunFolder) -> float:
    return run.model_file.stat().st_mtime - run.environment_json.stat().st_mtime


def main() -> int:
    """Torture every kind."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6)
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as folder:
            line = compare(kind, Path(folder), kills=-(-kills // len(KINDS)), seed=seed)
            sys.stdout.write(f"{line}, seed {seed}\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
