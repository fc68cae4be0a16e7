"""A line across the window that says what happened and offers what can be done about it.

It is shown until it is dismissed. When it is shown is decided by `gui.frame.commands` and `gui.wiring`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from gui.style import SPACE, restyle, set_icon
from gui.text import tr


class Banner(QFrame):
    """Shows one message at a time, with the buttons of that message."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[QAbstractButton, Callable[[], object]] = {}
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._act)
        self._actions = QHBoxLayout()
        close = QToolButton()
        close.setProperty("kind", "ghost")
        close.setToolTip(tr("Dismiss"))
        close.setAccessibleName(tr("Dismiss"))
        set_icon(close, "close")
        close.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.l, SPACE.s, SPACE.s, SPACE.s)
        row.setSpacing(SPACE.m)
        row.addWidget(self._text, 1)
        row.addLayout(self._actions)
        row.addWidget(close)
        self.hide()

    @property
    def text(self) -> str:
        """The present message; "" while the banner is hidden."""
        return self._text.text() if not self.isHidden() else ""

    def show_message(
        self,
        text: str,
        *,
        role: Literal["problem", "warning", "note"] = "problem",
        actions: Mapping[str, Callable[[], object]] | None = None,
    ) -> None:
        """Replace the message.

        Args:
            text: The translated message.
            role: How it is coloured.
            actions: Translated labels of buttons, and what each does; the banner is hidden first.
        """
        self._text.setText(text)
        self._text.setProperty("role", role if role != "note" else "")
        for button in self._buttons:
            self._group.removeButton(button)
            button.deleteLater()
        self._buttons = {}
        for label, act in (actions or {}).items():
            button = QPushButton(label, self)
            self._buttons[button] = act
            self._group.addButton(button)
            self._actions.addWidget(button)
        self.setProperty("role", role)
        restyle(self)
        restyle(self._text)
        self.show()

    @Slot(str)
    def show_problem(self, text: str) -> None:
        """Show a problem without buttons."""
        self.show_message(text)

    @Slot(object, str)
    def show_crash(self, report: Path | None, line: str) -> None:
        """Report an unexpected exception.

        Args:
            report: The crash report; None if it could not be written.
            line: Class and message of the exception.
        """
        if report is None:
            self.show_message(
                tr("Fitroom made a mistake ({line}), and no report could be written.", line=line)
            )
            return
        self.show_message(
            tr("Fitroom made a mistake ({line}). Your project and runs are safe.", line=line),
            actions={tr("Show the report"): opening(report)},
        )

    @Slot()
    def dismiss(self) -> None:
        """Hide the message."""
        self.hide()

    @Slot(QAbstractButton)
    def _act(self, button: QAbstractButton) -> None:
        self.hide()
        self._buttons[button]()


def opening(path: Path) -> Callable[[], object]:
    """Return a function that opens the file or folder at `path` in the system's program for it."""
    return partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(path)))
