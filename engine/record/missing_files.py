"""Notices when files of a run are removed, replaced or cut while it trains.

An open file still accepts writes after its name is gone, so nobody would notice before the run is opened
again. Checkpoints and models are written atomically, and checked only at the end.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from engine.language import tr
from engine.message import Say
from engine.problems import RunError
from engine.record.ledger.written_file import read_lines
from engine.record.run_folder import RunFolder
from engine.run_paths import WRITTEN

_EVERY_S = 1.0
_SHOWN = 5
_EVENTS = "tfevents"  # of TensorBoard's files only these grow


class RunFiles:
    """The files of one run as they were at the last look."""

    def __init__(self) -> None:
        self._seen: dict[str, os.stat_result] = {}
        self._lost: dict[str, None] = {}
        self._next = 0.0

    def look(self, folder: RunFolder, growing: Iterable[str], *, warn: Say) -> None:
        """Check the files, at most once a second, and warn once of each that was removed, replaced or cut.

        Args:
            folder: The run folder.
            growing: Names of the files and folders in it that only grow.
            warn: Takes a sentence for the run's log.

        Raises:
            RunError: When the whole folder is gone.
        """
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _EVERY_S
        if not folder.path.is_dir():
            raise RunError(gone(folder))
        for name in self._changed(folder.path, growing):
            warn(
                tr(
                    "{name} was removed or changed by another program while the run trains; what it held is"
                    " missing from the run's folder.",
                    name=name,
                )
            )

    def missing_at_end(self, folder: RunFolder, growing: Iterable[str], *, has_model: bool) -> list[str]:
        """Return the files that the run has written and that are missing, replaced or cut.

        Args:
            folder: The run folder.
            growing: As for `look`.
            has_model: Whether the run has written its model.

        Returns:
            Names relative to the folder.
        """
        list(self._changed(folder.path, growing))
        whole = [folder.project_json, folder.environment_json, folder.log_txt, folder.history_csv]
        whole += [folder.model_file] if has_model else []
        missing = dict(self._lost)
        missing |= {path.name: None for path in whole if not path.exists()}
        missing |= {name: None for name in _saved(folder.path) if not (folder.path / name).exists()}
        return list(missing)

    def _changed(self, root: Path, growing: Iterable[str]) -> Iterator[str]:
        """The files that were removed, replaced or cut since the last look."""
        now = dict(_files(root, growing))
        for name, before in self._seen.items():
            found = now.get(name)
            kept = found is not None and os.path.samestat(found, before) and found.st_size >= before.st_size
            if not kept and name not in self._lost:
                self._lost[name] = None
                yield name
        self._seen |= now


def gone(folder: RunFolder) -> str:
    """Return the sentence for a run whose folder is gone."""
    return tr(
        "The run's folder {folder} is no longer there: it was moved or deleted while the run trained, and"
        " nothing more can be kept. Put it back and resume the run, or train again.",
        folder=folder.path,
    )


def with_missing(reason: str, missing: list[str]) -> str:
    """Return the reason of a run's end, with the names of `missing` files if there are any."""
    if not missing:
        return reason
    names = ", ".join(missing[:_SHOWN])
    if len(missing) > _SHOWN:
        names = tr("{names} and {count} more", names=names, count=len(missing) - _SHOWN)
    return tr(
        "{reason} But files of the run were removed or changed by another program while it trained, and are"
        " missing: {names}.",
        reason=reason,
        names=names,
    )


def _files(root: Path, names: Iterable[str]) -> Iterator[tuple[str, os.stat_result]]:
    for name in names:
        path = root / name
        with suppress(OSError):
            found = path.stat()
            if not path.is_dir():
                yield name, found
                continue
            for inner in path.rglob(f"*{_EVENTS}*"):
                yield inner.relative_to(root).as_posix(), inner.stat()


def _saved(root: Path) -> Iterator[str]:
    """The names of the files that callbacks have saved and not deleted."""
    found = dict(read_lines(root / WRITTEN))
    return (name for name, written in found.items() if written is not None and written.owner)
