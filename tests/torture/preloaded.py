"""The library that makes operations on files fail: built from `faults.c`, armed in a process that has it."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import subprocess
from dataclasses import dataclass
from enum import IntEnum, IntFlag
from pathlib import Path

_SOURCE = Path(__file__).with_name("faults.c")
NEVER = 1 << 40
"""The number of an operation that no run reaches."""


class Operation(IntFlag):
    """Classes of operations below a folder, as `faults.c` counts them."""

    WRITE = 1
    SYNC = 2
    RENAME = 4
    CREATE = 8
    REMOVE = 16


class How(IntEnum):
    """What happens to an operation that fails; see `faults_arm` in `faults.c`."""

    FAIL = 0
    SHORT = 1
    KILL = 2


@dataclass(frozen=True, slots=True)
class Fault:
    """What fails: operations of some classes.

    Attributes:
        operations: The classes that are counted together.
        error: The errno, by its name.
        how: Whether the operation fails, writes half, or ends the process.
        stays: Whether all operations after the first one fail too, as on a full disk.
    """

    operations: Operation
    error: str = "ENOSPC"
    how: How = How.FAIL
    stays: bool = False


def build(folder: Path) -> Path:
    """The library, built in `folder` by the system's compiler. Raises OSError and CalledProcessError."""
    made = folder / "faults.so"
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        raise FileNotFoundError("fault injection needs a C compiler: install gcc")
    options = ["-O1", "-shared", "-fPIC", "-o", str(made), str(_SOURCE), "-ldl"]
    subprocess.run([compiler, *options], check=True)
    return made


def arm(folder: Path, fault: Fault, *, number: int, beside: Path) -> None:
    """Have the operation `number` (from 1) of `fault` below `folder` fail in this process from now on.

    Args:
        folder: The folder whose files fail; an absolute path without links.
        fault: What fails.
        number: Which operation, `NEVER` to count alone.
        beside: An empty folder on the same disk, for files that a rename replaces.
    """
    ctypes.CDLL(None).faults_arm(
        os.fsencode(folder),
        ctypes.c_int(fault.operations),
        ctypes.c_long(number),
        ctypes.c_long(NEVER if fault.stays else number),
        ctypes.c_int(fault.how),
        ctypes.c_int(getattr(errno, fault.error)),
        os.fsencode(beside),
    )


def counted() -> int:
    """Operations of the armed fault in this process so far."""
    count = ctypes.CDLL(None).faults_counted
    count.restype = ctypes.c_long
    return int(count())
