"""An editor for a file or folder: typed, browsed for, or dropped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDir, QEvent, QObject, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton

from gui.forms.editors.line_editors import TextEditor
from gui.forms.editors.text_values import TextCodec
from gui.style import SPACE, set_icon
from gui.text import tr


@dataclass(frozen=True, slots=True)
class PathKind:
    """What can be chosen.

    Attributes:
        files: Whether files can be chosen.
        folders: Whether folders can be chosen.
        pattern: Glob pattern of the names of files.
    """

    files: bool
    folders: bool
    pattern: str = "*"


FOLDER = PathKind(files=False, folders=True)
FILE_OR_FOLDER = PathKind(files=True, folders=True)
PYTHON_FILE = PathKind(files=True, folders=False, pattern="*.py")


class PathEditor(TextEditor):
    """A path as text with a button to browse; accepts a file or folder that is dropped on it.

    Args:
        kind: What can be chosen.
        placeholder: What is shown while the line is empty.

    Attributes:
        browse: The button.
        menu: The menu of the button; only for a kind that allows both files and folders.
    """

    def __init__(self, kind: PathKind, *, placeholder: str = "") -> None:
        super().__init__(TextCodec(), placeholder=placeholder)
        self.line.setAcceptDrops(True)
        self._kind = kind
        self.browse = QToolButton(self)
        set_icon(self.browse, "folder")
        self.browse.setToolTip(tr("Choose a file or folder"))
        self.browse.setAccessibleName(self.browse.toolTip())
        self.box.setSpacing(SPACE.xs)
        self.box.addWidget(self.browse)
        if kind.files and kind.folders:
            self.menu = QMenu(self.browse)
            self.menu.addAction(tr("File...")).triggered.connect(self.choose_file)
            self.menu.addAction(tr("Folder...")).triggered.connect(self.choose_folder)
            self.browse.clicked.connect(self.show_menu)
        else:
            self.browse.clicked.connect(self.choose_file if kind.files else self.choose_folder)
        self.setAcceptDrops(True)

    @Slot()
    def show_menu(self) -> None:
        """Offer to choose a file or a folder."""
        self.menu.popup(self.browse.mapToGlobal(self.browse.rect().bottomLeft()))

    @Slot()
    def choose_file(self) -> None:
        """Ask for a file with the system's dialog."""
        patterns = f"{tr('Python files')} ({self._kind.pattern})" if self._kind.pattern != "*" else ""
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Choose a file"), self._start(), patterns)
        self._take(chosen)

    @Slot()
    def choose_folder(self) -> None:
        """Ask for a folder with the system's dialog."""
        self._take(QFileDialog.getExistingDirectory(self, tr("Choose a folder"), self._start()))

    def _start(self) -> str:
        here = Path(self.line.text())
        return str(here if here.is_dir() else here.parent) if here.is_absolute() else QDir.homePath()

    def _take(self, chosen: str) -> None:
        if chosen:
            self.type_text(QDir.toNativeSeparators(chosen))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Accept a drop on the line itself too, where Qt would insert the URL as text."""
        if watched is self.line and isinstance(event, QDropEvent) and self._dropped(event):
            event.acceptProposedAction()
            if event.type() == QEvent.Type.Drop:
                self._take(self._dropped(event))
            return True
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Accept a file or folder of the right kind."""
        if self._dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Set the path that was dropped."""
        self._take(self._dropped(event))

    def _dropped(self, event: QDropEvent) -> str:
        for address in event.mimeData().urls():
            path = Path(address.toLocalFile())
            is_right_file = self._kind.files and path.is_file() and path.match(self._kind.pattern)
            if address.isLocalFile() and (is_right_file or (self._kind.folders and path.is_dir())):
                return str(path)
        return ""
