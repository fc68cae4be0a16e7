"""PySide's own Python modules as compiled files.

PySide has them as text in one of its libraries and compiles them at every start of a program (0.1 s). If
there is a folder `files.dir` beside that library, it imports them from there instead.
"""

from __future__ import annotations

import os
import py_compile
import shutil
import subprocess
import sys
from pathlib import Path

import shiboken6

SUPPORT = "shiboken6/files.dir"
"""The folder in the bundle that PySide imports them from."""

STUBS = {"shibokensupport/signature/lib/pyi_generator.py"}
"""Modules that are replaced by one of the same name in packaging/stubs."""


def write_support(folder: Path, stubs: Path) -> list[tuple[str, str]]:
    """Write PySide's modules and compile them.

    Args:
        folder: The folder to write to.
        stubs: The folder with the modules that replace those in `STUBS`.

    Returns:
        (file, folder in the bundle) for each file.

    Raises:
        FileNotFoundError: PySide did not write its modules, as another version than expected is installed.
    """
    package = folder / "shiboken6"
    shutil.copytree(Path(shiboken6.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    asked = {
        **os.environ,
        "PYTHONPATH": str(folder),
        "SBK_EMBED": "no",
    }  # makes PySide write its modules to files
    subprocess.run([sys.executable, "-c", "import shiboken6"], env=asked, check=True)
    support = folder / SUPPORT
    for name in STUBS:
        (support / name).unlink()
        shutil.copyfile(stubs / Path(name).name, support / name)
    rows: list[tuple[str, str]] = []
    for source in sorted(support.rglob("*.py")):
        # not by date: installing changes the dates of files
        compiled = py_compile.compile(
            str(source),
            dfile=source.name,
            doraise=True,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
        beside = source.parent.relative_to(folder).as_posix()
        rows += [(str(source), beside), (str(compiled), f"{beside}/__pycache__")]
    return rows
