"""Editors in which a value is typed: numbers, lists of numbers, text, and words with suggestions.

Formatting and parsing are done by `gui.forms.editors.text_values`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit

from gui.forms.editors.editor import Editor
from gui.forms.editors.text_values import Codec, UnreadableError
from gui.style import SPACE, mark
from gui.style.no_wheel import NoWheelComboBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gui.forms.editors.number_stepping import Stepper

TYPING_PAUSE = 300  # ms without a key before what is typed counts as a change
_STEP_KEYS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}


class LineEditor(Editor):
    """A line of text that a codec parses; emits a change after a pause in typing, on Enter or on focus out.

    Args:
        codec: Formats and parses the value.
        placeholder: What is shown while the line is empty.
        line: The line of another widget; None to create one.

    Attributes:
        line: The line.
        box: The layout of the editor.
    """

    def __init__(self, codec: Codec, *, placeholder: str = "", line: QLineEdit | None = None) -> None:
        super().__init__()
        self._codec = codec
        self.line = QLineEdit(self) if line is None else line
        self.line.setAcceptDrops(False)  # a dropped file is for the window; Qt would type its address
        self.line.setPlaceholderText(placeholder)
        self.line.installEventFilter(self)
        self._pause = QTimer(self, interval=TYPING_PAUSE, singleShot=True)
        self._pause.timeout.connect(self.commit)
        self.line.textEdited.connect(self._typed)
        self.line.editingFinished.connect(self._finished)
        self.box = QHBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        if line is None:
            self.box.addWidget(self.line)
            self.setFocusProxy(self.line)

    def read(self) -> Any:
        """Parse the text; return the value of the snapshot itself if its text is unchanged."""
        text = self.line.text()
        if self.has_shown and text == self._codec.text_of(self._shown):
            return self._shown
        return self._codec.value_of(text)

    def display(self, value: Any) -> None:
        """Show the text of `value`."""
        self._pause.stop()
        with QSignalBlocker(self.line):
            self.line.setText(self._codec.text_of(value))
        self.line.setCursorPosition(0)

    def set_marked(self, marked: bool) -> None:
        """Draw the frame of the line in the colour of problems, or not."""
        mark(self.line, "problem", value=marked)

    def is_in_use(self) -> bool:
        """Whether the cursor is in the line."""
        return self.line.hasFocus()

    def finish_typing(self) -> None:
        """Emit what has been typed, if the pause after it is not over."""
        if self._pause.isActive():
            self._finished()

    def type_text(self, text: str) -> None:
        """Set `text` as if it had been typed and finished with Enter."""
        self.line.setText(text)
        self._finished()

    def text_edited(self, text: str) -> None:
        """Wait for a pause in typing before `text` counts as a change."""
        del text
        self._pause.start()

    @Slot(str)
    def _typed(self, text: str) -> None:
        self.text_edited(text)

    @Slot()
    def _finished(self) -> None:
        self._pause.stop()
        self.commit()
        try:
            tidy = self._codec.text_of(self.read())
        except UnreadableError:
            return
        if tidy != self.line.text():
            with QSignalBlocker(self.line):
                self.line.setText(tidy)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Handle keys in the line, or in the box around it: Escape reverts text that was not accepted.

        Undo and redo are those of the project, but for text that is still being typed.
        """
        if _is_undo(event) and self.has_shown and self.reads(self._shown):
            event.ignore()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self.key_pressed(event)
        return super().eventFilter(watched, event)

    def key_pressed(self, event: QKeyEvent) -> bool:
        """Handle a key, and return whether the editor has handled it."""
        if event.key() == Qt.Key.Key_Escape and not self.reads(self._shown):
            self.revert()
            return True
        return False


def _is_undo(event: QEvent) -> bool:
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


class TextEditor(LineEditor):
    """A line of text that takes the whole width."""

    is_wide = True


class NumberEditor(LineEditor):
    """One number in a short line; the up, down and page keys step it.

    Args:
        codec: Formats and parses the number.
        placeholder: What is shown while the line is empty.
        stepper: Steps the number.
    """

    def __init__(self, codec: Codec, *, placeholder: str = "", stepper: Stepper) -> None:
        super().__init__(codec, placeholder=placeholder)
        self._stepper = stepper
        metrics = self.line.fontMetrics()
        wanted = max(metrics.horizontalAdvance("0" * 13), metrics.horizontalAdvance(placeholder))
        self.line.setFixedWidth(wanted + 2 * SPACE.l)

    def key_pressed(self, event: QKeyEvent) -> bool:
        """Step on the up, down and page keys."""
        steps = _STEP_KEYS.get(Qt.Key(event.key()))
        if steps is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return super().key_pressed(event)
        try:
            number = self.read()
        except UnreadableError:
            return True
        self.line.setText(self._codec.text_of(self._stepper.step(number, steps)))
        self._pause.start()
        return True


class ComboLineEditor(LineEditor):
    """A line with suggestions: any text may be typed, or one of the options chosen.

    Args:
        codec: Formats and parses the value.
        placeholder: What is shown while the line is empty.
        options: The first suggestions; `set_options` replaces them.

    Attributes:
        combo: The combo box around the line.
    """

    def __init__(self, codec: Codec, *, placeholder: str = "", options: Sequence[str] = ()) -> None:
        super().__init__(codec, placeholder=placeholder, line=QLineEdit())
        self.combo = combo = NoWheelComboBox(self)
        combo.setLineEdit(self.line)  # setEditable would create a second line
        combo.setInsertPolicy(NoWheelComboBox.InsertPolicy.NoInsert)
        combo.setMinimumContentsLength(max(18, len(placeholder) + 2))
        combo.setSizeAdjustPolicy(NoWheelComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.installEventFilter(self)  # it has the focus, and hands keys to its line past the line's filters
        self.box.addWidget(self.combo)
        self.setFocusProxy(self.combo)
        completer = QCompleter(self.combo.model(), self)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.combo.setCompleter(completer)
        self.set_options(options)
        self.combo.activated.connect(self._picked)
        completer.activated.connect(self._completed)

    def set_options(self, options: Sequence[str]) -> None:
        """Suggest these texts; the text in the line does not change."""
        text, cursor = self.line.text(), self.line.cursorPosition()
        with QSignalBlocker(self.combo), QSignalBlocker(self.line):
            self.combo.clear()
            self.combo.addItems(list(options))
            self.combo.setCurrentIndex(self.combo.findText(text))
            self.line.setText(text)
        self.line.setCursorPosition(cursor)

    def display(self, value: Any) -> None:
        """Show the text of `value` and select it in the list."""
        with QSignalBlocker(self.combo), QSignalBlocker(self.line):
            self.combo.setCurrentIndex(self.combo.findText(self._codec.text_of(value)))
        super().display(value)

    def set_marked(self, marked: bool) -> None:
        """Draw the frame of the box in the colour of problems, or not."""
        mark(self.combo, "problem", value=marked)

    def is_in_use(self) -> bool:
        """Whether the box or its line has the focus."""
        return self.line.hasFocus() or self.combo.hasFocus()

    @Slot(int)
    def _picked(self, _index: int) -> None:
        self._finished()

    @Slot(str)
    def _completed(self, text: str) -> None:
        self.line.setText(text)
        self._finished()
