"""Replaces TensorFlow's client of a profiler on another machine, which the bundle leaves out.

TensorFlow always imports the module, and uses it only to profile a remote worker. The TensorBoard callback's
`profile_batch` does not need it.
"""

from typing import NoReturn


def __getattr__(name: str) -> NoReturn:
    raise AttributeError(
        f"{name} is left out of this program. To profile another machine, use TensorFlow in your own Python."
    )
