"""Where the files that come with the program are, both from source and in the frozen program."""

from __future__ import annotations

import sys
from pathlib import Path


def resources_folder() -> Path:
    """The folder `resources/`; in the frozen program it lies where PyInstaller unpacked it."""
    unpacked = getattr(sys, "_MEIPASS", None)
    root = Path(unpacked) if unpacked is not None else Path(__file__).resolve().parent.parent
    return root / "resources"


def samples_folder() -> Path:
    """The folder of the bundled sample data and sample projects."""
    return resources_folder() / "samples"


SAMPLE = "sample:"
"""How the path of a bundled sample begins, such as sample:digits.npz."""


def resolve(path_text: str, base: Path | None = None) -> Path:
    """The path that a setting's text means: a bundled sample, a path from home (~), or a path as it stands.

    A relative path begins at `base`, the folder of the project file; None leaves it to the working folder. An
    empty text means `base` itself, so ask before whether there is one. The path need not exist. Raises
    FileNotFoundError when the text begins with ~ and there is no such home.
    """
    if path_text.startswith(SAMPLE):
        return samples_folder() / path_text.removeprefix(SAMPLE)
    try:
        path = Path(path_text).expanduser()
    except RuntimeError as error:
        raise FileNotFoundError(f"There is no home folder for {path_text}.") from error
    return path if base is None else base / path
