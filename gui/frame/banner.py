"""A line across the window that says what happened and what can be done about it.

It waits until it is dismissed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from gui.style import SPACE, restyle, set_icon
from gui.text import tr


class Banner(QFrame):
    """One message at a time, with at most one button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._on_action: Callable[[], object] | None = None
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._action = QPushButton()
        self._action.clicked.connect(self._act)
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
        row.addWidget(self._action)
        row.addWidget(close)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now; "" when it is not shown."""
        return self._text.text() if not self.isHidden() else ""

    def tell(
        self,
        text: str,
        *,
        role: Literal["problem", "warning", "note"] = "problem",
        action: str = "",
        on_action: Callable[[], object] | None = None,
    ) -> None:
        """Show `text`.

        `action` is the button's label and `on_action` what it does, before the banner goes.
        """
        self._text.setText(text)
        self._text.setProperty("role", role if role != "note" else "")
        self._on_action = on_action
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setProperty("role", role)
        restyle(self)
        restyle(self._text)
        self.show()

    @Slot(str)
    def tell_problem(self, text: str) -> None:
        """Show a problem that has no button."""
        self.tell(text)

    @Slot(object, str)
    def tell_crash(self, report: Path | None, line: str) -> None:
        """Show that Fitroom made a mistake, and where the report is (None: it could not be written)."""
        if report is None:
            self.tell(tr("Fitroom made a mistake ({line}), and no report could be written.", line=line))
            return
        self.tell(
            tr("Fitroom made a mistake ({line}). Your project and runs are safe.", line=line),
            action=tr("Show the report"),
            on_action=partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(report))),
        )

    @Slot()
    def dismiss(self) -> None:
        """Take the message away."""
        self.hide()

    @Slot()
    def _act(self) -> None:
        self.hide()
        if self._on_action is not None:
            self._on_action()
