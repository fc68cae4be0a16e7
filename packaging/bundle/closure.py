"""Which shared libraries are needed by what is in the bundle: the rest only takes room, or hurts.

PyInstaller collects a library with everything that it asks for. When a plugin is left out, what only that
plugin asked for is left out here; and what the host must bring is left to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bundle.contents import CARRIED_FOR_QT, OPENED_BY_NAME, is_left_out, is_left_to_host, matching
from bundle.elf import Needs

Entry = tuple[str, str, str]
"""A row of PyInstaller's tables: the name in the bundle, the source (of a SYMLINK: its target), the kind."""

QT = "PySide6/"


@dataclass(frozen=True, slots=True)
class Closure:
    """`kept` goes into the bundle; `from_host` maps a library that it lacks to the files that ask for it."""

    kept: tuple[Entry, ...]
    from_host: dict[str, frozenset[str]]
    glibc: tuple[int, ...]


def close(entries: Iterable[Entry], needs_of: Callable[[Path], Needs]) -> Closure:
    """Drop from `entries` what is left out, left to the host, or asked for by nothing that is kept."""
    wanted = [entry for entry in entries if not is_left_out(entry[0]) and not is_left_to_host(_file(entry))]
    links = [entry for entry in wanted if entry[2] == "SYMLINK"]
    files = [entry for entry in wanted if entry[2] != "SYMLINK"]
    needs = {name: needs_of(Path(source)) for name, source, _ in files}
    by_library: dict[str, list[str]] = {}
    for entry in files:
        by_library.setdefault(_file(entry), []).append(entry[0])
    kept: set[str] = set()
    asked: dict[str, set[str]] = {}
    todo = [entry[0] for entry in files if not _is_library(entry)]
    while todo:
        name = todo.pop()
        if name in kept:
            continue
        kept.add(name)
        for library in needs[name].libraries:
            found = [other for other in by_library.get(library, ()) if _may_use(name, other)]
            todo += found
            if not found:
                asked.setdefault(library, set()).add(name)
    return Closure(
        tuple(entry for entry in files if entry[0] in kept)
        + tuple(entry for entry in links if _target(entry) in kept),
        {library: frozenset(names) for library, names in sorted(asked.items())},
        max((needs[name].glibc for name in kept), default=(0,)),
    )


def _may_use(asking: str, library: str) -> bool:
    """Qt takes from the system's libraries, which stand without a folder, only a few that are often lacking.

    The other ones come in several versions on one desktop, and Qt's plugins must agree with the host's.
    """
    from_system = "/" not in library
    of_qt = asking.startswith(QT) or asking in CARRIED_FOR_QT
    return not (from_system and of_qt) or library in CARRIED_FOR_QT


def _is_library(entry: Entry) -> bool:
    """Whether the file is there for others only, unlike extension modules, plugins, programs and Python."""
    name, _, kind = entry
    if kind == "EXTENSION" or "/plugins/" in name or name.startswith("libpython"):
        return False
    if matching([name], OPENED_BY_NAME):
        return False
    return _file(entry).startswith("lib") and ".so" in _file(entry)


def _file(entry: Entry) -> str:
    return PurePosixPath(entry[0]).name


def _target(entry: Entry) -> str:
    """The name in the bundle that a link leads to."""
    parts: list[str] = []
    for part in (PurePosixPath(entry[0]).parent / entry[1]).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)
