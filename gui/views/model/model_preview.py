"""The layers of a model as a table and as a drawing, with totals; or the reason why there are none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.message import Sentence
from engine.models.overview.drawn import ModelDrawing
from gui.style import SPACE
from gui.style.no_wheel import NoWheelTabBar
from gui.text import tr
from gui.views.model.model_drawing import ModelDrawingView
from gui.views.parts import numbers
from gui.views.parts.plain_table import PlainTable

_DRAWING = 1  # its tab
_LAYER = 1  # the column whose texts are the longest


class Layer(Protocol):
    """A row of `engine.models.overview.summary`, which is not imported here, as it imports TensorFlow.

    Attributes:
        name: The name of the layer.
        layer: Its Keras class.
        output: The shape of its output for one example, such as "8 × 8 × 32".
        parameters: How many weights it has.
    """

    @property
    def name(self) -> str: ...  # noqa: D102 - said by its name
    @property
    def layer(self) -> str: ...  # noqa: D102 - said by its name
    @property
    def output(self) -> str: ...  # noqa: D102 - said by its name
    @property
    def parameters(self) -> int: ...  # noqa: D102 - said by its name


class Summary(Protocol):
    """An `engine.models.overview.summary.ModelSummary`.

    Attributes:
        rows: The layers from first to last.
        total: How many parameters there are.
        trainable: How many of them are trained.
        bytes: The size of the weights in bytes.
        memory: What training takes in bytes, estimated; 0 where that is not known.
        drawing: The drawing of the model; None where there is none.
    """

    @property
    def rows(self) -> Sequence[Layer]: ...  # noqa: D102 - said by its name
    @property
    def total(self) -> int: ...  # noqa: D102 - said by its name
    @property
    def trainable(self) -> int: ...  # noqa: D102 - said by its name
    @property
    def bytes(self) -> int: ...  # noqa: D102 - said by its name
    @property
    def memory(self) -> int: ...  # noqa: D102 - said by its name
    @property
    def drawing(self) -> ModelDrawing | None: ...  # noqa: D102 - said by its name


class ModelPreview(QWidget):
    """The layers as a table or a drawing, a problem, or a line that says that they are not known yet.

    Attributes:
        drawing: The drawing with its buttons.
        tabs: Chooses between table and drawing.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = PlainTable(tr("Layers"), most_height=None)
        self.drawing = ModelDrawingView()
        self.tabs = NoWheelTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(tr("Views of the layers"))
        self.tabs.addTab(tr("Table"))
        self.tabs.addTab(tr("Drawing"))
        self.tabs.currentChanged.connect(self._choose)
        self._has_drawing = False
        self._totals = QLabel()
        self._totals.setProperty("role", "muted")
        self._totals.setWordWrap(True)
        self._problem = QFrame()
        self._problem.setProperty("role", "problem")
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside = QHBoxLayout(self._problem)
        inside.setContentsMargins(SPACE.m, SPACE.s, SPACE.m, SPACE.s)
        inside.addWidget(self._sentence)
        self._waiting = QLabel(tr("The layers will stand here as soon as the data is read."))
        self._waiting.setProperty("role", "muted")
        self._waiting.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE.s)
        for widget in self._parts:
            layout.addWidget(widget)
        layout.addStretch()
        self._show(self._waiting)

    def show_summary(self, summary: Summary) -> None:
        """Show the layers of a model.

        Args:
            summary: The layers from first to last, with totals.
        """
        titles = [tr("Name"), tr("Layer"), tr("Output"), tr("Parameters")]
        rows = [[layer.name, layer.layer, layer.output, layer.parameters] for layer in summary.rows]
        self._table.show_rows(titles, rows, wide=_LAYER)
        totals = tr(
            "{total} parameters, {trainable} of them trained; {size}",
            total=numbers.count(summary.total),
            trainable=numbers.count(summary.trainable),
            size=numbers.size(summary.bytes),
        )
        memory = tr("About {size} of memory while it trains", size=numbers.size(summary.memory))
        self._totals.setText(f"{totals}\n{memory}" if summary.memory else totals)
        self._has_drawing = summary.drawing is not None
        if summary.drawing is not None:
            self.drawing.show_drawing(summary.drawing)
        self._show_layers()

    def show_problem(self, sentence: Sentence) -> None:
        """Show why the model cannot be built."""
        self._sentence.setText(sentence)
        self._show(self._problem)

    def show_waiting(self) -> None:
        """Show that the layers are not known yet."""
        self._show(self._waiting)

    @Slot(int)
    def _choose(self, _tab: int) -> None:
        self._show_layers()

    def _show_layers(self) -> None:
        if not self._has_drawing:
            self._show(self._table, self._totals)
            return
        chosen = self.drawing if self.tabs.currentIndex() == _DRAWING else self._table
        self._show(self.tabs, chosen, self._totals)

    @property
    def _parts(self) -> tuple[QWidget, ...]:
        return (self._waiting, self._problem, self.tabs, self._table, self.drawing, self._totals)

    def _show(self, *shown: QWidget) -> None:
        for widget in self._parts:
            widget.setVisible(widget in shown)
