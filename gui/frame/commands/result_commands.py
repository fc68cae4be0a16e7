"""The dialogs of the Results page: files that the model is asked for, and other data to evaluate it on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from gui.text import tr


def choose_inputs(window: QWidget, suffixes: Sequence[str]) -> tuple[Path, ...]:
    """Ask for files that a model takes.

    Args:
        window: The parent of the dialog.
        suffixes: The endings of such files, with their dots.

    Returns:
        The files; () where none was chosen.
    """
    patterns = " ".join(f"*{suffix}" for suffix in suffixes)
    chosen, _ = QFileDialog.getOpenFileNames(
        window,
        tr("New inputs"),
        str(Path.home()),
        ";;".join((tr("Inputs ({patterns})", patterns=patterns), tr("All files (*)"))),
    )
    return tuple(Path(path) for path in chosen)


def choose_data(window: QWidget, *, folder: bool) -> Path | None:
    """Ask for data of the same kind as a run's.

    Args:
        window: The parent of the dialog.
        folder: Whether they lie in a folder, and not in a file.

    Returns:
        The file or folder; None where none was chosen.
    """
    title = tr("Other data to evaluate on")
    if folder:
        chosen = QFileDialog.getExistingDirectory(window, title, str(Path.home()))
    else:
        chosen, _ = QFileDialog.getOpenFileName(window, title, str(Path.home()))
    return Path(chosen) if chosen else None
