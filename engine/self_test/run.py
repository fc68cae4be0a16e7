"""Runs the steps of the self-test in order, prints one line for each, and returns the exit status."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from engine import __version__
from engine.self_test.children import Children, SelfTestError
from engine.self_test.steps import STEPS

Step = Callable[[Children], str]


def run(steps: Sequence[tuple[str, Step]] = STEPS, *, say: Callable[[str], object] = print) -> int:
    """Run the steps until one fails, and leave no file and no process.

    Args:
        steps: Names and steps, in order.
        say: Prints one line.

    Returns:
        0 when all steps passed, else 1.
    """
    say(f"Fitroom {__version__}: testing this installation")
    with tempfile.TemporaryDirectory(prefix="fitroom-self-test-") as home:
        children = Children(Path(home))
        for name, step in steps:
            began = time.monotonic()
            try:
                seen = step(children)
            except SelfTestError as error:
                say(f"FAILED  {name}: {error}")
                return 1
            finally:
                children.end_all()
            say(f"ok      {name}: {seen} ({time.monotonic() - began:.1f} s)")
    say("Everything works.")
    return 0
