"""Starts each measurement in an isolated process, A and B in turn, as one process warms the next call."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench.child import MARK, STARTED

ROOT = Path(__file__).parents[2]
_PATIENCE = 900.0
Asked = tuple[str, dict[str, Any]]
Found = dict[str, Any]


def measure(name: str, asked: dict[str, Any]) -> Found:
    """What the measurement `name` of `child` found. RuntimeError with its last words when it fails."""
    with tempfile.TemporaryDirectory(prefix="fitroom-bench-") as home:
        environment = os.environ | {
            "FITROOM_HOME": home,
            "FITROOM_LANGUAGE": "en",
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "KERAS_BACKEND": "tensorflow",
            STARTED: repr(time.time()),
        }
        done = subprocess.run(
            [sys.executable, "-X", "faulthandler", "-m", "tests.bench.child", name, json.dumps(asked)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
    lines = [line for line in done.stdout.splitlines() if line.startswith(MARK)]
    if done.returncode or len(lines) != 1:
        raise RuntimeError(f"{name} failed with status {done.returncode}: {done.stderr[-2000:]}")
    return json.loads(lines[0].removeprefix(MARK))


def pairs(first: Asked, second: Asked, *, count: int) -> list[tuple[Found, Found]]:
    """Both measurements, one after the other, `count` times over."""
    return [(measure(*first), measure(*second)) for _ in range(count)]


def times(asked: Asked, *, count: int) -> list[Found]:
    """One measurement, `count` times."""
    return [measure(*asked) for _ in range(count)]


def median(values: list[float]) -> float:
    """The middle one, or the mean of the two in the middle."""
    return float(np.median(values))
