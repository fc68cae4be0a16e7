"""PySide's own Python modules as compiled files.

They lie as text in a library of PySide, which compiles them at every start of a program: a tenth of a second.
From a folder `files.dir` beside that library it takes them as files instead.
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
"""Where PySide looks for them in the bundle."""

STUBS = {"shibokensupport/signature/lib/pyi_generator.py"}
"""Modules in whose place stands one of the same name in packaging/stubs."""


def write_support(folder: Path, stubs: Path) -> list[tuple[str, str]]:
    """Write the modules below `folder`, compiled; each file with its folder in the bundle.

    Raises FileNotFoundError when PySide gave none: then it is another version than this was written for.
    """
    package = folder / "shiboken6"
    shutil.copytree(Path(shiboken6.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    asked = {**os.environ, "PYTHONPATH": str(folder), "SBK_EMBED": "no"}  # PySide's switch: write them out
    subprocess.run([sys.executable, "-c", "import shiboken6"], env=asked, check=True)
    support = folder / SUPPORT
    for name in STUBS:
        (support / name).unlink()
        shutil.copyfile(stubs / Path(name).name, support / name)
    rows: list[tuple[str, str]] = []
    for source in sorted(support.rglob("*.py")):
        # files of an installed program have dates of their own, so none is compared
        compiled = py_compile.compile(
            str(source),
            dfile=source.name,
            doraise=True,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
        beside = source.parent.relative_to(folder).as_posix()
        rows += [(str(source), beside), (str(compiled), f"{beside}/__pycache__")]
    return rows
