"""Stands in for TensorFlow's client of a profiler on another machine, which the bundle leaves out.

TensorFlow imports the module whenever it is imported itself, and uses it only when asked to profile a remote
worker. What a run profiles of itself (the TensorBoard callback's profile_batch) goes another way.
"""

from typing import NoReturn


def __getattr__(name: str) -> NoReturn:
    raise AttributeError(
        f"{name} is left out of this program. To profile another machine, use TensorFlow in your own Python."
    )
