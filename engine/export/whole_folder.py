"""The folder of an export: whole or not there, and never over files of somebody else.

with new_folder(target) as folder:      a hidden folder beside it
    ... write into folder ...
                                        it takes the place of `target`, or is gone
"""

from __future__ import annotations

import errno
import secrets
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from engine.export.evidence import EVIDENCE, evidence_in
from engine.export.problems import ExportError, ExportRefused
from engine.files import sync, take_place
from engine.language import tr
from engine.run_paths import is_link

if TYPE_CHECKING:
    from collections.abc import Generator

_HARDLY_ANY = 2**20  # bytes


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


@contextmanager
def new_folder(target: Path) -> Generator[Path]:
    """Yield a folder that takes the place of `target` when the block ends well, and is gone otherwise.

    Raises:
        ExportError: The folder cannot be written, or something else is at `target`.
    """
    require_free(target)
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.partial")
    try:
        partial.mkdir(parents=True)
        yield partial
        sync(partial)
        require_free(target)  # as it is now
        take_place(partial, target)
    except OSError as error:
        raise ExportError(sentence_of(target, error)) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


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
