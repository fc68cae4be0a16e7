"""Reads and writes project files (`*.fitroom`): sparse, versioned JSON, read tolerantly, written atomically.

A file holds what differs from the defaults. What is invalid in a file is reported item by item and left out;
the rest is used, and the original is copied before anything overwrites it. The same text with all settings
is the snapshot in a run folder. The settings are declared in `engine.settings`, invalid files are repaired in
`engine.settings.project_file.salvage`, older ones converted in `engine.settings.project_file.migrations`.
"""

from __future__ import annotations

import errno
import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.files import write_atomically
from engine.language import tr, tr_later
from engine.opening import TooLargeError, is_regular, read_regular, shortened
from engine.resources import SAMPLE, resolve
from engine.settings.declaration.declare import Section, kind_of, walk
from engine.settings.declaration.tree import leaves
from engine.settings.project import Project
from engine.settings.project_file.migrations import VERSION, migrate
from engine.settings.project_file.salvage import FileProblem, salvage

__all__ = [
    "SUFFIX",
    "FileProblem",
    "Loaded",
    "ProjectFileError",
    "dump_complete",
    "dumps",
    "load",
    "loads",
    "resolve",
    "save",
    "with_absolute_paths",
]

SUFFIX = ".fitroom"
_LARGEST = 4_000_000
_PATH_EDITORS = frozenset({"path", "folder", "python"})
_REASONS = {
    errno.ENOSPC: tr_later("the disk is full; make room and save again"),
    errno.EDQUOT: tr_later("your share of the disk is full; make room and save again"),
    errno.EROFS: tr_later("the disk is read-only; choose another folder"),
    errno.EACCES: tr_later("you may not write there; choose another folder"),
    errno.EPERM: tr_later("you may not write there; choose another folder"),
    errno.ENOENT: tr_later("its folder is not there; choose another folder"),
    errno.ENOTDIR: tr_later("its folder is not there; choose another folder"),
    errno.EISDIR: tr_later("a folder has that name; choose another name"),
    errno.ENAMETOOLONG: tr_later("the name is too long; choose a shorter one"),
}


class ProjectFileError(Exception):
    """A file that cannot be opened or written at all. The message is one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The content of a file.

    Attributes:
        project: The project, with defaults in place of what was invalid.
        problems: What was invalid.
        kept_aside: Where the original was copied; None where it was not.
    """

    project: Project
    problems: tuple[FileProblem, ...] = ()
    kept_aside: Path | None = None


def dumps(project: Project) -> str:
    """Return the sparse text of a project file: the version, and what differs from the defaults.

    `dump_complete` writes every setting instead.
    """
    return _text(_sparse(project, Project()))


def dump_complete(project: Project) -> str:
    """Return the text with every setting, for a run folder: it stays valid when defaults change."""
    return _text(project.model_dump(mode="json"))


def loads(text: str, *, unversioned: int = VERSION) -> Loaded:
    """Parse the text of a project file, sparse or complete.

    Args:
        text: The JSON text.
        unversioned: The version of a text that names none.

    Returns:
        The project with its problems. It never fails: of a text that is no JSON the defaults are returned.
    """
    try:
        tree: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Loaded(Project(), (FileProblem("", _no_json(error)),))
    if not isinstance(tree, dict):
        return Loaded(Project(), (FileProblem("", tr("This is not a project file: it holds no settings.")),))
    tree, problems = migrate({"version": unversioned, **tree})
    project, dropped = salvage(tree)
    return Loaded(project, (*problems, *dropped))


def load(path: Path, *, keep_aside: bool = True) -> Loaded:
    """Read the project file at `path`.

    Args:
        path: The file.
        keep_aside: Whether a file with problems is copied beside itself as NAME.broken-1.fitroom, once for
            the same content.

    Raises:
        ProjectFileError: The file cannot be read, or is too large.
    """
    shown = shortened(str(path))
    try:
        data = read_regular(path, most=_LARGEST)
    except TooLargeError as error:
        raise ProjectFileError(
            tr("{path} is too large to be a project file; choose another one.", path=shown)
        ) from error
    except (FileNotFoundError, IsADirectoryError) as error:
        raise ProjectFileError(
            tr("There is no project file {path}; choose another one.", path=shown)
        ) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise ProjectFileError(tr("{path} cannot be read: {reason}.", path=shown, reason=reason)) from error
    try:
        loaded = loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        sentence = tr("This is not a project file: it holds no UTF-8 text.")
        loaded = Loaded(Project(), (FileProblem("", sentence),))
    if not (loaded.problems and keep_aside):
        return loaded
    try:
        return replace(loaded, kept_aside=_keep_aside(path, data))
    except OSError as error:
        note = FileProblem("", tr("No copy of the file could be kept: {reason}.", reason=_reason(error)))
        return replace(loaded, problems=(*loaded.problems, note))


def save(project: Project, path: Path) -> None:
    """Write the project file atomically.

    Raises:
        ProjectFileError: The file cannot be written; an existing one is then unchanged.
    """
    if path.exists() and not os.access(path, os.W_OK):
        raise ProjectFileError(
            tr("{path} cannot be saved: it is read-only; save under another name.", path=path)
        )
    try:
        write_atomically(path, dumps(project).encode())
    except UnicodeEncodeError as error:
        raise ProjectFileError(
            tr(
                "{path} cannot be saved: a setting holds a character that is no Unicode text;"
                " rename that file.",
                path=path,
            )
        ) from error
    except (OSError, ValueError) as error:
        sentence = tr("{path} cannot be saved: {reason}.", path=path, reason=_reason(error))
        raise ProjectFileError(sentence) from error


def with_absolute_paths(project: Project, base: Path | None) -> Project:
    """Return the project with absolute paths, for a run folder or another folder.

    Empty paths stay empty, and bundled samples keep their sample: path.

    Args:
        project: The project.
        base: The folder that relative paths start from; None for the working folder.
    """
    for leaf in leaves(project):
        if leaf.declared.info.editor in _PATH_EDITORS and leaf.value and not leaf.value.startswith(SAMPLE):
            project = project.with_value(leaf.path, str(resolve(leaf.value, base).absolute()))
    return project


def _text(tree: dict[str, Any]) -> str:
    return json.dumps({"version": VERSION, **tree}, indent=2, ensure_ascii=False) + "\n"


def _sparse(section: Section, default: Section) -> dict[str, Any]:
    """Return the settings of `section` that differ from `default`, of the same class; its `kind` always."""
    tree: dict[str, Any] = {"kind": kind_of(type(section))} if kind_of(type(section)) else {}
    for declared in walk(type(section)):
        value = getattr(section, declared.name)
        if value != getattr(default, declared.name):
            tree[declared.name] = _sparse_value(value)
    return tree


def _sparse_value(value: Any) -> Any:
    if isinstance(value, Section):
        return _sparse(value, type(value)())
    if isinstance(value, tuple):
        return [_sparse_value(item) for item in value]
    return value


def _keep_aside(path: Path, data: bytes) -> Path:
    """Copy `data` beside `path` under the first free name, or return the copy that exists already."""
    number = 1
    while (aside := path.with_name(f"{path.stem}.broken-{number}{path.suffix}")).exists():
        if is_regular(aside) and read_regular(aside) == data:
            return aside
        number += 1
    write_atomically(aside, data)
    return aside


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, OSError):
        known = _REASONS.get(error.errno or 0)
        return tr(known) if known else error.strerror or tr("the disk refused it")
    return tr("its name cannot be used; choose another name")


def _no_json(error: ValueError | RecursionError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return tr("This is not a project file: it is no valid JSON in line {line}.", line=error.lineno)
    return tr("This is not a project file: it is no valid JSON.")
