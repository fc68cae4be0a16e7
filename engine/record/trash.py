"""The trash of the runs: a folder beside them, where a deleted run is kept for 30 days and can be restored.

It is in the folder of the runs, so that a run gets there and back by one rename. Emptying it deletes only
what a run writes: other files that a person has put into the run folder stay there.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from engine.language import tr
from engine.opening import read_regular
from engine.record.json_files import read_object
from engine.record.ledger.first_bytes import looks_saved, looks_written_by_run
from engine.record.ledger.ledger import Ledger
from engine.record.lock import is_locked
from engine.record.run_folder import RunFolder
from engine.run_paths import EXPORTS, FILES
from engine.settings.callbacks import CSVLogger, TensorBoard

KEPT_DAYS = 30
"""How long a deleted run can be restored."""
TRASH = ".trash"
_DAY_S = 24 * 3600
_STAMP = "%Y%m%dT%H%M%S"
_NAME = re.compile(r"^(\d{8}T\d{6})-(.+)$")
_TEMPORARY = re.compile(r"^\.[^/]+\.[0-9a-f]{8}\.tmp$")
_WRITTEN = re.compile(
    r"\.saved-\d+\.txt|\.(saving|replaced|profile)-\d+(\.[^/]*)?(/.*)?|\.model\.partial\.keras"
    r"|resume/(state-\d{8}|\.state-[^/]*)(\.[^/]*)?"
)
_PROFILES = re.compile(r"(train|validation)/plugins/profile/.*")


@dataclass(frozen=True, slots=True)
class TrashedRun:
    """A run in the trash.

    Attributes:
        path: Where it is now.
        name: The name of its folder before, and when it is restored.
        deleted: When it was deleted, in seconds since 1970.
    """

    path: Path
    name: str
    deleted: float


def delete_unstarted(folder: RunFolder, *, folder_too: bool) -> None:
    """Delete what a run that was refused has written, so that the next one may have its folder.

    Args:
        folder: The folder of the run.
        folder_too: Whether the folder was made for the run; it is deleted where nothing else is in it.

    Raises:
        OSError: When a file cannot be deleted.
    """
    for name in FILES:
        (folder.path / name).unlink(missing_ok=True)
    if folder_too:
        with suppress(OSError):  # one that is not empty
            folder.path.rmdir()


def move_to_trash(folder: RunFolder) -> TrashedRun:
    """Move a run to the trash beside it.

    Raises:
        FolderBusyError: When a process trains in it.
        OSError: When it cannot be moved.
    """
    now = time.time()
    trash = folder.path.parent / TRASH
    with ExitStack() as held:
        held.enter_context(folder.lock("window"))
        if os.name == "nt":
            held.close()  # Windows renames no folder in which a file is open
        trash.mkdir(exist_ok=True)
        while True:
            target = trash / f"{time.strftime(_STAMP, time.localtime(now))}-{folder.path.name}"
            if not os.path.lexists(target):
                break
            now += 1
        folder.path.rename(target)
    return TrashedRun(target, folder.path.name, now)


def put_back(trashed: TrashedRun) -> Path:
    """Restore a run, under another name where its own is taken.

    Returns:
        Its folder.

    Raises:
        OSError: When it cannot be moved.
    """
    runs = trashed.path.parent.parent
    target, number = runs / trashed.name, 2
    while os.path.lexists(target):
        target = runs / f"{trashed.name}-{number}"
        number += 1
    trashed.path.rename(target)
    return target


def in_trash(runs: Path) -> list[TrashedRun]:
    """Return the deleted runs in the trash of `runs`, the last deleted first."""
    try:
        entries = [Path(entry.path) for entry in os.scandir(runs / TRASH)]
    except OSError:
        return []
    found = [_trashed(path) for path in entries]
    return sorted((run for run in found if run is not None), key=lambda run: run.path.name, reverse=True)


def empty_old(runs: Path) -> None:
    """Delete for good the runs that have been in the trash of `runs` for more than `KEPT_DAYS` days."""
    for run in in_trash(runs):
        if time.time() - run.deleted > KEPT_DAYS * _DAY_S:
            with suppress(OSError):  # the next start tries again
                delete_for_good(run)


def delete_for_good(trashed: TrashedRun) -> list[str]:
    """Delete what a run in the trash has written.

    Returns:
        The names of the files in it that no run writes; they stay where they are.

    Raises:
        OSError: When a file cannot be deleted, or a process still works in the folder.
    """
    root = trashed.path
    if root.is_symlink():
        root.unlink()
        return []
    if is_locked(RunFolder(root).lock_file):
        raise OSError(tr("a process still works in it"))
    is_written_by_run = _known_files(RunFolder(root))
    written: list[str] = []
    left: list[str] = []
    for name in _below(root):
        (written if is_written_by_run(name) else left).append(name)
    for name in written:
        (root / name).unlink()
    for folder, _, _ in os.walk(root, topdown=False):
        with suppress(OSError):  # one that is not empty
            Path(folder).rmdir()
    return left


def _trashed(path: Path) -> TrashedRun | None:
    match = _NAME.match(path.name)
    if match is None or not RunFolder(path).is_run:
        return None
    try:
        deleted = time.mktime(time.strptime(match[1], _STAMP))
    except (ValueError, OverflowError):
        return None
    return TrashedRun(path, match[2], deleted)


def _below(root: Path) -> Iterator[str]:
    """Every file below `root` by its relative name; links count as files, and are not followed."""
    for folder, folders, files in os.walk(root):
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in (*files, *links):
            yield (Path(folder) / name).relative_to(root).as_posix()


def _known_files(run: RunFolder) -> Callable[[str], bool]:
    """Return a function that says whether the run has written the file of a given name."""
    ledger = Ledger(run.path)
    tables, logs = set[str](), list[str]()
    for section in _callbacks(run):
        match section:
            case CSVLogger():
                tables.add(section.filename)
            case TensorBoard():
                logs.append("" if section.log_dir == "." else f"{section.log_dir}/")
            case _:
                pass
    listed = set(_listed(run.path)) if ledger.is_empty else set[str]()
    exported = _exported(run.path)

    def is_written_by_run(name: str) -> bool:
        path = run.path / name
        if (
            name in FILES
            or _WRITTEN.fullmatch(name)
            or _TEMPORARY.fullmatch(name)
            or name in exported
            or ledger.is_written_by_run(name)
        ):
            return True
        inner = [name[len(log) :] for log in logs if name.startswith(log)]
        if any(_PROFILES.fullmatch(one) for one in inner):
            return True
        if name in tables or any("tfevents" in one for one in inner):
            return looks_written_by_run(path, name)
        saved = name in listed or any(name.startswith(f"{folder}/") for folder in listed)
        return saved and looks_saved(path)

    return is_written_by_run


def _exported(root: Path) -> set[str]:
    """Return the files of the exports in a run folder, as the evidence of each lists them."""
    found: set[str] = set()
    for evidence in (root / EXPORTS).glob("*/evidence.json"):
        folder = f"{EXPORTS}/{evidence.parent.name}"
        listed = read_object(evidence).get("files")
        if isinstance(listed, list):
            found |= {f"{folder}/{name}" for name in [evidence.name, *listed] if isinstance(name, str)}
    return found


def _callbacks(run: RunFolder) -> list[object]:
    try:
        return list(run.project().callbacks)
    except (OSError, ValueError):
        return []


def _listed(root: Path) -> Iterator[str]:
    """What a run of a version without a ledger has listed as saved."""
    for listed in root.glob(".saved-*.txt"):
        with suppress(OSError, ValueError):
            yield from read_regular(listed).decode().splitlines()
