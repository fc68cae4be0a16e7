"""A pointer and a wheel over a plot, and a click in a menu, as a person moves them."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget


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


def choose_in_menu(window: QWidget, action: QAction) -> None:
    """Open the menu of the window that has the action, and click on it."""
    menu = next(menu for menu in window.findChildren(QMenu) if action in menu.actions())
    menu.popup(window.mapToGlobal(QPoint(9, 9)))
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def choose_language(window: QWidget, code: str) -> None:
    """Click on a language in the menu of languages."""
    actions = (action for menu in window.findChildren(QMenu) for action in menu.actions())
    choose_in_menu(window, next(action for action in actions if action.data() == code))
