"""One measurement in an isolated process: `python -m tests.bench.child NAME JSON` prints one line of JSON.

Everything heavy is imported by the measurement that needs it, as imports are part of what is timed.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

MARK = "BENCH "
STARTED = "FITROOM_BENCH_STARTED"
"""The variable with the time.time() at which the parent started this process."""


def _started() -> float:
    return float(os.environ[STARTED])


def _bare(asked: dict[str, Any]) -> dict[str, Any]:
    from tests.bench.measured.bare import fit

    return fit(asked["work"], asked["data"], epochs=asked["epochs"], batch_size=asked["batch_size"])


def _window(asked: dict[str, Any]) -> dict[str, Any]:
    from tests.bench.measured.window import open_window

    return open_window(
        Path(asked["project"]),
        started=_started(),
        press_at_once=asked.get("press_at_once", False),
        stop_after=asked.get("stop_after"),
    )


def _import(_asked: dict[str, Any]) -> dict[str, Any]:
    import keras

    return {"seconds": time.time() - _started(), "keras": keras.__version__}


def _frames(asked: dict[str, Any]) -> dict[str, Any]:
    from PySide6.QtWidgets import QApplication

    from tests.bench.measured.plots import frame_times

    app = QApplication([])
    found = frame_times(**asked)
    del app
    return found


def _plain_frames(asked: dict[str, Any]) -> dict[str, Any]:
    from PySide6.QtWidgets import QApplication

    from tests.bench.measured.plots import plain_frame_times

    app = QApplication([])
    found = plain_frame_times(**asked)
    del app
    return found


def _one_curve(asked: dict[str, Any]) -> dict[str, Any]:
    from PySide6.QtWidgets import QApplication

    from tests.bench.measured.one_curve import curve_times

    app = QApplication([])
    found = curve_times(**asked)
    del app
    return found


def _events(asked: dict[str, Any]) -> dict[str, Any]:
    from PySide6.QtCore import QCoreApplication

    from tests.bench.measured.events import event_rate

    app = QCoreApplication([])
    found = event_rate(**asked)
    del app
    return found


def _session(asked: dict[str, Any]) -> dict[str, Any]:
    from engine.settings.project_file.file import load
    from tests.bench.measured import sessions

    project = load(Path(asked["project"])).project
    return getattr(sessions, asked["what"])(project, Path(asked["folder"]))


def _images(asked: dict[str, Any]) -> dict[str, Any]:
    from tests.bench.measured import pictures

    return getattr(pictures, asked["what"])(asked["folder"], asked["epochs"])


def _growth(asked: dict[str, Any]) -> dict[str, Any]:
    from tests.bench.growth import growth

    return growth(Path(asked["project"]), runs=asked["runs"], plain=asked.get("plain"))


def _look(asked: dict[str, Any]) -> dict[str, Any]:
    from tests.bench.measured.looks import look_times

    return look_times(Path(asked["project"]), edits=asked["edits"])


def _results(asked: dict[str, Any]) -> dict[str, Any]:
    from PySide6.QtWidgets import QApplication

    from gui.style import STYLE_ARGUMENTS, apply
    from tests.bench.measured.results import cell_times, results_times

    app = QApplication(["fitroom", *STYLE_ARGUMENTS])
    apply(app)
    found = cell_times(**asked) if "folder" in asked else results_times(**asked)
    del app
    return found


def _evaluating(asked: dict[str, Any]) -> dict[str, Any]:
    from tests.bench.measured.evaluating import evaluate_times

    return evaluate_times(**asked)


_MEASUREMENTS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "bare": _bare,
    "window": _window,
    "import": _import,
    "frames": _frames,
    "plain_frames": _plain_frames,
    "one_curve": _one_curve,
    "events": _events,
    "results": _results,
    "session": _session,
    "images": _images,
    "growth": _growth,
    "look": _look,
    "evaluating": _evaluating,
}


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and give the exit status."""
    name, asked = arguments
    found = _MEASUREMENTS[name](json.loads(asked))
    print(f"{MARK}{json.dumps(found)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
