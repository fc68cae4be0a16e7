"""Small buttons with an icon alone, whose tips say what they do, and why they cannot now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QToolButton

from gui.style import set_icon

if TYPE_CHECKING:
    from collections.abc import Callable


def allow(button: QToolButton, *, unless: str) -> None:
    """Let a button be pressed, or grey it and say in its tip why not."""
    button.setEnabled(not unless)
    button.setToolTip(f"{button.accessibleName()}\n{unless}" if unless else button.accessibleName())


def tool(icon: str, name: str, *, pressed: Callable[[], Any]) -> QToolButton:
    """A button with an icon and a name that does `pressed`."""
    button = QToolButton()
    set_icon(button, icon)
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.clicked.connect(pressed)
    return button
