"""Files and folders that a system, a file manager or an editor leaves beside the data, on any platform."""

import os
from pathlib import Path

from engine.settings.data.sections import Rules

_FOLDERS = frozenset(
    {
        "__macosx",  # of zip files made on macOS
        "@eadir",  # thumbnails of a Synology NAS
        "#recycle",
        "#snapshot",
        "@recycle",  # QNAP
        "@recently-snapshot",
        "lost+found",
        "$recycle.bin",
        "recycler",
        "system volume information",
        "__pycache__",
    }
)
_FILES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"})
_FILES_BEFORE = frozenset({"thumbs.db", "desktop.ini"})


def is_data(name: str, rules: Rules = "version_3") -> bool:
    """Return whether a file or folder of this name may be data.

    Hidden ones (`.DS_Store`, `._photo.png`, `.thumbnails`) and those that a system makes are none, whatever
    the case of their letters.

    Args:
        name: of the file or folder, without its path.
        rules: the reading rules of the data.
    """
    if name.startswith("."):
        return False
    folded = name.casefold()
    if rules == "version_2":
        return folded not in _FILES_BEFORE
    return folded not in _FILES and folded not in _FOLDERS


def system_names(root: Path, rules: Rules) -> tuple[str, ...]:
    """Return the names below a folder that are no data and do not begin with a dot, in small letters.

    Args:
        root: the folder.
        rules: the reading rules of the data.
    """
    found: set[str] = set()
    for _, folders, files in os.walk(root):
        found |= {
            name.casefold() for name in (*folders, *files) if name[0] != "." and not is_data(name, rules)
        }
        folders[:] = [name for name in folders if is_data(name, rules)]
    return tuple(sorted(found))
