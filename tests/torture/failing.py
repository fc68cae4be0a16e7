"""Makes operations on files fail in this process: those of the program's own file layer, with no compiler.

What TensorFlow and HDF5 write themselves goes past it; `faults.c` fails that too.
"""

from __future__ import annotations

import errno
import io
import os
import threading
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from unittest import mock

OPERATIONS = {
    "write": (),
    "sync": ("fsync",),
    "rename": ("rename", "replace"),
    "remove": ("unlink", "rmdir"),
    "create": ("mkdir",),
}
"""Names of operations, and which functions of `os` they are."""
_OF_FILES = {"write": "write", "writelines": "write", "truncate": "write", "flush": "write"}


@dataclass
class Failing:
    """Fails the operation `number` (from 1) named `operation`, and counts; `stays` fails all after it too."""

    folder: Path
    operation: str
    number: int
    error: int = errno.ENOSPC
    stays: bool = False
    counted: int = 0
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def reach(self, operation: str) -> None:
        """Raise OSError when this is the operation that fails."""
        if operation != self.operation:
            return
        with self._guard:
            self.counted += 1
            fails = self.counted == self.number or (self.stays and self.counted > self.number)
        if fails:
            raise OSError(self.error, os.strerror(self.error))

    def is_inside(self, path: Any) -> bool:
        """Whether `path` is below the folder."""
        return not isinstance(path, int) and Path(path).absolute().is_relative_to(self.folder)


class _File:
    """A file that is open for writing, whose operations are counted."""

    def __init__(self, file: Any, failing: Failing) -> None:
        self._file, self._failing = file, failing

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._file, name)
        return _counting(found, _OF_FILES[name], self._failing) if name in _OF_FILES else found

    def __enter__(self) -> Self:
        self._file.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._file.__exit__(*error)


def _counting(function: Callable[..., Any], operation: str, failing: Failing) -> Callable[..., Any]:
    def counting(*args: Any, **more: Any) -> Any:
        failing.reach(operation)
        return function(*args, **more)

    return counting


@contextmanager
def files_fail(failing: Failing) -> Generator[None]:
    """Within this, operations below the folder of `failing` are counted, and fail where it says so."""

    def inside(function: Callable[..., Any], operation: str) -> Callable[..., Any]:
        def asked(path: Any, *args: Any, **more: Any) -> Any:
            # a descriptor has no name, and only the run brings files to disk
            if isinstance(path, int) or failing.is_inside(path):
                failing.reach(operation)
            return function(path, *args, **more)

        return asked

    opened = io.open

    def opening(path: Any, mode: str = "r", *args: Any, **more: Any) -> Any:
        file = opened(path, mode, *args, **more)
        return _File(file, failing) if set(mode) & set("wax+") and failing.is_inside(path) else file

    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(io, "open", opening))
        for operation, names in OPERATIONS.items():
            for name in names:
                function = inside(getattr(os, name), operation)
                stack.enter_context(mock.patch.object(os, name, function))
        yield
