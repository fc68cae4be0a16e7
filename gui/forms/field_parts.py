"""The parts of a row of a form beside its editor: label, mark of a changed value, buttons of cures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from gui.style import SPACE, colors
from gui.text import tr

if TYPE_CHECKING:
    from engine.problems import Cure
    from engine.settings.declaration.declare import SettingInfo

LABEL_WIDTH = 200
DOT_WIDTH = 18
RESET_KEYS = "Ctrl+Shift+Backspace"
_DOT = 7
_WHOLE_NAME = 24  # characters of a Keras name that fit into one line; a longer one breaks at a "_"
_BREAK = "\u200b"  # a space without width


class FieldLabel(QWidget):
    """The title of a setting, and below it the exact name of the Keras argument.

    Args:
        info: Title, help and Keras name of the setting.
        parent: The Qt parent.
    """

    def __init__(self, info: SettingInfo, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = QLabel(tr(info.title), self)
        self.title.setWordWrap(True)
        self.setFixedWidth(LABEL_WIDTH)
        self.setToolTip(tr(info.help))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE.xs, SPACE.m, 0)
        column.setSpacing(0)
        column.addWidget(self.title)
        if info.keras:
            keras = QLabel(self)
            keras.setProperty("role", "mono")
            if len(info.keras) > _WHOLE_NAME:
                keras.setWordWrap(True)
                keras.setText(info.keras.replace("_", f"_{_BREAK}"))
            else:
                keras.setText(info.keras)
            column.addWidget(keras)


class ChangedDot(QToolButton):
    """The mark of a value that is not the default; a click, or `RESET_KEYS`, resets the value.

    Args:
        parent: The Qt parent.
        title: The translated title of the setting.
    """

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        keys = QKeySequence(RESET_KEYS).toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(
            tr("Changed. Click to go back to the default, or press {keys} in the field.", keys=keys)
        )
        self.setAccessibleName(tr("Set {title} back to its default", title=title))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Large enough to be hit."""
        return QSize(DOT_WIDTH, 26)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the dot, larger under the pointer."""
        del event
        size = _DOT + 2 * SPACE.hair if self.underMouse() else _DOT
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors().accent))
        painter.drawEllipse((self.width() - size) // 2 - 2, (self.height() - size) // 2, size, size)
        painter.end()


class CureButtons(QWidget):
    """A button for each change of settings that takes a problem away.

    Signals:
        asked(Cure): The button of this change was pressed.
    """

    asked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown: tuple[Cure, ...] = ()
        self._buttons: list[QPushButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, SPACE.hair, 0, SPACE.xs)
        self._column.setSpacing(SPACE.xs)

    def show_cures(self, cures: Sequence[Cure]) -> None:
        """Offer these changes in place of the last ones."""
        if tuple(cures) == self._shown:
            return
        self._shown = tuple(cures)
        for button in self._buttons:
            self._column.removeWidget(button)
            button.clearFocus()  # else the next editor gets it, and the wheel would change that
            button.hide()
            button.deleteLater()
        self._buttons = [QPushButton(cure.title, self) for cure in cures]
        for button, cure in zip(self._buttons, cures, strict=True):
            button.setToolTip(tr("Changes the settings; Ctrl+Z takes it back."))
            button.clicked.connect(partial(self._ask, cure))
            self._column.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(cures))

    def _ask(self, cure: Cure, _checked: bool = False) -> None:
        self.asked.emit(cure)
