"""The tabs with what can be done with the model of a run: try it, use it in Python, take it away."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from gui.control.result_data import ModelUse
from gui.pages.results.export_card import ExportCard
from gui.pages.results.python_card import PythonCard
from gui.pages.results.try_card import TryCard
from gui.style import SPACE
from gui.text import tr

_WIDEST = 900  # lines of text longer than this are hard to read


class TryTab(QScrollArea):
    """New inputs for the model.

    Attributes:
        title: The label of the tab.
        card: What is asked, and the answers.

    Signals:
        seen(): The tab is shown.
    """

    seen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = tr("Try it")
        self.card = TryCard()
        _lay_out(self, self.title, self.card)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Report that the tab is shown: the model is loaded for it."""
        super().showEvent(event)
        self.seen.emit()


class ExportTab(QScrollArea):
    """The model for other programs.

    Attributes:
        title: The label of the tab.
        python: The lines of Python.
        exports: The formats, and the exports that were made.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = tr("Export")
        self.python, self.exports = PythonCard(), ExportCard()
        _lay_out(self, self.title, self.exports, self.python)
        self.show_use(None)

    def show_use(self, use: ModelUse | None) -> None:
        """Show what can be done with the model.

        Args:
            use: The lines, the formats and the exports; None while they are not known: then there are no
                lines to copy, and no exports of another run.
        """
        self.python.setVisible(use is not None and bool(use.lines))
        if use is None:
            self.exports.show_exports(())  # the formats stay, so that none moves below a hand
            return
        if use.lines:
            self.python.show_lines(use.lines)
        self.exports.show_formats(use.formats)
        self.exports.show_exports(use.exports)


def _lay_out(area: QScrollArea, title: str, *widgets: QWidget) -> None:
    area.setAccessibleName(title)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    body = QWidget(area)
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE.l)
    for widget in widgets:
        widget.setMaximumWidth(_WIDEST)
        column.addWidget(widget)
    column.addStretch(1)
    area.setWidget(body)
