"""Reads /proc: which processes belong to a program that a test has started, and where one of them listens."""

from __future__ import annotations

import os
from pathlib import Path

_LISTENS = "0A"


def processes_with(home: Path) -> dict[int, str]:
    """Process id and command line of every process whose FITROOM_HOME is `home`, however it was started."""
    mark = f"FITROOM_HOME={home}".encode()
    found: dict[int, str] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        if int(folder.name) == os.getpid():
            continue
        try:
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                found[int(folder.name)] = command.strip()
        except OSError:
            continue  # it ended while we looked, or is another user's
    return found


def has_loaded(process: int, library: str) -> bool:
    """Whether a file whose name holds `library` is mapped into the memory of the process."""
    return library in Path(f"/proc/{process}/maps").read_text()


def listens_at(process: int) -> list[int]:
    """The TCP ports of 127.0.0.1 on which the process listens."""
    sockets: set[str] = set()
    for entry in Path(f"/proc/{process}/fd").iterdir():
        try:
            sockets.add(str(entry.readlink()))
        except OSError:
            continue  # closed while we looked
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return [
        int(local.partition(":")[2], 16)
        for _, local, _, state, *rest in rows
        if state == _LISTENS and f"socket:[{rest[5]}]" in sockets
    ]
