"""Paths inside a run folder: which names the run reserves, and which names a setting may give.

The run folder takes its names from here, and the settings refuse them from here. How the files are written is
left to `engine.record` and `engine.run`. A name that is allowed is allowed on every system, as a run can be
copied.
"""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

from engine.language import tr

PROJECT = "project.json"
ENVIRONMENT = "environment.json"
OUTCOME = "outcome.json"
HISTORY = "history.csv"
EVENTS = "events.jsonl"
BATCHES = "batches.bin"
CHANGES = "changes.jsonl"
LOG = "log.txt"
FORECAST = "forecast.npz"
MODEL = "model.keras"
SIGNATURE = "signature.json"
RESUME = "resume"
EXPORTS = "exports"
PREDICTIONS = "predictions"
LOCK = ".lock"
WRITTEN = ".written.jsonl"

FILES = (
    *(PROJECT, ENVIRONMENT, OUTCOME, HISTORY, EVENTS, BATCHES, CHANGES, LOG, FORECAST, MODEL),
    *(SIGNATURE, LOCK, WRITTEN),
)
"""The files that every run writes into its folder."""
FOLDERS = (RESUME, PREDICTIONS, EXPORTS)
"""The folders that every run reserves, with all that is in them."""

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_SHORT_NAME = re.compile(r"^[^.]{1,6}~\d{1,6}(\.[^.]{0,3})?$")
_DEVICES = re.compile(r"^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])$")
_LONGEST_PART = 240  # bytes; file systems take 255, and a temporary file has a longer name


class RunPathError(ValueError):
    """A path that a run must not write to; the message says why, for people."""


def inside(name: str, *, ending: str = "", folder: bool = False, filled_in: bool = True) -> str:
    """Return a name in its plain form, with forward slashes, when a run may write there.

    Args:
        name: a path below the run folder. With `filled_in` off, what is in braces is filled in later.
        ending: what is put behind the name before it is used.
        folder: whether a folder is named; the run folder itself is "." then.
        filled_in: whether braces are part of the name.

    Returns:
        The name without "." parts and double slashes, and without `ending`.

    Raises:
        RunPathError: the path leads out of the folder, is not a path on some system, or is reserved by the
            run.
    """
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in name):
        raise RunPathError(tr("a name must not have control characters in it"))
    pattern = name if filled_in else _PLACEHOLDER.sub("0", name)
    _refuse_absolute(pattern)
    plain = _joined(name if filled_in else _protected(name))
    parts = [part for part in _joined(pattern).split("/") if part]
    if parts:
        parts[-1] += ending
    elif not folder:
        raise RunPathError(tr("name a file inside the run's folder"))
    for part in parts:
        _refuse_part(part)
    if parts and is_kept(parts[0]):
        raise RunPathError(tr("{name} is kept by the run itself; choose another name", name=parts[0]))
    return (plain if filled_in else _unprotected(plain, name)) or "."


def is_kept(name: str) -> bool:
    """Return whether `name`, directly in the run folder, is reserved, as all with a leading dot are."""
    same = comparable(name)
    return same.startswith(".") or same in {comparable(kept) for kept in (*FILES, *FOLDERS)}


def comparable(name: str) -> str:
    """Return a text that is equal for all names which some system takes for the same file."""
    seen = (letter for letter in unicodedata.normalize("NFC", name) if unicodedata.category(letter) != "Cf")
    return "/".join(part.rstrip(" .") or part for part in "".join(seen).casefold().split("/"))


def resolve_inside(root: Path, name: str, *, folder: bool = False) -> Path:
    """Return the path of a name in a run folder; to be called each time before it is written to.

    Args:
        root: the run folder.
        name: a path below it.
        folder: whether a folder is named; the run folder itself is "." then.

    Raises:
        RunPathError: the name is not allowed, or a link or something other than a folder is on the way.
    """
    path = root
    parts = inside(name, folder=folder).split("/")
    for place, part in enumerate(parts, start=1):
        path /= part
        if is_link(path):
            raise RunPathError(
                tr(
                    "{path} is a link, and a run writes into its own folder only; remove the link",
                    path=path,
                )
            )
        if path.exists() and not (path.is_dir() or (place == len(parts) and path.is_file())):
            raise RunPathError(
                tr("{path} is not a folder, so nothing is written there; move it away", path=path)
            )
    return path


def is_link(path: Path) -> bool:
    """Return whether `path` itself is a symbolic link, or a junction of Windows."""
    if path.is_symlink():
        return True
    is_junction = getattr(os.path, "isjunction", None)  # from Python 3.12 on
    return bool(is_junction and is_junction(path))


def _refuse_absolute(name: str) -> None:
    if name.startswith(("/", "\\", "~")) or ":" in name:
        raise RunPathError(
            tr("name a place inside the run's folder, such as logs/first, and not one that begins elsewhere")
        )


def _refuse_part(part: str) -> None:
    plain = comparable(part)
    if part == ".." or not plain.strip(" ."):
        raise RunPathError(tr("name a place inside the run's folder, without .. in it"))
    if _DEVICES.match(plain.partition(".")[0].rstrip()) or _SHORT_NAME.match(plain):
        raise RunPathError(tr("Windows keeps the name {name} for itself; choose another name", name=part))
    if len(part.encode()) > _LONGEST_PART:
        raise RunPathError(tr("the name is too long; choose a shorter one"))


def _joined(name: str) -> str:
    parts = name.replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", "."))


def _protected(name: str) -> str:
    """Return `name` with a stand-in for each placeholder, in which slashes and dots have no meaning."""
    return _PLACEHOLDER.sub("\x00", name)


def _unprotected(plain: str, name: str) -> str:
    found = iter(_PLACEHOLDER.findall(name))
    return re.sub("\x00", lambda _: next(found), plain)
