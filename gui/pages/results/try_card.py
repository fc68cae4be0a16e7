"""New inputs for the model of a run: files that are chosen or dropped, a text, the fields of a row.

Asking the model is left to `gui.control.results`; the card says what is asked.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.evaluate.result_words import with_unit
from engine.message import Sentence
from gui.control.result_data import NewInput, TryForm
from gui.idle_work import Turns, many_a_turn
from gui.pages.page import card, label
from gui.style import SPACE, set_icon
from gui.style.no_wheel import NoWheelComboBox
from gui.text import tr
from gui.views.results.answers.answer_list import AnswerList

if TYPE_CHECKING:
    from engine.predict.answers import Answered
    from engine.predict.input_form import Field

_TEXT_HEIGHT = 96
_AT_ONCE = 40
"""Fields that are made in one turn of the event loop."""


class TryCard(QWidget):
    """What the model takes, and its answers.

    Attributes:
        files: Asks for files; hidden where the model takes none.
        text: A text to ask.
        fields: The fields of a row, by their names; of a wide table more are added in later turns.
        ask: Asks the model for the text or the row.
        answers: What it has answered.

    Signals:
        asked(NewInput): The model is asked.
        files_wanted(): Files are to be chosen.
    """

    asked = Signal(object)
    files_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self._form: TryForm | None = None
        self._asked = NewInput()
        self.fields: dict[str, QLineEdit | QComboBox] = {}
        self._turns = Turns(self)
        self._removed: list[QWidget] = []
        self._removals = Turns(self)
        self._hint = label("", role="muted")
        self.files = QPushButton(tr("Choose files..."))
        set_icon(self.files, "folder")
        self.files.clicked.connect(self.files_wanted)
        self.text = QPlainTextEdit()
        self.text.setAcceptDrops(False)  # a dropped file is for the card; Qt would type its address
        self.text.setAccessibleName(tr("Text"))
        self.text.setPlaceholderText(tr("Type or paste a text."))
        self.text.setFixedHeight(_TEXT_HEIGHT)
        self.text.setTabChangesFocus(True)
        self._row, self._grid = _row()
        self.ask = QPushButton(tr("Ask the model"))
        self.ask.clicked.connect(self.ask_typed)
        buttons = QWidget()
        line = QHBoxLayout(buttons)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE.s)
        for button in (self.ask, self.files):
            line.addWidget(button)
        self._doing = label("", role="muted")
        line.addWidget(self._doing, 1)
        self.answers = AnswerList()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.m)
        self._card = card(self._hint, self.text, self._row, buttons, title=tr("Try it"))
        column.addWidget(self._card)
        column.addWidget(self.answers)
        column.addStretch(1)
        self.show_form(None)

    def show_form(self, form: TryForm | None) -> None:
        """Show what the model takes, without an answer.

        Args:
            form: What it takes; None while that is not known.
        """
        self._form = form
        takes = form.takes if form is not None else ""
        self._hint.setText(_hint(takes, form.suffixes if form is not None else ()))
        self._replace_fields(form.fields if form is not None else ())
        self.text.setVisible(takes == "text")
        self._row.setVisible(takes == "row")
        self.ask.setVisible(takes in ("text", "row"))
        self.files.setVisible(bool(takes))
        self.answers.say("")
        self.show_busy("")

    def show_busy(self, doing: str) -> None:
        """Show that the model is at work; "" when it is not."""
        self._doing.setText(doing)

    def show_answers(self, answered: Answered) -> None:
        """Show what the model has answered."""
        self.show_busy("")
        takes_pictures = self._form is not None and self._form.takes == "picture"
        pictures = {path.name: path for path in self._asked.paths} if takes_pictures else {}
        pictures |= {str(path): path for path in self._asked.paths} if takes_pictures else {}
        self.answers.show_answers(answered, pictures=pictures)

    @Slot(str)
    def say_refused(self, sentence: Sentence) -> None:
        """Say why there is no answer."""
        self.show_busy("")
        self.answers.say(sentence)

    def ask_files(self, paths: tuple[Path, ...]) -> None:
        """Ask the model for what is in files."""
        self._emit(NewInput(paths=paths))

    @Slot()
    def ask_typed(self) -> None:
        """Ask the model for the text, or the row, as it is filled in."""
        if self._form is None:
            return
        if self._form.takes == "text":
            if text := self.text.toPlainText().strip():
                self._emit(NewInput(text=text))
            else:
                self.text.setFocus()
        else:
            self._emit(NewInput(row={name: _text_of(field) for name, field in self.fields.items()}))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Accept local files, which are new inputs here and not other data."""
        if self._form is not None and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Ask the model for the dropped files and folders."""
        paths = tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
        if paths:
            event.acceptProposedAction()
            self.ask_files(paths)

    def _emit(self, asked: NewInput) -> None:
        self._asked = asked
        self.show_busy(tr("The model is asked..."))
        self.asked.emit(asked)

    def _replace_fields(self, fields: tuple[Field, ...]) -> None:
        self._turns.stop()
        if self.fields:
            self._remove_row()
        for field in fields[:_AT_ONCE]:
            self._add_field(field)
        self._turns.begin(many_a_turn(map(self._add_field, fields[_AT_ONCE:])))

    def _remove_row(self) -> None:
        """Put an empty row in place of the one before, which is removed in turns: it may have thousands."""
        before, (self._row, self._grid) = self._row, _row()
        inside = self._card.layout()
        if inside is not None:
            inside.replaceWidget(before, self._row)
        before.hide()
        self.fields = {}
        self._removed.append(before)
        self._removals.begin(self._remove())

    def _remove(self) -> Generator[int]:
        while self._removed:
            row = self._removed[-1]
            inside = row.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
            for first in range(0, len(inside), _AT_ONCE):
                for widget in inside[first : first + _AT_ONCE]:
                    widget.deleteLater()
                yield 0
            row.deleteLater()
            self._removed.remove(row)

    def _add_field(self, field: Field) -> None:
        name = with_unit(field.name, field.unit)
        title, editor = QLabel(name), _editor(field)
        title.setBuddy(editor)
        editor.setAccessibleName(name)
        line = editor.lineEdit() if isinstance(editor, QComboBox) else editor
        if line is not None:
            line.returnPressed.connect(self.ask_typed)
        place, side = divmod(len(self.fields), 2)
        before = self.fields[next(reversed(self.fields))] if self.fields else self.text
        self.fields[field.name] = editor
        self._grid.addWidget(title, place, 2 * side)
        self._grid.addWidget(editor, place, 2 * side + 1)
        QWidget.setTabOrder(before, editor)  # the buttons come behind the last field


def _row() -> tuple[QWidget, QGridLayout]:
    """Return a row without fields, and where they are put."""
    row = QWidget()
    grid = QGridLayout(row)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(SPACE.m)
    grid.setVerticalSpacing(SPACE.s)
    for column in (1, 3):
        grid.setColumnStretch(column, 1)
    return row, grid


def _editor(field: Field) -> QLineEdit | QComboBox:
    if field.choices:
        box = NoWheelComboBox()
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)  # what is typed is asked, not one more choice
        box.addItems(["", *field.choices])
        return box
    line = QLineEdit()
    line.setAcceptDrops(False)
    if field.kind == "date":
        line.setPlaceholderText("2024-03-31")
    return line


def _text_of(editor: QLineEdit | QComboBox) -> str:
    return editor.currentText() if isinstance(editor, QComboBox) else editor.text()


def _hint(takes: str, endings: tuple[str, ...]) -> str:
    return {
        "picture": tr("Drop pictures or a folder here, or choose them."),
        "row": tr("Fill in a row, or drop a file with many. What is left empty counts as missing."),
        "text": tr("Type a text, or drop text files here."),
        "file": tr(
            "Drop a file here as the run was trained on, or choose one: {endings}.",
            endings=", ".join(endings),
        ),
        "": "",
    }[takes]
