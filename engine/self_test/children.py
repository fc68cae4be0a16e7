"""The processes that the self-test starts, all in one temporary home; none is left running."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from engine.child_command import program_command
from engine.doctor.display import display_problem

PATIENCE = 180.0
"""Seconds after which a step fails; long, as a slow machine is no failure."""

LOOK_SECONDS = 0.05
REPORTED = 600
"""How many of the last characters of a child's output are reported when it fails."""

_Found = TypeVar("_Found")


class SelfTestError(Exception):
    """A step failed; the message says what was seen."""


class Children:
    """Starts the program again as child processes.

    Attributes:
        home: The folder of their runs and settings, and of their output.
        screen: Whether their windows are "on the screen" or "drawn off the screen".
        environment: Their environment variables.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self._started: list[subprocess.Popen[bytes]] = []
        problem = display_problem(os.environ)
        self.screen = "drawn off the screen" if problem else "on the screen"
        self.environment = {**os.environ, "FITROOM_HOME": str(home), "FITROOM_LANGUAGE": ""}
        if problem or os.environ.get("QT_QPA_PLATFORM") == "offscreen":
            self.environment["QT_QPA_PLATFORM"] = "offscreen"

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start the program with `arguments`; `printed` returns its output."""
        number = len(self._started)
        with self._output(number).open("wb") as output, self._errors(number).open("wb") as errors:
            child = subprocess.Popen(
                program_command(*arguments),
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=errors,
                cwd=self.home,
            )
        self._started.append(child)
        return child

    def run(self, *arguments: str, allowed: Sequence[int] = (0,)) -> str:
        """Run the program to its end.

        Args:
            *arguments: Its command line.
            allowed: Exit statuses that are no failure.

        Returns:
            What it printed.

        Raises:
            SelfTestError: It did not end within `PATIENCE`, or with another status.
        """
        child = self.start(*arguments)
        try:
            status = child.wait(PATIENCE)
        except subprocess.TimeoutExpired as error:
            raise SelfTestError(
                f"{arguments[0]} did not end within {PATIENCE:.0f} s. {self.output_of(child)}"
            ) from error
        if status not in allowed:
            raise SelfTestError(f"{arguments[0]} ended with status {status}. {self.output_of(child)}")
        return self.printed(child)

    def wait_for(self, what: str, look: Callable[[], _Found], *, child: subprocess.Popen[bytes]) -> _Found:
        """Call `look` until it returns something true.

        Args:
            what: What is waited for, for messages.
            look: Called every `LOOK_SECONDS`.
            child: The process that brings it about.

        Returns:
            What `look` returned.

        Raises:
            SelfTestError: `child` has ended, or `PATIENCE` is over.
        """
        deadline = time.monotonic() + PATIENCE
        while not (found := look()):
            if child.poll() is not None:
                raise SelfTestError(
                    f"it ended with status {child.returncode} before {what}. {self.output_of(child)}"
                )
            if time.monotonic() > deadline:
                raise SelfTestError(f"no {what} within {PATIENCE:.0f} s. {self.output_of(child)}")
            time.sleep(LOOK_SECONDS)
        return found

    def printed(self, child: subprocess.Popen[bytes]) -> str:
        """Return what `child` has printed so far, without its error stream, to which libraries write too."""
        return _text(self._output(self._started.index(child)))

    def output_of(self, child: subprocess.Popen[bytes]) -> str:
        """Return the end of what `child` has printed, errors included, for a message."""
        words = f"{self.printed(child)}\n{_text(self._errors(self._started.index(child)))}"
        return f"It printed: {words.strip()[-REPORTED:] or 'nothing'}"

    def end_all(self) -> None:
        """Kill the processes that are still running."""
        for child in self._started:
            if child.poll() is None:
                child.kill()
            child.wait()
            if child.stdin is not None:
                child.stdin.close()

    def running(self) -> Sequence[str]:
        """Return the command lines of all processes with this home; known on Linux only."""
        mark = f"FITROOM_HOME={self.home}".encode()
        found: list[str] = []
        if sys.platform != "linux":
            return found
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(
                        (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                    )
            except OSError:
                continue  # it has just ended, or belongs to another user
        return found

    def _output(self, number: int) -> Path:
        return self.home / f"output-{number}.txt"

    def _errors(self, number: int) -> Path:
        return self.home / f"errors-{number}.txt"


def _text(path: Path) -> str:
    return path.read_text("utf-8", errors="replace")
