"""What every reader is given: where paths begin, whom to tell of progress, and what the data must match.

The readers of the single kinds are in the modules beside this one; `engine.data.load` calls them.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.data.dataset import DataError, Dataset
from engine.data.memory import available_memory, readable_size
from engine.language import tr
from engine.own_code import Trusted, trust_nothing
from engine.resources import resolve

Progress = Callable[[int, int, str], None]
"""Called with how much is done and how much there is (0 where that is not known), in files or rows; and with
what is done, where that is more than reading."""


class LoadCancelled(Exception):  # noqa: N818 - it is no error: someone asked for it
    """Reading ended early because it was asked to."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How one set of data is read.

    base: the folder that relative paths begin at, None for the working directory. progress: told how far
    reading is. cancelled: asked now and then whether to end with `LoadCancelled`. like: the training data
    that this data must match (classes, features, task), None for training data itself. trusted: asked before
    a Python file runs.
    """

    base: Path | None = None
    progress: Progress | None = None
    cancelled: Callable[[], bool] | None = None
    like: Dataset | None = None
    trusted: Trusted = trust_nothing

    def step(self, done: int, total: int, *, doing: str = "") -> None:
        """Tell of progress; raises LoadCancelled when reading should end.

        `doing` says in words what is done where that is more than reading.
        """
        if self.cancelled is not None and self.cancelled():
            raise LoadCancelled
        if self.progress is not None:
            self.progress(done, total, doing)

    def find(self, text: str, *, setting: str = "data.path") -> Path:
        """The existing file or folder that a setting's `text` means.

        Raises DataError, with `setting` as its path, when there is none.
        """
        if not text.strip():
            raise DataError(tr("No data is chosen yet; choose a file or a folder."), path=setting)
        try:
            path = resolve(text, self.base)
            exists = path.exists()
        except (
            ValueError,
            OSError,
        ) as error:  # a zero byte, a name that is too long, a folder that may not be entered
            raise DataError(
                tr("{text!r} is not a path that can be read; choose another one.", text=text), path=setting
            ) from error
        if not exists:
            raise DataError(
                tr("There is nothing at {text}; choose a file or folder that exists.", text=text),
                path=setting,
            )
        return path


def require_memory(size: int, what: str, *, path: str = "data.path") -> None:
    """Raise DataError when `size` bytes for `what` would not fit into the memory that is free now."""
    free = available_memory()
    if size > free:
        raise DataError(
            tr(
                "{what} would take {size} of memory, and {free} are free; choose less data or a"
                " smaller size.",
                what=what,
                size=readable_size(size),
                free=readable_size(free),
            ),
            path=path,
        )


def file_digest(path: Path) -> str:
    """The sha256 of a file's bytes, as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
