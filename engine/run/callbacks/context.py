"""What a callback may know of its run: where its files are, how to report, whether it resumes.

`engine.run.training` makes it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from engine.message import Say, Sentence
from engine.problems import RunError
from engine.record.events import Mark
from engine.record.ledger.ledger import Ledger
from engine.run.run_request import Trusted
from engine.run_paths import RunPathError, resolve_inside


@dataclass(frozen=True, slots=True)
class CallbackContext:
    """A run, as one of its callbacks sees it.

    Attributes:
        folder: The run folder.
        ledger: What the run has written there.
        resumed: Whether the run continues from a state.
        add_mark: Puts a mark with a sentence on the epoch axis.
        say: Writes a line into the log.
        trusted: Returns whether a Python file with this sha256 may run.
        index: Place of the callback in the project's list, from 0.
    """

    folder: Path
    ledger: Ledger
    resumed: bool
    add_mark: Callable[[Mark, Sentence], None]
    say: Say
    trusted: Trusted
    index: int = 0

    def at(self, index: int) -> CallbackContext:
        """Return the same context for the callback at `index`."""
        return replace(self, index=index)

    @property
    def section(self) -> str:
        """The dotted path of the callback's settings."""
        return f"callbacks.{self.index}"

    def inside(self, name: str, setting: str) -> Path:
        """Return the path of a file or folder in the run folder.

        Args:
            name: Relative to the run folder.
            setting: The callback's setting that has this name.

        Raises:
            RunError: When it leads out of the run folder.
        """
        try:
            return resolve_inside(self.folder, name, folder=True)
        except RunPathError as error:
            raise RunError(str(error) + ".", path=self.path(setting)) from error

    def path(self, name: str) -> str:
        """Return the dotted path of the callback's setting `name`."""
        return f"{self.section}.{name}"
