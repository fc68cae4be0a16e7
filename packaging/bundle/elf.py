"""What a shared library or a program on Linux asks for: other libraries, and which C library at least."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

_NEEDED = re.compile(r"^\s+NEEDED\s+(\S+)$", re.MULTILINE)
_GLIBC = re.compile(r"\bGLIBC_(\d+(?:\.\d+)+)$", re.MULTILINE)
ELF = b"\x7fELF"


@dataclass(frozen=True, slots=True)
class Needs:
    """`libraries` are the names in DT_NEEDED; `glibc` is the lowest version that will do, such as (2, 34)."""

    libraries: frozenset[str]
    glibc: tuple[int, ...]


NOTHING = Needs(frozenset(), (0,))


def needs_of(path: Path) -> Needs:
    """What the file asks for, nothing where it is no ELF file. Needs objdump, as PyInstaller does."""
    with path.open("rb") as file:
        if file.read(len(ELF)) != ELF:
            return NOTHING
    # an environment of its own, as the text is in the language of the person who builds
    done = subprocess.run(
        ["objdump", "-p", str(path)],
        capture_output=True,
        text=True,
        check=True,
        env={"LC_ALL": "C", "PATH": "/usr/local/bin:/usr/bin:/bin"},
    )
    return read_needs(done.stdout)


def read_needs(text: str) -> Needs:
    """The same from what `objdump -p` prints."""
    versions = [tuple(map(int, version.split("."))) for version in _GLIBC.findall(text)]
    return Needs(frozenset(_NEEDED.findall(text)), max(versions, default=(0,)))
