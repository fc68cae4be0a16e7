"""The Keras script that the settings make, read-only; a place in it and its field find each other.

The script is written by the engine. This view shows it, lights up what belongs to a setting, and tells which
setting was clicked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QColor, QGuiApplication, QMouseEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.style import SPACE, colors, set_icon
from gui.text import tr
from gui.views.side.python_highlighter import PythonHighlighter


class Span(Protocol):
    """A stretch of the script, in characters from its start, and the dotted path of its setting."""

    @property
    def start(self) -> int: ...  # noqa: D102 - said by the class
    @property
    def end(self) -> int: ...  # noqa: D102 - said by the class
    @property
    def path(self) -> str: ...  # noqa: D102 - said by the class


@dataclass(frozen=True, slots=True)
class _Place:
    """A span as Qt counts: in UTF-16 units."""

    start: int
    end: int
    path: str


class ScriptView(QWidget):
    """`show_script` gives it the text, `highlight` lights up a setting."""

    path_clicked = Signal(str)  # the dotted path of the setting whose place was clicked
    saved = Signal(str)  # the file that the script was written to
    failed = Signal(str)  # a sentence: why it could not be written

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spans: tuple[_Place, ...] = ()
        self._path = ""
        self._source = _Source()
        self._source.clicked_at.connect(self._clicked_at)
        self._highlighter = PythonHighlighter(self._source.document())
        title = QLabel(tr("Script"))
        title.setProperty("role", "heading")
        self.copy_button = _tool("copy", tr("Copy the script"))
        self.copy_button.clicked.connect(self.copy)
        self.save_button = _tool("save", tr("Save the script as a file…"))
        self.save_button.clicked.connect(self._ask_where)
        header = QHBoxLayout()
        header.setContentsMargins(SPACE.l, SPACE.s, SPACE.s, 0)
        header.setSpacing(SPACE.xs)
        header.addWidget(title)
        header.addStretch()
        header.addWidget(self.copy_button)
        header.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE.xs)
        layout.addLayout(header)
        body = QVBoxLayout()
        body.setContentsMargins(SPACE.s, 0, SPACE.s, SPACE.s)
        body.addWidget(self._source)
        layout.addLayout(body, 1)
        self.setMinimumWidth(220)

    @property
    def text(self) -> str:
        """The script as it is shown."""
        return self._source.toPlainText()

    def show_script(self, text: str, spans: Sequence[Span]) -> None:
        """Show a script. Where it is scrolled to and what is lit up stay."""
        self._spans = tuple(
            _Place(_units(text, span.start), _units(text, span.end), span.path) for span in spans
        )
        if text != self.text:
            bar, across = self._source.verticalScrollBar(), self._source.horizontalScrollBar()
            place, column = bar.value(), across.value()
            self._source.setPlainText(text)
            bar.setValue(place)
            across.setValue(column)
        self._light_up()

    def highlight(self, path: str) -> None:
        """Light up the places of a setting and scroll to the first; "" lights up nothing."""
        self._path = path
        found = self._light_up()
        if found:
            cursor = QTextCursor(self._source.document())
            cursor.setPosition(found[0].start)
            self._source.scroll_into_view(cursor, last=found[0].end)

    def lit_line(self) -> str:
        """The first line that is lit up, as "12: epochs=30,"; "" where nothing is."""
        lit = self._source.extraSelections()
        if not lit:
            return ""
        first = QTextCursor(self._source.document())
        first.setPosition(lit[0].cursor.selectionStart())
        return f"{first.blockNumber() + 1}: {first.block().text().strip()}"

    def lit(self) -> list[str]:
        """The stretches of the script that are lit up."""
        return [selection.cursor.selectedText() for selection in self._source.extraSelections()]

    def save_to(self, path: Path) -> None:
        """Write the script to a file; tells `saved`, or `failed` with the reason."""
        try:
            path.write_text(self.text, encoding="utf-8")
        except OSError as error:
            self.failed.emit(
                tr(
                    "The script could not be written to {path}: {reason}.",
                    path=path,
                    reason=error.strerror or error,
                )
            )
        else:
            self.saved.emit(str(path))

    @Slot()
    def copy(self) -> None:
        """Put the whole script on the clipboard."""
        QGuiApplication.clipboard().setText(self.text)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take new colours when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_highlighter"):
            self._highlighter.apply_theme()
            self._light_up()

    def _light_up(self) -> list[_Place]:
        found = [span for span in self._spans if self._path and _belongs(span.path, self._path)]
        look = QTextCharFormat()
        look.setBackground(QColor(colors().soft))
        selections: list[QTextEdit.ExtraSelection] = []
        for span in found:
            cursor = QTextCursor(self._source.document())
            cursor.setPosition(span.start)
            cursor.setPosition(span.end, QTextCursor.MoveMode.KeepAnchor)
            selection = QTextEdit.ExtraSelection()
            selection.cursor = cursor
            selection.format = look
            selections.append(selection)
        self._source.setExtraSelections(selections)
        return found

    @Slot(int)
    def _clicked_at(self, place: int) -> None:
        inside = [span for span in self._spans if span.start <= place <= span.end]
        if inside:
            # of nested places the innermost was meant
            self.path_clicked.emit(min(inside, key=lambda span: span.end - span.start).path)

    @Slot()
    def _ask_where(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Save the script"), "train.py", tr("Python (*.py)"))
        if name:
            self.save_to(Path(name))


class _Source(QPlainTextEdit):
    """Read-only text that tells where it was clicked."""

    clicked_at = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setProperty("role", "code")
        # in the text and not around it, so that the scroll bars stand at the edge
        self.document().setDocumentMargin(SPACE.s)
        self.setAccessibleName(tr("Script"))
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setPlaceholderText(tr("The Keras script stands here as soon as the data is known."))

    def scroll_into_view(self, cursor: QTextCursor, *, last: int) -> None:
        """Put the cursor where it is to be; what is seen already, to its `last` character, stays there."""
        end = QTextCursor(self.document())
        end.setPosition(last)
        height = self.viewport().height()
        seen = all(0 <= self.cursorRect(each).center().y() <= height for each in (cursor, end))
        self.setTextCursor(cursor)
        if not seen:
            self.centerCursor()
        self.horizontalScrollBar().setValue(0)
        self.ensureCursorVisible()

    def mouseReleaseEvent(self, e: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        super().mouseReleaseEvent(e)
        if e.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self.clicked_at.emit(self.cursorForPosition(e.position().toPoint()).position())


def _belongs(path: str, wanted: str) -> bool:
    """Whether a span of setting `path` is part of setting `wanted`: itself, or one inside it."""
    return path == wanted or path.startswith(wanted + ".")


def _units(text: str, place: int) -> int:
    """A place in characters as one in UTF-16 units."""
    return len(text[:place].encode("utf-16-le")) // 2


def _tool(icon: str, text: str) -> QToolButton:
    button = QToolButton()
    button.setProperty("kind", "quiet")
    button.setToolTip(text)
    button.setAccessibleName(text)
    set_icon(button, icon, tint="muted")
    return button
