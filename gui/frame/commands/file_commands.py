"""What the File menu does: asks for file names; `gui.control.project.project_files` reads and writes them.

It also says what became of unsaved settings: another project takes their place only as an undo step.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from engine.settings.project_file.file import SUFFIX
from gui.control.project.project_files import ProjectFiles
from gui.control.project.settings_model import SettingsModel
from gui.frame.banner import Banner
from gui.text import tr


class FileCommands(QObject):
    """The commands of the File menu.

    Args:
        window: The main window, parent of the dialogs.
        banner: Shows what became of unsaved settings.
        model: The settings.
        files: Reads and writes the project.
    """

    began = Signal()  # an empty project is shown now

    def __init__(self, window: QWidget, banner: Banner, *, model: SettingsModel, files: ProjectFiles) -> None:
        super().__init__(window)
        self._window, self._banner = window, banner
        self._model, self._files = model, files
        files.replaced.connect(self.say_replaced)
        self._taken = ""
        self._replaced, self._replaced_at = "", 0
        model.undo_stack.indexChanged.connect(self.forget_taken)
        model.undo_stack.indexChanged.connect(self.forget_replaced)

    @Slot()
    def new(self) -> None:
        """Start a project with the defaults."""
        self._files.new()
        self.began.emit()

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
        self._files.open(path)

    @Slot(str)
    def say_replaced(self, name: str) -> None:
        """Say that another project stands in the place of `name`, and offer to bring it back."""
        self._replaced = tr("{name} had unsaved changes. They are kept: Undo brings them back.", name=name)
        self._replaced_at = self._model.undo_stack.index()
        self._banner.show_message(
            self._replaced,
            role="note",
            actions={tr("Back to {name}", name=name): self._files.bring_back},
        )

    @Slot(int)
    def forget_replaced(self, index: int) -> None:
        """Undo has brought back what was replaced: `index` of the undo stack is before that."""
        if index < self._replaced_at:
            self._banner.withdraw(self._replaced)

    @Slot(str)
    def say_taken(self, title: str) -> None:
        """Say that the sample `title` has replaced data and model, and offer to undo that."""
        stack = self._model.undo_stack
        self._taken = tr("Data and model are now those of the sample {title}.", title=title)
        self._banner.show_message(
            self._taken,
            role="note",
            actions={tr("Undo"): partial(stack.setIndex, stack.index() - 1)},
        )

    @Slot()
    def forget_taken(self) -> None:
        """Undo, or a later change: taking the sample back would take back more, or nothing."""
        self._banner.withdraw(self._taken)

    def may_leave(self) -> bool:
        """Whether the window can be closed: what is not saved is autosaved, or given up by the person."""
        self._model.finish_edits()
        kept = self._files.autosave()
        if kept or not self._files.present.unsaved:
            return True
        box = QMessageBox(QMessageBox.Icon.Warning, tr("Unsaved changes"), "", parent=self._window)
        box.setText(tr("The changes of {name} are not saved, and cannot be kept.", name=self._files.name))
        box.setInformativeText(tr("The settings folder cannot be written. Save the project to a file first."))
        save = box.addButton(tr("Save..."), QMessageBox.ButtonRole.AcceptRole)
        lose = box.addButton(tr("Close and lose them"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(tr("Do not close"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(save)
        box.setEscapeButton(keep)
        box.exec()
        if box.clickedButton() is save:
            self.save()
            return not self._files.present.unsaved
        return box.clickedButton() is lose

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
