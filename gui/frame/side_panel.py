"""The right column: what the focused setting means, above the script that the settings make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from engine.settings.declare import Declared
from gui.views.help_panel import HelpPanel
from gui.views.script_view import ScriptView

if TYPE_CHECKING:
    from engine.script import Script


_HELP_HEIGHT = 196


class SidePanel(QWidget):
    """Help and script, one above the other, both about the setting that has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.help = HelpPanel()
        self.script = ScriptView()
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.help)
        split.addWidget(self.script)
        split.setChildrenCollapsible(False)
        # the help is a few lines, the script often more than a screen
        split.setStretchFactor(1, 1)
        split.setSizes([_HELP_HEIGHT, 600])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)

    def show_setting(self, declared: Declared | None, path: str) -> None:
        """Explain a setting and light up its places in the script; None for a group of settings."""
        if declared is not None:
            self.help.show_setting(declared)
        self.script.highlight(path)

    @Slot(object)
    def show_script(self, script: Script) -> None:
        """The script that the settings make now."""
        self.script.show_script(script.text, script.spans)
