"""The folder of an export: whole or not there, and never over files of somebody else.

with new_folder(target) as partial:     a hidden folder beside it, locked
    ... write into partial.folder ...
                                        it takes the place of `target`, or is gone

A process that is killed leaves the hidden folder; the next export deletes it, as nobody holds its lock.
"""

from __future__ import annotations

import errno
import re
import secrets
import shutil
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.export.evidence import EVIDENCE, evidence_in
from engine.export.problems import ExportError, ExportRefused
from engine.files import sync, take_place
from engine.language import tr
from engine.record.lock import FolderBusyError, FolderLock
from engine.run_paths import LOCK, is_link

if TYPE_CHECKING:
    from collections.abc import Generator

_HARDLY_ANY = 2**20  # bytes
_PARTIAL = re.compile(r"^\.(.+)\.[0-9a-f]{8}\.partial$")
_FOLDER, _WORK, _REPLACED = "made", "work", "replaced"


def require_free(target: Path) -> None:
    """Check that an export may be written to a folder: a new, an empty, or an earlier export's own.

    Raises:
        ExportRefused: Something else is there.
        ExportError: The folder cannot be looked at.
    """
    try:
        _require_free(target)
    except OSError as error:
        raise ExportError(sentence_of(target, error)) from error


def _require_free(target: Path) -> None:
    if is_link(target) or (target.exists() and not target.is_dir()):
        raise ExportRefused(tr("{path} is no folder; name a new folder for the export.", path=target))
    if not target.exists() or not any(target.iterdir()):
        return
    earlier = evidence_in(target)
    if earlier is None:
        raise ExportRefused(
            tr("{path} is not empty and no export; name a new folder for the export.", path=target)
        )
    known = {EVIDENCE, *earlier.files}
    if others := sorted(name for name in files_in(target) if name not in known):
        raise ExportRefused(
            tr(
                "{path} has files beside those of its export ({names}); name a new folder, or move them"
                " away.",
                path=target,
                names=", ".join(others[:3]),
            )
        )


def files_in(folder: Path) -> list[str]:
    """Return the names of all files below a folder, with forward slashes, sorted."""
    found = (path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    return sorted(path.relative_to(folder).as_posix() for path in found)


@dataclass(frozen=True, slots=True)
class Partial:
    """Where an export is made.

    Attributes:
        folder: What takes the place of the target.
        work: For files that are needed meanwhile.
    """

    folder: Path
    work: Path


@contextmanager
def new_folder(target: Path) -> Generator[Partial]:
    """Yield a folder that takes the place of `target` when the block ends well, and is gone otherwise.

    What a process that was killed has left beside it is deleted.

    Raises:
        ExportError: The folder cannot be written, or something else is at `target`.
    """
    require_free(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        delete_leftovers(target.parent)
        with ExitStack() as until_end:
            outer = _locked(target, until_end)
            partial = Partial(outer / _FOLDER, outer / _WORK)
            partial.folder.mkdir()
            partial.work.mkdir()
            yield partial
            sync(partial.folder)
            require_free(target)  # as it is now
            take_place(partial.folder, target, aside=outer / _REPLACED)
    except OSError as error:
        raise ExportError(sentence_of(target, error)) from error


def _locked(target: Path, until_end: ExitStack) -> Path:
    """Return a new hidden folder beside `target`, which is locked, and gone at the end."""
    while True:
        outer = target.with_name(f".{target.name}.{secrets.token_hex(4)}.partial")
        outer.mkdir()
        until_end.callback(shutil.rmtree, outer, ignore_errors=True)
        with suppress(FolderBusyError):
            until_end.enter_context(FolderLock(outer / LOCK))
            # another process may have deleted it in the moment before the lock was held
            if (outer / LOCK).exists():
                return outer


def delete_leftovers(parent: Path) -> None:
    """Delete what exports into a folder have left whose process was killed; those that are made now stay.

    An earlier export that was moved aside, and has nothing in its place yet, comes back.

    Args:
        parent: The folder in which the exports are.
    """
    for outer in parent.glob(".*.partial"):
        found = _PARTIAL.match(outer.name)
        # without its lock file it is somebody else's, or was made this moment
        if found is None or is_link(outer) or not (outer / LOCK).is_file():
            continue
        with suppress(OSError, FolderBusyError), FolderLock(outer / LOCK):
            target = parent / found[1]
            if not target.exists() and (outer / _REPLACED).is_dir():
                (outer / _REPLACED).rename(target)
            shutil.rmtree(outer)


def is_full(folder: Path) -> bool:
    """Return whether there is hardly any room on the disk of a folder."""
    try:
        return shutil.disk_usage(folder).free < _HARDLY_ANY
    except OSError:
        return False


def sentence_of(target: Path, error: OSError) -> str:
    """Return a sentence about why a folder cannot be written.

    Args:
        target: The folder.
        error: What the system has refused.
    """
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(target)
    return tr(
        "{path} cannot be written: {reason}. Name a folder elsewhere.",
        path=target,
        reason=error.strerror or str(error),
    )


def disk_full(target: Path) -> str:
    """Return a sentence that says that the disk of a path is full."""
    return tr("The disk of {path} is full; free some space, or name a folder elsewhere.", path=target)
