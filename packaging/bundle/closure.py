"""Which shared libraries the bundle needs: any other only takes space, or conflicts with the host's.

PyInstaller collects a library together with all its dependencies. When a plugin is left out, the dependencies
of that plugin alone are left out here, and so are libraries that the host must provide.
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
    """What goes into the bundle, and what it needs of the host.

    Attributes:
        kept: The entries that go into the bundle.
        from_host: Libraries that the bundle lacks, each with the files that need it.
        glibc: The lowest version of the C library that will do, such as (2, 34).
    """

    kept: tuple[Entry, ...]
    from_host: dict[str, frozenset[str]]
    glibc: tuple[int, ...]


def close(entries: Iterable[Entry], needs_of: Callable[[Path], Needs]) -> Closure:
    """Drop the entries that are left out, left to the host, or needed by nothing that is kept.

    Args:
        entries: The binaries that PyInstaller has collected.
        needs_of: Returns what a file needs.

    Returns:
        What is kept, and what the host must provide.
    """
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
    """Whether a file may use a library of the bundle: Qt uses only a few system libraries of it.

    Desktops often lack those few. The other ones are left to the host, whose versions Qt's plugins must
    match.
    """
    from_system = "/" not in library
    of_qt = asking.startswith(QT) or asking in CARRIED_FOR_QT
    return not (from_system and of_qt) or library in CARRIED_FOR_QT


def _is_library(entry: Entry) -> bool:
    """Whether a file is only a dependency, unlike extension modules, plugins, programs and Python itself."""
    name, _, kind = entry
    if kind == "EXTENSION" or "/plugins/" in name or name.startswith("libpython"):
        return False
    if matching([name], OPENED_BY_NAME):
        return False
    return _file(entry).startswith("lib") and ".so" in _file(entry)


def _file(entry: Entry) -> str:
    return PurePosixPath(entry[0]).name


def _target(entry: Entry) -> str:
    """The name in the bundle that a symbolic link points to."""
    parts: list[str] = []
    for part in (PurePosixPath(entry[0]).parent / entry[1]).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)
