"""Looks over the controls of a window: their names, why they are grey, and how Tab reaches them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QButtonGroup,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QWidget,
)

from gui.forms.form import Form

_CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
)
_MOST_STOPS = 400


def controls(window: QWidget) -> Iterator[QWidget]:
    """What is seen and can be used or would be; the inner parts of a control are not looked at."""
    for widget in window.findChildren(QWidget):
        inner = isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox | QTabBar | QAbstractItemView)
        known = isinstance(widget, _CONTROLS) and not isinstance(widget, QScrollBar)
        if known and widget.isVisible() and not inner:
            yield widget


def nameless(window: QWidget) -> Iterator[str]:
    """Controls that a screen reader could not call by any name."""
    for widget in controls(window):
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (widget.accessibleName() or text or _buddy(window, widget)):
            yield describe(widget)


def greyed_without_reason(window: QWidget) -> Iterator[str]:
    """Controls that cannot be used, and neither they nor what they stand in says why."""
    for widget in controls(window):
        if not widget.isEnabled() and not _reason(widget):
            yield describe(widget)


def can_be_reached(page: QWidget) -> Iterator[QWidget]:
    """The controls of a page to which the Tab key should lead."""
    for widget in controls(page):
        group: QButtonGroup | None = widget.group() if isinstance(widget, QAbstractButton) else None
        chosen_by_arrows = group is not None and group.exclusive() and group.checkedButton() is not widget
        if widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not chosen_by_arrows:
            yield widget


def reached_by_tab(window: QWidget) -> Iterator[QWidget]:
    """What gets the focus, one after the other, while Tab is pressed until it comes round."""
    seen: list[QWidget] = []
    for _ in range(_MOST_STOPS):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        found = QApplication.focusWidget()
        if found is None or found in seen[-1:]:
            continue  # from one link of a label to the next
        if found in seen:
            assert found is seen[0], f"Tab never leaves the round that begins at {describe(found)}"
            return
        seen.append(found)
        yield found
        # the window of a view, or the field of a combo box, stands for the whole
        parent = found.parentWidget()
        if isinstance(parent, _CONTROLS):
            yield parent


def describe(widget: QWidget) -> str:
    """What a widget is, for a person who has to find it."""
    around = [type(widget).__name__]
    parent = widget.parentWidget()
    while parent is not None and len(around) < 5:
        around.append(type(parent).__name__)
        parent = parent.parentWidget()
    text = widget.text() if isinstance(widget, QAbstractButton | QLineEdit) else ""
    return f"{widget.accessibleName() or text!r} in {' < '.join(around)}"


def _reason(widget: QWidget) -> str:
    """The sentence in the tip of a widget, of its row, or above its form."""
    around: QWidget | None = widget
    while around is not None:
        if around.toolTip().endswith("."):
            return around.toolTip()
        if isinstance(around, Form) and around.shown_message:
            return around.shown_message
        around = around.parentWidget()
    return ""


def _buddy(window: QWidget, widget: QWidget) -> bool:
    return any(label.buddy() is widget for label in window.findChildren(QLabel))
