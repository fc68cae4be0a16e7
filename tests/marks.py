"""Marks for tests that train much, and for tests that a busy machine can fail."""

from collections.abc import Iterable
from typing import Any

import pytest

TRAINS = pytest.mark.trains
"""For a module that trains much, and is begun first: a long file that begins last lets the others wait."""


TIMING = pytest.mark.flaky(reruns=1, reruns_delay=2)
"""For a module whose tests wait for other processes, threads or real time: a busy machine can fail them. Such
a test is run once more, and the summary lists it as RERUN; no other test is."""


def some_slow(cases: Iterable[Any], slow: Iterable[Any]) -> list[Any]:
    """The cases as parameters; those in `slow`, which differ least from the others, are for `make test-slow`.

    Raises ValueError when `slow` names what is no case.
    """
    known, late = list(cases), list(slow)
    unknown = [case for case in late if case not in known]
    if unknown:
        raise ValueError(f"no such cases: {unknown}")
    return [pytest.param(case, marks=pytest.mark.slow if case in late else ()) for case in known]
