"""What a callback may know of its run: where the run's files are, whom to tell, whether it goes on.

What a callback makes of it is its own matter; `engine.run.training` gives it out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from engine.run.events import Mark
from engine.run.request import Trusted


@dataclass(frozen=True, slots=True)
class CallbackContext:
    """The run in `folder`, seen from the callback at `index` of the project's list.

    `tell` puts a mark with a sentence on the time axis, `say` writes a line into the log. `resumed` says
    whether the run goes on from a state. `trusted` says whether a Python file with this sha256 may run.
    """

    folder: Path
    resumed: bool
    tell: Callable[[Mark, str], None]
    say: Callable[[str], None]
    trusted: Trusted
    index: int = 0

    def at(self, index: int) -> CallbackContext:
        """The same for the callback at `index`."""
        return replace(self, index=index)

    def inside(self, name: str) -> Path:
        """The path of `name` in the run's folder; the settings have refused names that lead out of it."""
        return self.folder / name

    def path(self, name: str) -> str:
        """The dotted path of the callback's setting `name`."""
        return f"callbacks.{self.index}.{name}"
