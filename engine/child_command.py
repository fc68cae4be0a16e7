"""This program as its own child: the command line that starts it again, and an environment fit for children.

The frozen program's starter and hooks put the bundle's folders into variables that every child inherits. A
browser, a file manager or fc-list would then load the bundle's libraries in the place of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, MutableMapping
from pathlib import Path

LIBRARY_PATHS = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LIBPATH")
QT_PATHS = ("QT_PLUGIN_PATH", "QML2_IMPORT_PATH")
RESET_VARIABLE = "PYINSTALLER_RESET_ENVIRONMENT"
"""Without it a child that is this program again takes itself for a part of this process, and does not find
the bundle's libraries."""


def is_frozen() -> bool:
    """Whether this is the packaged program, not Python with the source."""
    return bool(getattr(sys, "frozen", False))


def program_command(*arguments: str) -> list[str]:
    """The command line that starts this program again, from source or frozen."""
    if is_frozen():
        return [sys.executable, *arguments]
    return [sys.executable, str(Path(__file__).parents[1] / "main.py"), *arguments]


def training_command() -> str:
    """How a person starts training without a window."""
    if is_frozen():
        return "fitroom train PROJECT.fitroom"
    return 'make run ARGS="train PROJECT.fitroom", or main.py train PROJECT.fitroom'


def clean_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """`environment` as it was before a frozen program put its own folders in front; from source, a copy.

    PyInstaller keeps the library path of the person under the name with _ORIG behind it, and nothing of Qt's
    paths, so of those only what leads into the bundle is taken out. `RESET_VARIABLE` is put in.
    """
    cleaned = dict(environment)
    if not is_frozen():
        return cleaned
    for name in LIBRARY_PATHS:
        original = cleaned.pop(f"{name}_ORIG", None)
        cleaned.pop(name, None)
        if original is not None:
            cleaned[name] = original
    bundle = str(getattr(sys, "_MEIPASS", ""))
    for name in QT_PATHS:
        if bundle and cleaned.get(name, "").startswith(bundle):
            cleaned.pop(name, None)
    cleaned[RESET_VARIABLE] = "1"
    return cleaned


def clean_process_environment(environment: MutableMapping[str, str]) -> None:
    """Make the environment of this process one that any child may inherit.

    The loader has read the library path when the process began, and Qt finds its plugins from where its own
    library lies, so nothing here needs the variables any more.
    """
    cleaned = clean_environment(environment)
    for name in environment.keys() - cleaned.keys():
        del environment[name]
    environment.update(cleaned)
