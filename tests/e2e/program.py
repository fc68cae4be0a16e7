"""The real program in a child process, driven by keys and clicks and looked at through its pixels."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from PIL import Image, ImageGrab

from engine.record.run_folder import RunFolder, list_runs
from tests.e2e.processes import processes_with

ROOT = Path(__file__).parents[2]
PATIENCE = 90.0
"""Seconds until a test gives up waiting. Nothing is asserted of how long a thing takes."""

_LOOK = 0.05
_Found = TypeVar("_Found")


def wait_for(what: str, look: Callable[[], _Found]) -> _Found:
    """What `look` gives as soon as it is true; fails the test when that does not happen."""
    deadline = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(_LOOK)
    return found


class Program:
    """`python main.py` on the display `display`, in `language`, with `home` as its FITROOM_HOME."""

    def __init__(self, *arguments: str, home: Path, display: str, language: str = "en") -> None:
        self.home = home
        self.display = display
        self.output = home / "output.txt"
        environment = {
            **os.environ,
            "FITROOM_HOME": str(home),
            "FITROOM_LANGUAGE": language,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
        }
        # there is no window manager and no desktop: nothing of the person's session may come in
        for name in ("WAYLAND_DISPLAY", "XAUTHORITY", "PYTHONDONTWRITEBYTECODE"):
            environment.pop(name, None)
        self._environment = environment
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, str(ROOT / "main.py"), *arguments],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def wait_for_window(self) -> str:
        """The X server's number of the main window, once it is on the screen."""
        return wait_for("the window", self._find_window)

    def press(self, key: str) -> None:
        """Press a key or a chord, such as "ctrl+b", in the main window."""
        # the window is another one for X after TensorBoard's page came, and without a window manager nobody
        # gives it the focus then
        self._xdotool("windowfocus", "--sync", self.wait_for_window())
        self._xdotool("key", "--clearmodifiers", key)

    def click(self, x: int, y: int) -> None:
        """Click at a place on the screen."""
        self._xdotool("mousemove", "--sync", str(x), str(y), "click", "1")

    def picture(self) -> Image.Image:
        """The screen, as it is now."""
        return ImageGrab.grab(xdisplay=self.display).convert("RGB")

    def runs(self) -> list[RunFolder]:
        """The runs below `home`, the newest first."""
        return list_runs(self.home / "runs")

    def wait_for_rows(self, run: RunFolder, rows: int) -> None:
        """Return when `rows` epochs of the run are in its history."""
        wait_for(f"epoch {rows}", lambda: self.alive() and epochs_in(run) >= rows)

    def alive(self) -> bool:
        """True; fails the test, with what the program has printed, when it has ended."""
        assert self.process.poll() is None, f"ended with {self.process.returncode}: {self.printed()}"
        return True

    def printed(self) -> str:
        """The end of what the program has printed."""
        return self.output.read_text(errors="replace")[-3000:]

    def tensorboard(self) -> list[int]:
        """Process ids of the program's TensorBoard."""
        command = "main.py tensorboard"
        return [process for process, line in processes_with(self.home).items() if command in line]

    def wait_for_end(self) -> int:
        """The exit status, once the program and all of its children have ended."""
        status = self.process.wait(PATIENCE)
        wait_for("the end of all children", lambda: not processes_with(self.home))
        return status

    def end(self) -> None:
        """Kill what is left; for the end of a test that has failed."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for process in processes_with(self.home):
            os.kill(process, signal.SIGKILL)

    def _find_window(self) -> str:
        self.alive()
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid), "--name", "Fitroom"],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,  # its status says only whether something was found
        )
        return found.stdout.partition("\n")[0].strip()

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self._environment, check=True, capture_output=True)


def epochs_in(run: RunFolder) -> int:
    """How many epochs stand in the run's history."""
    try:
        return max(0, run.history_csv.read_text().count("\n") - 1)
    except FileNotFoundError:
        return 0


def where(picture: Image.Image, color: str) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which pixels have exactly the colour "#rrggbb"; bool, height by width."""
    wanted = [int(color[place : place + 2], 16) for place in (1, 3, 5)]
    return (np.asarray(picture) == wanted).all(axis=-1)
