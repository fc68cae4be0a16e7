"""What every reader is given: where paths begin, whom to tell of progress, and what the data must match.

The readers of the single kinds are in the modules beside this one; `engine.data.load` calls them.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from engine.custom_code.run_file import Trusted, trust_nothing
from engine.data.dataset import DataError, Dataset
from engine.data.reading.limits import Limits, too_long
from engine.language import tr
from engine.opening import open_regular, printable, require_regular, shortened
from engine.resources import resolve

Progress = Callable[[int, int, str], None]
"""Called with how much is done and how much there is (0 where that is not known), in files or rows; and with
what is done, where that is more than reading."""
_PIECE = 1 << 20
_LONGEST = 300


class LoadCancelled(Exception):  # noqa: N818 - it is no error: someone asked for it
    """Reading ended early because it was asked to."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How one set of data is read.

    base: the folder that relative paths begin at, None for the working directory. progress: told how far
    reading is. cancelled: asked now and then whether to end with `LoadCancelled`. like: the training data
    that this data must match (classes, features, task), None for training data itself. trusted: asked before
    a Python file runs. limits: how much is read at most. ends: when on the monotonic clock it takes too long,
    None for never, and why the DataError is then raised.
    """

    base: Path | None = None
    progress: Progress | None = None
    cancelled: Callable[[], bool] | None = None
    like: Dataset | None = None
    trusted: Trusted = trust_nothing
    limits: Limits = field(default_factory=Limits)
    ends: tuple[float, DataError] | None = None

    def within(self, size: int, *, name: str, files: int = 0) -> Self:
        """The same, with as much time as `size` bytes in so many files, named `name`, may take."""
        seconds = self.limits.seconds(size, files=files)
        if seconds is None:
            return self
        return replace(self, ends=(time.monotonic() + seconds, too_long(name, seconds)))

    def look(self) -> None:
        """Raise LoadCancelled when reading should end, DataError when it takes too long."""
        if self.cancelled is not None and self.cancelled():
            raise LoadCancelled
        if self.ends is not None and time.monotonic() > self.ends[0]:
            raise self.ends[1]

    def step(self, done: int, total: int, *, doing: str = "") -> None:
        """Tell of progress; raises LoadCancelled when reading should end.

        `doing` says in words what is done where that is more than reading.
        """
        self.look()
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
        except (ValueError, OSError) as error:  # a zero byte, too long, a folder that may not be entered
            raise DataError(
                tr("{text!r} is not a path that can be read; choose another one.", text=shortened(text)),
                path=setting,
            ) from error
        if not exists:
            raise DataError(
                tr("There is nothing at {text}; choose a file or folder that exists.", text=shortened(text)),
                path=setting,
            )
        if not path.is_dir():
            try:
                require_regular(path)
            except OSError as error:
                raise DataError(unreadable(path, error), path=setting) from error
        return path


def file_digest(path: Path, reading: Reading | None = None) -> str:
    """The sha256 of a file's bytes, as hex. Raises LoadCancelled as soon as `reading` is cancelled."""
    digest = hashlib.sha256()
    with open_regular(path) as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            if reading is not None:
                reading.look()
    return digest.hexdigest()


def unreadable(path: Path | str, error: OSError) -> str:
    """The sentence for a file that the system does not give."""
    name = printable(Path(path).name) or tr("The data")
    return tr("{name} cannot be read: {reason}.", name=name, reason=error.strerror or error)


def damaged(name: str, error: BaseException) -> str:
    """The sentence for a file of which a library says with `error` that it cannot be read."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return tr(
        "{name} is damaged, or of another kind than its settings say ({reason}); save or download it again.",
        name=printable(name) or tr("The data"),
        reason=printable(lines[0][:_LONGEST]),
    )
