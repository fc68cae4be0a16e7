"""Presses with one seed until enough events are done, in a new window each time the hand has closed one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.resources import samples_folder
from engine.settings import Project
from engine.settings.project_file.file import save
from tests.e2e.processes import processes_with

LAST_PROJECT = "last.fitroom"
SECONDS = 1500.0
"""So long a window may take for all of its events and its end; the machine may be busy."""
_MOST_WINDOWS = 40
_END_SECONDS = 15.0
_ROOT = Path(__file__).parents[3]
_CHILD = "tests.gui.random_input.child"
_CALLBACK = "import keras\n\n\nclass Mine(keras.callbacks.Callback):\n    pass\n"


@dataclass(frozen=True, slots=True)
class Played:
    """A playground: `home` is the program's, `given` what a person has put there."""

    folder: Path

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def given(self) -> Path:
        return self.folder / "given"


def press_and_look(folder: Path, *, seed: int, events: int, display: str = "") -> None:
    """Press in a new playground. AssertionError where a window ended badly, or a file of a person changed."""
    place = playground(folder)
    # projects are there to be saved; data and code are the person's
    given = {
        path: path.read_bytes()
        for path in place.given.rglob("*")
        if path.is_file() and path.suffix != ".fitroom"
    }
    results = press(place, seed=seed, events=events, display=display)
    assert sum(result["events"] for result in results) >= events
    assert {path: path.read_bytes() for path in given} == given
    end = time.monotonic() + _END_SECONDS  # children see the end of their parent a moment later
    while (left := processes_with(place.home)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not left


def playground(folder: Path) -> Played:
    """Data, projects and files that are none of both, to choose from."""
    made = Played(folder)
    for path in (made.given / "images" / "a", made.given / "images" / "b", folder / "saved", made.home):
        path.mkdir(parents=True)
    from PIL import Image

    for kind in "ab":
        for number in range(12):
            shade = number * 9 + (100 if kind == "b" else 0)
            Image.new("L", (9, 9), shade).save(made.given / "images" / kind / f"{number}.png")
    for name in ("wine.csv", "elnino.csv", "digits.npz"):
        shutil.copy(samples_folder() / name, made.given / name)
    (made.given / "notes.txt").write_text("No data, and no settings.\n", encoding="utf-8")
    (made.given / "broken.fitroom").write_text(
        '{"version": 2, "fit": {"epochs": -3}, "data"', encoding="utf-8"
    )
    (made.given / "callback.py").write_text(_CALLBACK, encoding="utf-8")
    small: dict[str, Any] = {
        "data": {"kind": "table", "path": "sample:wine.csv", "target": "cultivar"},
        "model": {"kind": "dense", "units": [8]},
        "callbacks": [],
    }
    save(Project.model_validate(small | {"fit": {"epochs": 40}}), made.given / "first.fitroom")
    save(Project.model_validate(small | {"fit": {"epochs": 2}}), folder / LAST_PROJECT)
    return made


def press(place: Played, *, seed: int, events: int, display: str = "") -> list[dict[str, Any]]:
    """What each window said at its end. AssertionError with all that is known where one did not end well.

    On an X `display` TensorBoard's page is shown in the window; without one windows are drawn off the screen.
    """
    results: list[dict[str, Any]] = []
    environment = {
        **os.environ,
        "FITROOM_HOME": str(place.home),
        "HOME": str(place.home),
        "XDG_DATA_HOME": str(place.home / "data"),
        "XDG_CONFIG_HOME": str(place.home / "config"),
        "XDG_CACHE_HOME": str(place.home / "cache"),
        "QT_QPA_PLATFORM": "xcb" if display else "offscreen",
        "DISPLAY": display,
    }
    environment.pop("FITROOM_LANGUAGE", None)
    done = 0
    while done < events:
        assert len(results) < _MOST_WINDOWS, f"the hand closes each window at once: {results[-1]}"
        output = place.folder / "output.txt"
        with output.open("w") as said:
            status = subprocess.run(
                [
                    sys.executable,
                    "-m",
                    _CHILD,
                    str(seed * 1000 + len(results)),
                    str(events - done),
                    str(place.folder),
                    "web" if display else "no-web",
                ],
                cwd=_ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                timeout=SECONDS,
                check=False,
            ).returncode
        results.append(_result(place, status, output.read_text("utf-8", errors="replace")))
        done += results[-1]["events"]
    return results


def _result(place: Played, status: int, output: str) -> dict[str, Any]:
    stacks = (place.folder / "stacks.txt").read_text("utf-8")
    crashes = [path.read_text("utf-8") for path in sorted(place.home.rglob("crash-*.txt"))]
    written = place.folder / "result.json"
    if status != 0:  # what is written as a process dies becomes a report at the next start only
        dying = [path.read_text("utf-8") for path in sorted(place.home.rglob("session-*.txt"))]
        done = (place.folder / "now.txt").read_text("utf-8")
        raise AssertionError(f"status {status}\n{done}\n{stacks}\n{output[-5000:]}\n{crashes}\n{dying}")
    result: dict[str, Any] = json.loads(written.read_text("utf-8"))
    written.unlink()
    said = json.dumps(result, indent=1, ensure_ascii=False)
    assert not crashes, f"{said}\n{crashes}"
    assert not result["problem"], f"{said}\n{output[-3000:]}"
    assert not result["warnings"], f"{said}\n{output[-3000:]}"
    assert "Traceback" not in output, f"{said}\n{output[-5000:]}"
    return result
