"""Syntax colours for Python: keywords, strings, numbers, comments, calls. It does not parse."""

from __future__ import annotations

import keyword
import re

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from gui.style import colors

_TOKENS = re.compile(
    r"(?P<comment>#.*)"
    r"|(?P<string>[rbfu]{0,2}(?:\"(?:\\.|[^\"\\])*\"?|'(?:\\.|[^'\\])*'?))"
    r"|(?P<number>\b\d[\d_]*(?:\.\d*)?(?:e[-+]?\d+)?\b)"
    rf"|(?P<keyword>\b(?:{'|'.join(keyword.kwlist)})\b)"
    r"|(?P<call>\b[A-Za-z_]\w*(?=\())",
    re.IGNORECASE,
)


class PythonHighlighter(QSyntaxHighlighter):
    """Colours a document of Python source line by line; a triple-quoted string may span lines.

    Args:
        document: The document, which owns the highlighter.
    """

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._inks: dict[str, QTextCharFormat] = {}
        self.apply_theme()

    def apply_theme(self) -> None:
        """Take the colours of the theme and highlight again."""
        theme = colors()
        self._inks = {
            "comment": _ink(theme.code_comment),
            "string": _ink(theme.code_string),
            "number": _ink(theme.code_number),
            "keyword": _ink(theme.code_keyword),
            "call": _ink(theme.code_call),
        }
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Highlight one line; its block state is 1 while a triple-quoted string is open at its end."""
        place = 0
        inside = self.previousBlockState() == 1
        while place <= len(text):
            quote = text.find('"""', place)
            if inside:
                end = len(text) if quote < 0 else quote + 3
                self.setFormat(place, end - place, self._inks["string"])
            else:
                end = len(text) if quote < 0 else quote
                self._colour_line(text, place, end)
                if quote >= 0:
                    self.setFormat(quote, 3, self._inks["string"])
                    end += 3
            if quote < 0:
                break
            inside, place = not inside, end
        self.setCurrentBlockState(1 if inside else 0)

    def _colour_line(self, text: str, start: int, end: int) -> None:
        for found in _TOKENS.finditer(text, start, end):
            name = found.lastgroup
            if name is not None and (name != "keyword" or found.group() in keyword.kwlist):
                self.setFormat(found.start(), found.end() - found.start(), self._inks[name])


def _ink(color: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(color))
    return made
