"""A line over the foot of a page that says what happened and offers what can be done about it.

It lies over the page and moves nothing, and is shown until it is dismissed; what only says that something is
done goes by itself, so that the buttons below it can be pressed again. When it is shown is decided by
`gui.frame.commands` and `gui.wiring`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, QUrl, Slot
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

from engine.message import Sentence
from gui.frame.report_dialog import ReportDialog
from gui.style import SPACE, restyle, set_icon
from gui.text import tr

_DONE_MS = 6000
"""How long it is said that something is done: enough to read a long path."""


class Banner(QFrame):
    """Shows one message at a time, with the buttons of that message.

    Args:
        parent: What it lies over, with `over` in it; None for a place of its own.
        over: The widget whose foot it covers.
    """

    def __init__(self, parent: QWidget | None = None, *, over: QWidget | None = None) -> None:
        super().__init__(parent)
        self._over = over
        if over is not None:
            over.installEventFilter(self)
        self.setProperty("kind", "banner")
        self._buttons: dict[QAbstractButton, Callable[[], object]] = {}
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._act)
        self._actions = QHBoxLayout()
        self._going = QTimer(self)
        self._going.setSingleShot(True)
        self._going.setInterval(_DONE_MS)
        self._going.timeout.connect(self.dismiss)
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
        self._going.stop()
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
        self._place()

    def show_done(self, text: str) -> None:
        """Say for a few seconds that something is done, also under the mouse: it may aim at what is below."""
        self.show_message(text, role="note")
        self._going.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay at the foot of what it lies over."""
        moves = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show)
        if event.type() in moves and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        around = self.parentWidget()
        if self._over is None or around is None:
            return
        place = self._over.mapTo(around, QPoint(0, 0))
        width = max(self._over.width() - 2 * SPACE.m, self.minimumSizeHint().width())
        height = max(self.heightForWidth(width), self.minimumSizeHint().height())
        bottom = place.y() + self._over.height() - SPACE.m
        self.setGeometry(place.x() + SPACE.m, bottom - height, width, height)
        self.raise_()

    @Slot(str)
    def show_problem(self, text: Sentence) -> None:
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
            actions={tr("Show the report"): self.report(report)},
        )

    def report(self, path: Path) -> Callable[[], object]:
        """Return a function that shows the text file at `path` in a window of this program."""
        return partial(self._show_report, path)

    def folder(self, path: Path) -> Callable[[], object]:
        """Return a function that shows the folder at `path` in the file manager, or says where it is."""
        return partial(self._show_folder, path)

    def _show_report(self, path: Path) -> None:
        ReportDialog(path, parent=self.window()).show()

    def _show_folder(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.show_message(tr("No program opens folders here. It is {path}.", path=path), role="note")

    def withdraw(self, text: str) -> None:
        """Hide the message if it is still this one: what it says, or offers, is no longer so."""
        if text and self.text == text:
            self.dismiss()

    @Slot()
    def dismiss(self) -> None:
        """Hide the message."""
        self._going.stop()
        self.hide()

    @Slot(QAbstractButton)
    def _act(self, button: QAbstractButton) -> None:
        self.dismiss()
        self._buttons[button]()
