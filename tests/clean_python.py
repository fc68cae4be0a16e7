"""Processes that have imported Keras and done nothing else, each a copy of one that waits for them.

A process that imports TensorFlow again takes seconds; a copy begins at once. It needs `os.fork`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# Each line asks for a copy: the folder to run in, the script and its arguments. The answers are its process
# id, then its exit status, negative where a signal has ended it.
_WAITING = r"""
import importlib, json, os, runpy, sys, traceback
import keras, numpy, tensorflow
for name in sys.argv[1:]:
    importlib.import_module(name)
answers = sys.stdout
for line in sys.stdin:
    folder, *arguments = json.loads(line)
    child = os.fork()
    if not child:
        os.chdir(folder)
        for number, name in ((1, "stdout.txt"), (2, "stderr.txt")):
            os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        status = 1
        sys.argv = arguments
        try:
            runpy.run_path(arguments[0], run_name="__main__")
            status = 0
        except SystemExit as end:
            status = end.code or 0
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    answers.write(f"{child}\n")
    answers.flush()
    answers.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
    answers.flush()
os._exit(0)  # at once: TensorFlow takes seconds to take itself apart
"""


@dataclass(slots=True)
class CleanPython:
    """The process that waits. What a copy prints is in stdout.txt and stderr.txt of the folder it runs in."""

    process: subprocess.Popen[str]

    def run(self, script: Path) -> str:
        """What the script prints, run in its folder. AssertionError with its last words when it fails."""
        self.start([str(script)], folder=script.parent)
        status = self.wait()
        said = (script.parent / "stderr.txt").read_text("utf-8")
        assert status == 0, said[-3000:]
        return (script.parent / "stdout.txt").read_text("utf-8")

    def start(self, arguments: Sequence[str], *, folder: Path) -> int:
        """Begin a script with its arguments, run in `folder`; the process id."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps([str(folder), *arguments]) + "\n")
        self.process.stdin.flush()
        return self.wait()

    def wait(self) -> int:
        """The exit status of what was begun."""
        assert self.process.stdout is not None
        return int(self.process.stdout.readline())


@contextmanager
def clean_python(
    *options: str, preload: Sequence[str] = (), environment: Mapping[str, str] | None = None
) -> Generator[CleanPython]:
    """A process that waits for scripts within this.

    Args:
        options: Python's own.
        preload: Modules of the project that are imported before the first copy; none may use TensorFlow then.
        environment: What the environment of the process has besides this one's.
    """
    with subprocess.Popen(
        [sys.executable, *options, "-c", _WAITING, *preload],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **(environment or {})},
    ) as process:
        yield CleanPython(process)
