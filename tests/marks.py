"""Marks for tests that train much."""

from collections.abc import Iterable
from typing import Any

import pytest

UNTRACED = pytest.mark.no_cover
"""For a module that trains much: tracing which lines run makes Keras half as slow again, and the engine's
other tests run the same lines."""


def some_slow(cases: Iterable[Any], slow: Iterable[Any]) -> list[Any]:
    """The cases as parameters; those in `slow`, which differ least from the others, are for `make test-slow`.

    Raises ValueError when `slow` names what is no case.
    """
    known, late = list(cases), list(slow)
    unknown = [case for case in late if case not in known]
    if unknown:
        raise ValueError(f"no such cases: {unknown}")
    return [pytest.param(case, marks=pytest.mark.slow if case in late else ()) for case in known]
