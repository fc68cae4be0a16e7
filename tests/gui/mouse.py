"""A pointer and a wheel over a plot, as a person moves them."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


def point_at(plot, x: float) -> QPoint:
    """The pixel of the viewport at `x`, in the middle of the height."""
    (_, _), (low, high) = plot.box.viewRange()
    scene = plot.box.mapViewToScene(QPointF(x, (low + high) / 2))
    return plot.mapFromScene(scene)


def move_to(qtbot, plot, x: float) -> None:
    viewport = plot.viewport()
    QTest.mouseMove(viewport, point_at(plot, x) + QPoint(0, 9))
    qtbot.wait(30)  # pyqtgraph takes no two moves within 10 ms
    QTest.mouseMove(viewport, point_at(plot, x))
    qtbot.wait(30)


def wheel(widget: QWidget, at: QPoint, *, notches: int = 1, ctrl: bool = False) -> None:
    keys = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        QPointF(at),
        QPointF(widget.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
