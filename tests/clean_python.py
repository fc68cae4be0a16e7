"""Runs scripts each in a process of its own that has imported Keras and done nothing else.

A process that imports TensorFlow anew takes seconds. Here one has imported it and waits; for each script it
makes a copy of itself, which runs that script alone. It needs `os.fork`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_WAITING = r"""
import json, os, runpy, sys, traceback
import keras, numpy, tensorflow
for line in sys.stdin:
    folder, script = json.loads(line)
    child = os.fork()
    if not child:
        os.chdir(folder)
        for number, name in ((1, "stdout.txt"), (2, "stderr.txt")):
            os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        status = 1
        try:
            runpy.run_path(script, run_name="__main__")
            status = 0
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    answer = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    sys.__stdout__.write(f"ended {answer}\n")
    sys.__stdout__.flush()
os._exit(0)  # at once: TensorFlow takes seconds to take itself apart
"""


@dataclass(slots=True)
class CleanPython:
    """The process that waits."""

    process: subprocess.Popen[str]

    def run(self, script: Path) -> str:
        """What the script prints, run in its folder. AssertionError with its last words when it fails."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([str(script.parent), script.name]) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        said = (script.parent / "stderr.txt").read_text("utf-8")
        assert answer == "ended 0\n", said[-3000:]
        return (script.parent / "stdout.txt").read_text("utf-8")


@contextmanager
def clean_python() -> Generator[CleanPython]:
    """A process that waits for scripts within this."""
    with subprocess.Popen(
        # -I: it does not find Fitroom
        [sys.executable, "-I", "-c", _WAITING],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield CleanPython(process)
