"""The confusion matrix with its choices: counts or shares, zoom, and the current cell in words.

Which examples are in a chosen cell is left to whoever listens.
"""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QToolButton, QWidget

from engine.evaluate.measures.confusion import Confusion
from engine.report.figure import Drawing
from engine.report.grid_figure import matrix_drawing, table_drawing
from engine.report.tables import table_csv
from gui.style import SPACE, mark, set_icon
from gui.text import tr
from gui.views.parts.elided import ElidedLabel
from gui.views.results.matrix.matrix_canvas import MatrixCanvas
from gui.views.results.matrix.matrix_geometry import STEP
from gui.views.results.result_card import ResultCard


class ConfusionView(ResultCard):
    """A card with the matrix.

    Attributes:
        canvas: The matrix itself.
        counts_button: Writes counts into the cells.
        shares_button: Writes percents of the true class into the cells.
        fit_button: Shows the whole matrix again.
        words: The current cell in words.

    Signals:
        cell_chosen(int, int): The examples of a cell are asked for: number of the true class, of the answer.
    """

    cell_chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Confusion matrix"), "confusion", parent=parent)
        self._confusion: Confusion | None = None
        self.canvas = MatrixCanvas()
        self.canvas.moved.connect(self._say)
        self.canvas.chosen.connect(self.cell_chosen)
        self.counts_button = _switch(tr("Counts"))
        self.shares_button = _switch(tr("Percent"), tr("Percent of the true class"))
        self.counts_button.setChecked(True)
        group = QButtonGroup(self)
        for button in (self.counts_button, self.shares_button):
            group.addButton(button)
            self.add_choice(button)
        self.shares_button.toggled.connect(self._show_shares)
        self.fit_button = _tool(tr("Whole matrix"), tr("Show the whole matrix (0)"))
        self.fit_button.clicked.connect(self._fit)
        self.words = ElidedLabel()
        key = QLabel(tr("Blue is right, orange is a mistake. A click shows the examples of a cell."))
        key.setProperty("role", "caption")
        key.setWordWrap(True)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE.s)
        foot.addWidget(key, 1)
        for icon, name, slot in (
            ("minus", tr("Smaller cells (-)"), self._zoom_out),
            ("plus", tr("Larger cells (+)"), self._zoom_in),
        ):
            button = _tool("", name)
            set_icon(button, icon, tint="muted")
            button.clicked.connect(slot)
            foot.addWidget(button)
        foot.addWidget(self.fit_button)
        self.body.addWidget(self.canvas, 1)
        self.body.addWidget(self.words)
        self.body.addLayout(foot)

    def show_confusion(self, confusion: Confusion) -> None:
        """Show a matrix: rows are the truth, columns the answers."""
        self._confusion = confusion
        self.canvas.show_confusion(confusion)
        self._say(*self.canvas.current)

    def mark_cell(self, truth: int, answer: int) -> None:
        """Put the frame around a cell without choosing it."""
        self.canvas.mark(truth, answer)

    def drawing(self) -> Drawing:
        """Return the matrix as a figure, with counts or percents as they are shown now."""
        if self._confusion is None:
            return table_drawing((), (), title=self.title, numeric=())
        return matrix_drawing(self._confusion, title=self.title, shares=self.shares_button.isChecked())

    def csv(self) -> str:
        """Return the counts: a row for each true class, a column for each answer."""
        if self._confusion is None:
            return ""
        names = self._confusion.classes
        rows = ([name, *row] for name, row in zip(names, self._confusion.counts.tolist(), strict=True))
        return table_csv([tr("Truth"), *names], rows)

    @Slot(int, int)
    def _say(self, truth: int, answer: int) -> None:
        self.words.setText(self.canvas.words(truth, answer))

    @Slot(bool)
    def _show_shares(self, on: bool) -> None:
        self.canvas.show_shares(on=on)

    @Slot()
    def _fit(self) -> None:
        self.canvas.fit()

    @Slot()
    def _zoom_in(self) -> None:
        self.canvas.zoom(STEP)

    @Slot()
    def _zoom_out(self) -> None:
        self.canvas.zoom(1 / STEP)


def _switch(text: str, tip: str = "") -> QToolButton:
    button = _tool(text, tip)
    button.setCheckable(True)
    return button


def _tool(text: str, tip: str) -> QToolButton:
    button = QToolButton()
    mark(button, "kind", value="ghost")
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(tip or text)
    return button
