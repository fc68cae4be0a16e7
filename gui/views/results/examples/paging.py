"""Leads through a long list by pages, where a scroll bar would stand beside that of the tab around it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QPushButton, QWidget

from gui.style import SPACE, set_icon
from gui.text import tr


class Paging(QWidget):
    """Two buttons below a list that have the place of its scroll bar; a button that leads nowhere is hidden.

    Args:
        area: The list.

    Attributes:
        before: Shows the page before.
        behind: Shows the next page.
    """

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__()
        self._area, self._bar = area, area.verticalScrollBar()
        self._is_on = False
        self.before, self.behind = QPushButton(tr("The page before")), QPushButton(tr("The next page"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.s)
        for button, icon, way in ((self.before, "up", -1), (self.behind, "down", 1)):
            set_icon(button, icon, tint="muted")
            button.setProperty("kind", "ghost")
            button.clicked.connect(partial(self._turn, way))
            row.addWidget(button)
        row.addStretch(1)
        self._bar.rangeChanged.connect(self._show)
        self._bar.valueChanged.connect(self._show)
        area.viewport().installEventFilter(self)
        self.hide()

    def use(self, *, on: bool) -> None:
        """Use pages, or the scroll bar."""
        if on != self._is_on:
            self._is_on = on
            policy = Qt.ScrollBarPolicy
            self._area.setVerticalScrollBarPolicy(
                policy.ScrollBarAlwaysOff if on else policy.ScrollBarAsNeeded
            )
            self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Leave the wheel to what is around the list, and follow the list when it is shown or hidden."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._show()
        if self._is_on and isinstance(event, QWheelEvent):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _turn(self, way: int) -> None:
        self._bar.setValue(self._bar.value() + way * self._bar.pageStep())

    @Slot()
    def _show(self) -> None:
        seen = self._area.isVisible()
        self.setVisible(self._is_on and seen and self._bar.maximum() > 0)
        self.before.setVisible(self._bar.value() > 0)
        self.behind.setVisible(self._bar.value() < self._bar.maximum())
