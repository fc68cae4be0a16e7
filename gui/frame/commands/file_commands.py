"""What the File menu does: asks for file names; `gui.control.project.project_files` reads and writes them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.settings.project_file.file import SUFFIX
from gui.control.project.project_files import ProjectFiles
from gui.text import tr


class FileCommands(QObject):
    """The commands of the File menu.

    Args:
        window: The main window, parent of the dialogs.
        files: Reads and writes the project.
    """

    opened = Signal()  # another project is shown now

    def __init__(self, window: QWidget, files: ProjectFiles) -> None:
        super().__init__(window)
        self._window = window
        self._files = files

    @Slot()
    def new(self) -> None:
        """Start a project with the defaults."""
        self._files.new()
        self.opened.emit()

    @Slot()
    def open(self) -> None:
        """Ask for a project file and open it."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, tr("Open a project"), self._folder(), self._pattern()
        )
        if name:
            self.open_path(Path(name))

    @Slot(object)
    def open_path(self, path: Path) -> None:
        """Open the project file at `path`."""
        if self._files.open(path):
            self.opened.emit()

    @Slot()
    def save(self) -> None:
        """Write the project to its file; ask for one if there is none or it is a sample."""
        if self._files.writable:
            self._files.save()
        else:
            self.save_as()

    @Slot()
    def save_as(self) -> None:
        """Ask for a file and write the project to it."""
        start = str(Path(self._folder()) / self._files.name)
        name, _ = QFileDialog.getSaveFileName(self._window, tr("Save the project"), start, self._pattern())
        if name:
            self._files.save_as(Path(name))

    def _folder(self) -> str:
        return str(self._files.base) if self._files.writable else str(Path.home())

    def _pattern(self) -> str:
        return f"{tr('Fitroom projects')} (*{SUFFIX})"
