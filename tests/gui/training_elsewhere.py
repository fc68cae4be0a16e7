"""A process that trains, as far as others see it: it holds a run's folder and reports what it is given.

`python -m tests.gui.training_elsewhere FOLDER` waits for lines on its standard input: "epoch", "pause",
"end", "crash". It answers each with "done".
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from engine.record.events import (
    BatchesEnded,
    EpochEnded,
    EpochStarted,
    Mark,
    Marked,
    Phase,
    PhaseChanged,
    Result,
    RunEnded,
)
from engine.record.outcome import RunOutcome
from engine.record.recorder import Recorder
from engine.record.run_folder import RunFolder
from tests.started import started

ROOT = Path(__file__).parents[2]
EPOCHS = 20


class Elsewhere:
    """The process as the test has it."""

    def __init__(self, child: subprocess.Popen[str]) -> None:
        self._child = child
        self.pid = child.pid
        self._hear("began")

    def say(self, word: str) -> None:
        """Let it do something, and wait until that is done."""
        assert self._child.stdin is not None
        self._child.stdin.write(f"{word}\n")
        self._child.stdin.flush()
        self._hear("done")

    def kill(self) -> None:
        """It is gone from one moment to the next."""
        self._child.kill()
        self._child.wait()

    def _hear(self, word: str) -> None:
        assert self._child.stdout is not None
        assert self._child.stdout.readline() == f"{word}\n"


@contextmanager
def training_elsewhere(folder: RunFolder) -> Generator[Elsewhere]:
    """Within this another process trains in `folder`."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.gui.training_elsewhere", os.fspath(folder.path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Elsewhere(child)
    finally:
        child.kill()
        child.communicate()


def _main(folder: RunFolder) -> None:
    epoch = 0
    with folder.lock():
        recorder = Recorder(folder)
        recorder(PhaseChanged(phase=Phase.READING))
        recorder(started(epochs=EPOCHS))
        recorder(PhaseChanged(phase=Phase.TRAINING))
        _answer("began")
        for line in sys.stdin:
            match line.strip():
                case "epoch":
                    epoch += 1
                    recorder(EpochStarted(epoch=epoch, learning_rate=0.1))
                    loss = np.array([1 / epoch, 0.9 / epoch], np.float32)
                    recorder(BatchesEnded(epoch=epoch, first_step=0, values={"loss": loss}))
                    values = {"loss": 0.9 / epoch}
                    recorder(EpochEnded(epoch=epoch, values=values, learning_rate=0.1, seconds=0.1))
                case "pause":
                    recorder(PhaseChanged(phase=Phase.PAUSED))
                    recorder(Marked(mark=Mark.PAUSED, position=epoch, text="Paused."))
                case _:
                    ended = RunEnded(result=Result.COMPLETED, reason="All is done.", epochs_done=epoch)
                    folder.write_outcome(RunOutcome.of(ended))
                    recorder(ended)
                    recorder.close()
            _answer("done")


def _answer(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _main(RunFolder(Path(sys.argv[1])))
