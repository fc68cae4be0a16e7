"""This program as its own child process: the command line that starts it, and an environment for children.

The frozen program's bootloader and hooks put the bundle's folders into variables that every child inherits. A
browser, a file manager or fc-list would then load the bundle's libraries instead of its system's. Which
children there are is left to those who start them.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, MutableMapping
from pathlib import Path

LIBRARY_PATHS = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LIBPATH")
QT_PATHS = ("QT_PLUGIN_PATH", "QML2_IMPORT_PATH")
RESET_VARIABLE = "PYINSTALLER_RESET_ENVIRONMENT"
"""PyInstaller's variable: without it a child that is this program takes itself for a subprocess of this one,
and does not find the bundle's libraries."""


def is_frozen() -> bool:
    """Return whether this is the packaged program, not Python with the source."""
    return bool(getattr(sys, "frozen", False))


def program_command(*arguments: str) -> list[str]:
    """Return the command line that starts this program again, from source or frozen, with these arguments."""
    if is_frozen():
        return [sys.executable, *arguments]
    return [sys.executable, str(Path(__file__).parents[1] / "main.py"), *arguments]


def training_command() -> str:
    """Return the command by which a person trains without a window, as text."""
    if is_frozen():
        return "fitroom train PROJECT.fitroom"
    return "python main.py train PROJECT.fitroom"


def clean_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return `environment` as it was before a frozen program put its folders in front; from source, a copy.

    PyInstaller saves the person's library path under the name with _ORIG behind it, and nothing of Qt's
    paths, so of those only what leads into the bundle is removed. `RESET_VARIABLE` is set.

    Args:
        environment: that of this process.
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
    """Change the environment of this process so that any child may inherit it.

    The loader has read the library path when the process began, and Qt finds its plugins from where its own
    library is, so nothing here needs the variables any more.

    Args:
        environment: `os.environ`, changed in place.
    """
    cleaned = clean_environment(environment)
    for name in environment.keys() - cleaned.keys():
        del environment[name]
    environment.update(cleaned)
