"""Where the files that come with the program are, both from source and in the frozen program.

Files of the person are left to `user_folders`.
"""

from __future__ import annotations

import sys
from pathlib import Path


def resources_folder() -> Path:
    """Return the folder `resources/`; in the frozen program it is where PyInstaller unpacked it."""
    return _root() / "resources"


def docs_folder() -> Path:
    """Return the folder `docs/` with the pages of the documentation, which come with the program."""
    return _root() / "docs"


def _root() -> Path:
    unpacked = getattr(sys, "_MEIPASS", None)
    return Path(unpacked) if unpacked is not None else Path(__file__).resolve().parent.parent


def samples_folder() -> Path:
    """Return the folder of the bundled sample data and sample projects."""
    return resources_folder() / "samples"


def example_callback() -> Path:
    """Return the Python file from which a custom callback can start."""
    return samples_folder() / "all_hooks.py"


SAMPLE = "sample:"
"""The prefix of the path of a bundled sample, such as sample:digits.npz."""


def resolve(path_text: str, base: Path | None = None) -> Path:
    """Return the path that a setting's text means. The path need not exist.

    Args:
        path_text: a bundled sample (`sample:`), a path from home (~), or any path. An empty text means
            `base`.
        base: the folder of relative paths, that of the project file; None for the working directory.

    Raises:
        FileNotFoundError: the text begins with ~ and there is no such home.
    """
    if path_text.startswith(SAMPLE):
        return samples_folder() / path_text.removeprefix(SAMPLE)
    try:
        path = Path(path_text).expanduser()
    except RuntimeError as error:
        raise FileNotFoundError(f"There is no home folder for {path_text}.") from error
    return path if base is None else base / path
