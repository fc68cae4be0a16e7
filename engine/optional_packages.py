"""Packages that the program does without where they are not installed, as in the bundle, which has no room.

Who asks here imports the package in the function that needs it.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec


@cache
def has_scikit_learn() -> bool:
    """Return whether scikit-learn can be imported; the packaged program comes without it and SciPy."""
    return find_spec("sklearn") is not None
