"""A text file in a window of this program: the report of a crash, also where no program opens files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from gui.style import SPACE
from gui.text import tr

_MOST = 1_000_000  # characters


class ReportDialog(QDialog):
    """A separate, non-modal window with the text of the file at `path`, which can be copied.

    Args:
        path: A text file.
        parent: The main window.

    Attributes:
        text: What is in the file, or why it cannot be read.
    """

    def __init__(self, path: Path, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(path.name)
        where = QLabel(str(path))
        where.setProperty("role", "muted")
        where.setWordWrap(True)
        where.setTextFormat(Qt.TextFormat.PlainText)
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text = QPlainTextEdit(_read(path))
        self.text.setProperty("role", "log")
        self.text.setReadOnly(True)
        self.text.setAccessibleName(path.name)
        copy, close = QPushButton(tr("Copy")), QPushButton(tr("Close"))
        copy.clicked.connect(self._copy)
        close.clicked.connect(self._leave)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (copy, close):
            row.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE.l, SPACE.l, SPACE.l, SPACE.l)
        whole.setSpacing(SPACE.s)
        whole.addWidget(where)
        whole.addWidget(self.text, 1)
        whole.addLayout(row)
        self.resize(760, 520)

    @Slot()
    def _leave(self) -> None:
        self.close()

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())


def _read(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(_MOST)
    except OSError as error:
        return tr("{path} cannot be read: {reason}.", path=path, reason=error.strerror or str(error))
