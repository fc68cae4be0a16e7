"""What the File menu does: asks for names; `project_files` reads and writes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.settings.project_file.file import SUFFIX
from gui.control.project.project_files import ProjectFiles
from gui.text import tr


class FileCommands(QObject):
    """`opened` says that another project is shown now."""

    opened = Signal()

    def __init__(self, window: QWidget, files: ProjectFiles) -> None:
        super().__init__(window)
        self._window = window
        self._files = files

    @Slot()
    def new(self) -> None:
        """Begin a project with the defaults.

        The one before is in its file, or can be opened from the recent ones.
        """
        self._files.new()
        self.opened.emit()

    @Slot()
    def open(self) -> None:
        """Ask for a project file."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, tr("Open a project"), self._folder(), self._pattern()
        )
        if name:
            self.open_path(Path(name))

    @Slot(object)
    def open_path(self, path: Path) -> None:
        """Open this project file."""
        if self._files.open(path):
            self.opened.emit()

    @Slot()
    def save(self) -> None:
        """Write the project's own file; ask for one where there is none."""
        if self._files.writable:
            self._files.save()
        else:
            self.save_as()

    @Slot()
    def save_as(self) -> None:
        """Ask for a file and write it."""
        start = str(Path(self._folder()) / self._files.name)
        name, _ = QFileDialog.getSaveFileName(self._window, tr("Save the project"), start, self._pattern())
        if name:
            self._files.save_as(Path(name))

    def _folder(self) -> str:
        return str(self._files.base) if self._files.writable else str(Path.home())

    def _pattern(self) -> str:
        return f"{tr('Fitroom projects')} (*{SUFFIX})"
