"""What a shared library or program on Linux needs: other libraries, and a version of the C library."""

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
    """What a file needs.

    Attributes:
        libraries: Names of libraries in DT_NEEDED.
        glibc: The lowest version of the C library that will do, such as (2, 34).
    """

    libraries: frozenset[str]
    glibc: tuple[int, ...]


NOTHING = Needs(frozenset(), (0,))


def needs_of(path: Path) -> Needs:
    """Return what the file needs, `NOTHING` if it is no ELF file; uses objdump, as PyInstaller does."""
    with path.open("rb") as file:
        if file.read(len(ELF)) != ELF:
            return NOTHING
    # with LC_ALL=C, as the output is translated otherwise
    done = subprocess.run(
        ["objdump", "-p", str(path)],
        capture_output=True,
        text=True,
        check=True,
        env={"LC_ALL": "C", "PATH": "/usr/local/bin:/usr/bin:/bin"},
    )
    return read_needs(done.stdout)


def read_needs(text: str) -> Needs:
    """Parse the output of `objdump -p`."""
    versions = [tuple(map(int, version.split("."))) for version in _GLIBC.findall(text)]
    return Needs(frozenset(_NEEDED.findall(text)), max(versions, default=(0,)))
