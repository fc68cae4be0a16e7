"""Small buttons with an icon only, whose tooltips say what they do, and why they are disabled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QToolButton

from gui.style import set_icon

if TYPE_CHECKING:
    from collections.abc import Callable


def allow(button: QToolButton, *, unless: str) -> None:
    """Enable a button, or disable it and add the reason to its tooltip.

    Args:
        button: The button.
        unless: Why it is disabled, as a sentence; "" to enable it.
    """
    button.setEnabled(not unless)
    button.setToolTip(f"{button.accessibleName()}\n{unless}" if unless else button.accessibleName())


def tool(icon: str, name: str, *, pressed: Callable[[], Any]) -> QToolButton:
    """Create a button with an icon.

    Args:
        icon: Name of the icon in `resources`.
        name: The translated tooltip and accessible name.
        pressed: Called when it is clicked.
    """
    button = QToolButton()
    set_icon(button, icon)
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.clicked.connect(pressed)
    return button
