"""One setting in a form: label, Keras name, editor, unit, note, problem, and the dot of a changed value.

Values are edited by the editor from `gui.forms.editors`; rows are put together by `gui.forms.sections`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from engine.message import Sentence
from gui.forms.editors.editor import same
from gui.forms.editors.registry import editor_for
from gui.forms.field_parts import DOT_WIDTH, RESET_KEYS, ChangedDot, CureButtons, FieldLabel
from gui.forms.form import message_role
from gui.style import SPACE, mark
from gui.text import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.problems import Cure
    from engine.settings.declaration.declare import Declared


class FieldRow(QWidget):
    """A labelled editor of one setting.

    Args:
        declared: The declaration of the setting.
        path: Its dotted path.
        parent: The Qt parent.

    Attributes:
        path: Its dotted path.
        declared: Its declaration.
        changed: Whether the value shown is not the default.
        editor: The editor of the value.
        label: Title and Keras name.

    Signals:
        edited: path and new value.
        unreadable: path, and why the typed text cannot be parsed; "" once it can be.
        pressed: path of the row whose label was clicked.
    """

    edited = Signal(str, object)
    unreadable = Signal(str, str)
    pressed = Signal(str)

    def __init__(self, declared: Declared, path: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self.declared = declared
        self.changed = False
        self._problem = ""
        self._warning = ""
        self._sentence = ""
        self._reason = ""
        self._remark = ""
        self.editor = editor_for(declared)
        self.label = FieldLabel(declared.info, self)
        # few of a hundred rows ever need these, so each is created when it is first used
        self._dot: ChangedDot | None = None
        self._note: QLabel | None = None
        self._message: QLabel | None = None
        self._cures: CureButtons | None = None
        self._unit = _small(self, "muted", tr(declared.info.unit)) if declared.info.unit else None
        self._lay_out()
        info = declared.info
        title = tr(info.title)
        self.editor.set_name(f"{title} ({info.keras})" if info.keras else title, about=tr(info.help))
        self.editor.changed.connect(self._changed)
        self.editor.sibling_changed.connect(self._sibling_changed)
        self.editor.unreadable.connect(self._unreadable)
        reset = QShortcut(RESET_KEYS, self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        reset.activated.connect(self.reset)

    def show_value(self, value: Any) -> None:
        """Show the value of the snapshot, and whether it differs from the default."""
        self.editor.show_value(value)
        self.changed = not same(value, self.declared.default)
        if self.changed or self._dot is not None:
            self.dot.setVisible(self.changed)

    def show_problem(self, text: Sentence) -> None:
        """Show a problem below the field; "" removes it."""
        self._problem = text
        if not text:
            self.editor.settle()
        self._show_message()

    def show_warning(self, text: str) -> None:
        """Show below the field what may spoil a run; "" removes it."""
        self._warning = text
        self._show_message()

    def show_cures(self, cures: Sequence[Cure], *, asked: Callable[[Cure], object]) -> None:
        """Show below the message a button for each change that takes what it says away.

        Args:
            cures: The changes; () removes the buttons.
            asked: A slot, called with the change whose button is pressed; always the same one.
        """
        if self._cures is None:
            if not cures:
                return
            self._cures = CureButtons(self)
            self._cures.asked.connect(asked)
            self._below.insertWidget(self._below.indexOf(self.message) + 1, self._cures)
        self._cures.show_cures(cures)

    def set_inactive(self, reason: str) -> None:
        """Disable the field and show the reason; "" enables it again."""
        self._reason = reason
        for part in (self.editor, self.label, self._unit):
            if part is not None:
                part.setEnabled(not reason)
        self.setToolTip(reason)
        self._show_message()

    def show_remark(self, text: str) -> None:
        """Show below the field what it has come to mean for the present data; "" removes it."""
        if text != self._remark:
            self._remark = text
            self._show_message()

    def add_below(self, widget: QWidget) -> None:
        """Put a widget below the field and its messages."""
        self._below.addWidget(widget)

    def set_note(self, text: str) -> None:
        """Show a note beside the field, such as "57 steps an epoch"; "" removes it."""
        if text or self._note is not None:
            self.note.setText(text)
            self.note.setVisible(bool(text))

    @property
    def dot(self) -> ChangedDot:
        """The mark of a value that is not the default."""
        if self._dot is None:
            self._dot = ChangedDot(self, tr(self.declared.info.title))
            self._dot.clicked.connect(self.reset)
            self._grid.addWidget(self._dot, 0, 0, Qt.AlignmentFlag.AlignTop)
            self._dot.hide()
        return self._dot

    @property
    def note(self) -> QLabel:
        """The label of the note."""
        if self._note is None:
            self._note = _small(self, "caption")
            if self.editor.is_wide:
                self._below.insertWidget(1, self._note)
            else:
                self._line.insertWidget(self._line.count() - 1, self._note, 1000)
            self._note.hide()
        return self._note

    @property
    def message(self) -> QLabel:
        """The label that says what is wrong, or why the field has no effect."""
        if self._message is None:
            self._message = _small(self, "problem")
            self._below.addWidget(self._message)
            self._message.hide()
        return self._message

    @property
    def has_problem(self) -> bool:
        """Whether a problem is shown, or the typed text cannot be parsed."""
        return bool(self._problem or self._sentence)

    @Slot()
    def reset(self) -> None:
        """Set the default value."""
        self.editor.display(self.declared.default)
        self.editor.commit()

    @Slot(object)
    def _changed(self, value: Any) -> None:
        self.edited.emit(self.path, value)

    @Slot(str, object)
    def _sibling_changed(self, name: str, value: Any) -> None:
        self.edited.emit(f"{self.path.rpartition('.')[0]}.{name}", value)

    @Slot(str)
    def _unreadable(self, sentence: str) -> None:
        if sentence != self._sentence:
            self._sentence = sentence
            self._show_message()
            self.unreadable.emit(self.path, sentence)

    def _show_message(self) -> None:
        wrong = self._sentence or self._problem
        text = wrong or self._warning or self._reason or self._remark
        if text or self._message is not None:
            mark(self.message, "role", value=message_role(wrong, self._warning))
            self.message.setText(text)
            self.message.setVisible(bool(text))
        self.editor.set_marked(bool(wrong))

    def _lay_out(self) -> None:
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, SPACE.xs, 0, SPACE.xs)
        grid.setHorizontalSpacing(0)
        grid.setColumnMinimumWidth(0, DOT_WIDTH)
        grid.setColumnStretch(2, 1)
        grid.addWidget(self.label, 0, 1, Qt.AlignmentFlag.AlignTop)
        self._below = below = QVBoxLayout()
        below.setSpacing(SPACE.hair)
        if self.editor.is_below:
            grid.addLayout(below, 1, 1, 1, 2)
        else:
            grid.addLayout(below, 0, 2)
        self._line = line = QHBoxLayout()
        line.setSpacing(SPACE.s)
        below.addLayout(line)
        line.addWidget(self.editor, 1 if self.editor.is_wide else 0)
        if self._unit is not None:
            self._unit.setWordWrap(False)
            line.addWidget(self._unit)
        if not self.editor.is_wide:
            self.editor.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
            line.addStretch(1)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Accept the press, so that the release is delivered here too."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Give the editor the focus after a click on the label."""
        self.editor.setFocus(Qt.FocusReason.MouseFocusReason)
        self.pressed.emit(self.path)
        event.accept()


def _small(parent: QWidget, role: str, text: str = "") -> QLabel:
    label = QLabel(text, parent)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label
