"""The drawing of a model in a view that zooms and scrolls, with buttons to copy and save it.

Cards and arrows are placed by `engine.models.overview.drawn` and painted by `model_scene`.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsScene,
    QGraphicsView,
    QHBoxLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.models.overview.drawn import ModelDrawing
from gui.style import SPACE, colors, set_icon
from gui.text import tr
from gui.views.model.model_scene import scene_of

_HEIGHT = 520
_STEP = 1.25
_LEAST, _MOST = 0.01, 4.0
_READABLE = 0.6  # the initial scale is at least this, however wide the model


class DrawingCanvas(QGraphicsView):
    """A view of the drawing: Ctrl and the wheel, + and - zoom, 0 shows it all, dragging scrolls.

    It starts at a readable scale, at the top.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing: ModelDrawing | None = None
        self._shown: QGraphicsScene | None = None
        self._zoomed = False  # whether the person has zoomed
        self.setAccessibleName(tr("Drawing of the model"))
        self.setToolTip(tr("Ctrl and the wheel zoom, dragging moves; keys: + and - zoom, 0 shows all"))
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFixedHeight(_HEIGHT)

    @property
    def scale_now(self) -> float:
        """The present scale, in pixels of the view per pixel of the drawing."""
        return self.transform().m11()

    def show_drawing(self, drawing: ModelDrawing) -> None:
        """Show another drawing; the zoom that a person has chosen is kept."""
        if drawing == self._drawing:
            return
        self._drawing = drawing
        self._redraw()
        if not self._zoomed:
            self._begin()

    def zoom(self, factor: float) -> None:
        """Multiply the scale by `factor`, within 0.01 to 4."""
        wanted = min(max(self.scale_now * factor, _LEAST), _MOST)
        self._zoomed = True
        self.scale(wanted / self.scale_now, wanted / self.scale_now)

    @Slot()
    def zoom_in(self) -> None:
        """Zoom in by a quarter."""
        self.zoom(_STEP)

    @Slot()
    def zoom_out(self) -> None:
        """Zoom out by a fifth."""
        self.zoom(1 / _STEP)

    @Slot()
    def show_all(self) -> None:
        """Fit the whole model into the view, at most at full size."""
        room, whole = self.viewport().rect(), self.sceneRect()
        if whole.isEmpty():
            return
        self.zoom(min(room.width() / whole.width(), room.height() / whole.height(), 1.0) / self.scale_now)
        self.centerOn(whole.center())

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Zoom around the pointer with Ctrl, scroll without."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.zoom(_STEP ** (event.angleDelta().y() / 120))
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Handle the keys that zoom; arrow keys scroll."""
        command = {
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: self.show_all,
        }.get(Qt.Key(event.key()))
        if command is None:
            super().keyPressEvent(event)
        else:
            command()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the width again, until the person zooms."""
        super().resizeEvent(event)
        if not self._zoomed:
            self._begin()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the width, which is known now."""
        super().showEvent(event)
        if not self._zoomed:
            self._begin()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take new colours when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._redraw()

    def _redraw(self) -> None:
        if self._drawing is None:
            return
        before, self._shown = self._shown, scene_of(self._drawing, colors())
        self._shown.setParent(self)
        self.setScene(self._shown)
        if before is not None:
            before.deleteLater()

    def _begin(self) -> None:
        if self._drawing is None:
            return
        whole = self.sceneRect()
        scale = min(max(self.viewport().width() / whole.width(), _READABLE), 1.0)
        self.resetTransform()
        self.scale(scale, scale)
        self.horizontalScrollBar().setValue(
            (self.horizontalScrollBar().minimum() + self.horizontalScrollBar().maximum()) // 2
        )
        self.verticalScrollBar().setValue(self.verticalScrollBar().minimum())


class ModelDrawingView(QWidget):
    """The canvas with its buttons.

    Attributes:
        canvas: The view of the drawing.
        whole: The button that shows the whole model.
        larger: The button that zooms in.
        smaller: The button that zooms out.
        copy_button: The button that copies the drawing.
        save_button: The button that saves the drawing.

    Signals:
        copy_asked(ModelDrawing): The drawing is to be copied as an image.
        save_asked(ModelDrawing): The drawing is to be saved as a file.
    """

    copy_asked = Signal(object)
    save_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing: ModelDrawing | None = None
        self.canvas = DrawingCanvas()
        self.whole = _tool(tr("Show all"), "")
        self.larger = _tool(tr("Larger"), "plus")
        self.smaller = _tool(tr("Smaller"), "minus")
        self.copy_button = _tool(tr("Copy the drawing as a picture"), "copy")
        self.save_button = _tool(tr("Save the drawing (SVG, PNG)..."), "save")
        self.whole.clicked.connect(self.canvas.show_all)
        self.larger.clicked.connect(self.canvas.zoom_in)
        self.smaller.clicked.connect(self.canvas.zoom_out)
        self.copy_button.clicked.connect(self._ask_copy)
        self.save_button.clicked.connect(self._ask_save)
        row = QHBoxLayout()
        row.setSpacing(SPACE.xs)
        for button in (self.smaller, self.larger, self.whole):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self.copy_button)
        row.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        column.addLayout(row)
        column.addWidget(self.canvas)

    def show_drawing(self, drawing: ModelDrawing) -> None:
        """Show another drawing."""
        self._drawing = drawing
        self.canvas.show_drawing(drawing)

    @Slot()
    def _ask_copy(self) -> None:
        self.copy_asked.emit(self._drawing)

    @Slot()
    def _ask_save(self) -> None:
        self.save_asked.emit(self._drawing)


def _tool(text: str, icon: str) -> QToolButton:
    button = QToolButton()
    button.setProperty("kind", "quiet")
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setToolTip(text)
    button.setAccessibleName(text)
    if icon:
        set_icon(button, icon, tint="muted")
    else:
        button.setText(text)
    return button
