"""The right column: help on the focused setting, above the Keras script of the project.

The texts come from the settings' declarations and from `engine.script`; both are shown by `gui.views.side`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from engine.settings.declaration.declare import Declared
from gui.views.side.help_panel import HelpPanel
from gui.views.side.reference_view import ReferenceView
from gui.views.side.script_view import ScriptView

if TYPE_CHECKING:
    from engine.script import Script


_HELP_HEIGHT = 264


class SidePanel(QWidget):
    """Help and script, one above the other, both about the focused setting.

    Attributes:
        help: The help.
        script: The script.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Declared, str] | None = None
        self._reference: ReferenceView | None = None
        self.help = HelpPanel()
        self.help.reference_asked.connect(self.show_reference)
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

    @property
    def shown(self) -> tuple[Declared, str] | None:
        """The declaration of the setting that is explained, and its path; None before one was."""
        return self._shown

    def show_nothing(self) -> None:
        """Explain nothing, as the setting that was explained is no longer there."""
        self._shown = None
        self.script.highlight("")
        self.help.show_nothing()

    def show_setting(self, declared: Declared | None, path: str) -> None:
        """Show the help of a setting and highlight it in the script.

        Args:
            declared: Its declaration; None for a group of settings, which leaves the help unchanged.
            path: Its dotted path.
        """
        self.script.highlight(path)
        if declared is not None:
            self._shown = (declared, path)
            self.help.show_setting(declared, line=self.script.lit_line())

    @Slot()
    def show_reference(self) -> None:
        """Open the reference of all settings at the one whose help is shown."""
        if self._shown is None:
            return
        if self._reference is None:
            self._reference = ReferenceView(self)
        self._reference.show_setting(*self._shown)

    @Slot(object)
    def show_script(self, script: Script) -> None:
        """Show the script of the present project, and in the help its line of now."""
        self.script.show_script(script.text, script.spans)
        if self._shown is not None:
            self.help.show_setting(self._shown[0], line=self.script.lit_line())
