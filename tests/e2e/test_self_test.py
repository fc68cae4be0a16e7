"""The self-test that every package passes, here from source: window, training, resume, TensorBoard."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.marks import TIMING

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600), TIMING]

MAIN = Path(__file__).parents[2] / "main.py"


def test_it_passes_and_leaves_nothing(display: str, tmp_path: Path) -> None:
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "TMPDIR": str(tmp_path)}
    environment.pop("WAYLAND_DISPLAY", None)
    done = subprocess.run(
        [sys.executable, str(MAIN), "--self-test"],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    steps = [
        line.split(":")[0].split(maxsplit=1)[1] for line in done.stdout.splitlines() if line.startswith("ok")
    ]
    assert steps == ["doctor", "window", "train", "export", "kill and resume", "TensorBoard", "end"]
    assert "on the screen" in done.stdout
    assert not list(tmp_path.iterdir())
