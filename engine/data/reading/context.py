"""What every reader gets: where paths begin, who follows progress, and what the data must match.

How much may be read is in `limits`; the readers of the kinds are left to the rooms beside this one, and
`engine.data.load` calls them.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Self

from engine.custom_code.run_file import Trusted, trust_nothing
from engine.data.dataset import DataError, Dataset
from engine.data.reading.limits import Limits, too_long
from engine.language import tr
from engine.message import Sentence
from engine.opening import open_regular, printable, require_regular, shortened
from engine.resources import resolve
from engine.settings.data.sections import DataSection, FileSection, Rules

Progress = Callable[[int, int, Sentence], None]
"""Called with how much is done and how much there is (0 where that is not known), in files, rows or bytes;
and with a sentence for what is done where that is more than reading, such as a download; else ""."""
PartName = Literal["train", "validation", "test"]
_PIECE = 1 << 20
_LONGEST = 300


def rules_of(settings: DataSection) -> Rules:
    """Return the reading rules of data that is read with these settings."""
    return settings.rules if isinstance(settings, FileSection) else "version_3"


class LoadCancelled(Exception):  # noqa: N818 - no error: someone asked for it
    """Reading ended early because it was cancelled."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How one set of data is read.

    Attributes:
        base: the folder of relative paths; None for the working directory.
        progress: called with how far reading is; None for nobody.
        cancelled: called now and then; True ends the reading with `LoadCancelled`. None never does.
        like: the training data that this data must match (classes, features, task); None for training data.
        trusted: called with path and sha256 before a Python file runs.
        limits: how much may be read.
        ends: when on the monotonic clock reading takes too long, in seconds, and the error that is then
            raised; None for never.
        part: which part is read: "train" is the data of the project, with all parts that it has.
        rules: the reading rules of the data.
    """

    base: Path | None = None
    progress: Progress | None = None
    cancelled: Callable[[], bool] | None = None
    like: Dataset | None = None
    trusted: Trusted = trust_nothing
    limits: Limits = field(default_factory=Limits)
    ends: tuple[float, DataError] | None = None
    part: PartName = "train"
    rules: Rules = "version_3"

    def within(self, size: int, *, name: str, files: int = 0) -> Self:
        """Return the same with a time limit for a file or folder.

        Args:
            size: in bytes.
            name: what is read, for the sentence.
            files: the number of files.
        """
        seconds = self.limits.seconds(size, files=files)
        if seconds is None:
            return self
        return replace(self, ends=(time.monotonic() + seconds, too_long(name, seconds)))

    def look(self) -> None:
        """Check whether reading should continue.

        Raises:
            LoadCancelled: it was cancelled.
            DataError: it takes too long.
        """
        if self.cancelled is not None and self.cancelled():
            raise LoadCancelled
        if self.ends is not None and time.monotonic() > self.ends[0]:
            raise self.ends[1]

    def step(self, done: int, total: int, *, doing: Sentence = "") -> None:
        """Report progress, and check whether reading should continue.

        Args:
            done: files, rows or bytes so far.
            total: of how many; 0 where that is not known.
            doing: what is done, in words, where that is more than reading.

        Raises:
            LoadCancelled: it was cancelled.
            DataError: it takes too long.
        """
        self.look()
        if self.progress is not None:
            self.progress(done, total, doing)

    def find(self, text: str, *, setting: str = "data.path") -> Path:
        """Return the existing file or folder that a setting means.

        Args:
            text: the value of the setting.
            setting: its path, which the error has.

        Raises:
            DataError: there is none, or it is no regular file and no folder.
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
    """Return the sha256 of a file's bytes, as hex.

    Args:
        path: the file.
        reading: what can cancel it; None for nothing.

    Raises:
        LoadCancelled: `reading` was cancelled.
        DataError: it takes longer than `reading` allows.
        OSError: the file cannot be read.
    """
    digest = hashlib.sha256()
    with open_regular(path) as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            if reading is not None:
                reading.look()
    return digest.hexdigest()


def unreadable(path: Path | str, error: OSError) -> str:
    """Return the sentence for a file that the system cannot read.

    Args:
        path: of the file.
        error: of the system.
    """
    name = printable(Path(path).name) or tr("The data")
    return tr("{name} cannot be read: {reason}.", name=name, reason=error.strerror or error)


def damaged(name: str, error: BaseException) -> str:
    """Return the sentence for a file that a library refused.

    Args:
        name: of the file.
        error: of the library; its first line is the reason.
    """
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return tr(
        "{name} is damaged, or of another kind than its settings say ({reason}); save or download it again.",
        name=printable(name) or tr("The data"),
        reason=printable(lines[0][:_LONGEST]),
    )
