"""What a callback may know of its run: where the run's files are, whom to tell, whether it goes on.

What a callback makes of it is its own matter; `engine.run.training` gives it out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from engine.problems import RunError
from engine.record.events import Mark
from engine.record.ledger.ledger import Ledger
from engine.run.run_request import Trusted
from engine.run_paths import RunPathError, resolve_inside


@dataclass(frozen=True, slots=True)
class CallbackContext:
    """The run in `folder`, seen from the callback at `index` of the project's list.

    `ledger` knows what the run has written there.
    `add_mark` puts a mark with a sentence on the time axis, `say` writes a line into the log. `resumed` says
    whether the run goes on from a state. `trusted` says whether a Python file with this sha256 may run.
    """

    folder: Path
    ledger: Ledger
    resumed: bool
    add_mark: Callable[[Mark, str], None]
    say: Callable[[str], None]
    trusted: Trusted
    index: int = 0

    def at(self, index: int) -> CallbackContext:
        """The same for the callback at `index`."""
        return replace(self, index=index)

    def inside(self, name: str, setting: str) -> Path:
        """The path of what the setting `setting` names in the run's folder. RunError where it leads out."""
        try:
            return resolve_inside(self.folder, name, folder=True)
        except RunPathError as error:
            raise RunError(f"{error}.", path=self.path(setting)) from error

    def path(self, name: str) -> str:
        """The dotted path of the callback's setting `name`."""
        return f"callbacks.{self.index}.{name}"
